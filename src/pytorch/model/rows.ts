/** `nn.Sequential` of modules whose names are their places: `features.3` is the fourth of `features`. */
import type { LayerPlan } from '../../architecture/layer';
import { visit, type ClassicPlan, type PlanNode } from '../../architecture/nodes';
import { activationOf, convolutionCall, linearCall, normWriter, poolCall } from './modules';
import type { WrittenNetwork } from './network';
import { bracketed, call, float, indented, inline, line, type SourceLine } from './source';

/** Modules of a network, and the functions or classes that make them. */
export interface WrittenModules {
  readonly helpers: WrittenNetwork['classes'];
  readonly modules: readonly SourceLine[];
}

/** Nodes of a part of a network in a row; convolutions are made by a function together with what follows them. */
export function rowOf(
  plan: ClassicPlan,
  attribute: string,
  nodes: readonly PlanNode[],
  prefix: string,
): WrittenModules {
  const layers = nodes.flatMap((node) => (node.kind === 'convolution' ? [node.layer] : []));
  const name = prefix === '' ? 'convolution' : `${prefix.toLowerCase()}_convolution`;
  const kernels = new Set(layers.map(({ kernel }) => kernel));
  const row = new Row(attribute);
  for (const node of nodes)
    visit<PlanNode, void>(node, {
      convolution: ({ layer }) => {
        const args = [
          layer.input.channels,
          layer.output.channels,
          ...(kernels.size > 1 ? [layer.kernel] : []),
        ];
        row.add(`*${name}(${args.join(', ')})`, [layer.name], layer.name);
      },
      norm: ({ norm }) => row.join([norm.name]),
      activation: () => (layers.length > 0 ? row.join([]) : row.add(activationModule(plan))),
      pool: (pool) => row.add(inline(poolCall(pool))),
      drop: (drop) => row.add(`nn.Dropout(${float(drop.share)})`, [], drop.name),
      dense: ({ layer }) => row.add(inline(linearCall(layer)), [layer.name], layer.name),
    });
  return {
    helpers: layers.length === 0 ? [] : [{ name, lines: helper(plan, name, layers, kernels.size > 1) }],
    modules: row.lines(),
  };
}

/** The activation, or what keeps its place. */
function activationModule(plan: ClassicPlan): string {
  return activationOf(plan.activation)?.module ?? 'nn.Identity()';
}

class Row {
  readonly #attribute: string;
  readonly #items: { readonly code: string; readonly of: readonly string[] }[] = [];
  #place = 0;

  constructor(attribute: string) {
    this.#attribute = attribute;
  }

  /** Adds a module, at the place that its name tells: where one was left out before it, its place is kept. */
  add(code: string, of: readonly string[] = [], name?: string): void {
    const place = name === undefined ? this.#place : Number(name.slice(this.#attribute.length + 1));
    for (; this.#place < place; this.#place++) this.#items.push({ code: 'nn.Identity()', of: [] });
    this.#items.push({ code, of });
    this.#place += 1;
  }

  /** What was added last makes one more module. */
  join(of: readonly string[]): void {
    const last = this.#items.pop();
    if (last !== undefined) this.#items.push({ ...last, of: [...last.of, ...of] });
    this.#place += 1;
  }

  lines(): readonly SourceLine[] {
    const items = this.#items.map(({ code, of }) => [line(code, of)]);
    const all = this.#items.flatMap(({ of }) => of);
    return bracketed([`self.${this.#attribute} = nn.Sequential(`, ')'], items, all);
  }
}

/** A function that makes a convolution, its norm and its activation. */
function helper(
  plan: ClassicPlan,
  name: string,
  layers: readonly LayerPlan[],
  isSized: boolean,
): SourceLine[] {
  const about = layers.map((layer) => layer.name);
  const kernel = isSized ? 'kernel' : String(layers[0]?.kernel ?? 1);
  const bias = layers[0]?.bias ?? false;
  const text = {
    inputs: 'inputs',
    outputs: 'outputs',
    kernel,
    stride: '1',
    dilation: '1',
    groups: '1',
    bias,
  };
  const modules = [
    call(convolutionCall(text), about),
    ...(plan.norm === 'none' ? [] : [call(normWriter(plan)('outputs'), about)]),
    [line(activationModule(plan), about)],
  ];
  const args = ['inputs: int', 'outputs: int', ...(isSized ? ['kernel: int'] : [])];
  return [
    ...call({ callee: `def ${name}`, args }, about, { after: ' -> list[nn.Module]:', depth: 0 }),
    ...indented([
      line('"""A convolution that keeps the side of its images, and what follows it."""', about),
      ...bracketed(['return [', ']'], modules, about),
    ]),
  ];
}
