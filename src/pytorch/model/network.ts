/** Writes a whole network: its classes of blocks, and the class that puts them together. */
import type { LayerPlan } from '../../architecture/layer';
import {
  endsOf,
  visit,
  type BlockPlan,
  type LanePlan,
  type NetworkPlan,
  type PlanNode,
} from '../../architecture/nodes';
import { depthOf } from '../../architecture/plan';
import { blockClasses, type BlockClass } from './block';
import { Forward, normOwners, type Scope } from './forward';
import { initialisation } from './initialise';
import {
  activationOf,
  channelsOf,
  convolutionCall,
  layerText,
  linearCall,
  normWriter,
  poolAttribute,
  poolCall,
} from './modules';
import {
  bracketed,
  call,
  classLines,
  float,
  indented,
  inline,
  line,
  type Call,
  type SourceLine,
} from './source';

/** What a network is called, and what stands before the names of what it consists of. */
export interface Naming {
  readonly name: string;
  readonly prefix: string;
}

/** A network's classes; of the last of them is its module. */
export interface WrittenNetwork {
  readonly name: string;
  readonly takesGains: boolean;
  readonly classes: readonly { readonly name: string; readonly lines: readonly SourceLine[] }[];
}

/** Layers of a network that are attributes of it, in the order of the forward pass. */
export function scopeOf(layers: readonly LayerPlan[]): Scope {
  const owners = normOwners(layers);
  return {
    attribute: (name) => name,
    of: (...names) => names,
    layerOf: (name) => owners.get(name) ?? null,
  };
}

/** The module of a node that stands in a network by itself, once. */
export function ownModule(node: PlanNode, plan: LanePlan, scope: Scope, seen: Set<string>): SourceLine[] {
  const once = (attribute: string, code: string): SourceLine[] => {
    if (seen.has(attribute)) return [];
    seen.add(attribute);
    return [line(`self.${attribute} = ${code}`)];
  };
  const made = ({ name }: LayerPlan, module: Call): SourceLine[] =>
    call(module, scope.of(name), { before: `self.${scope.attribute(name)} = ` });
  const lines = visit<PlanNode, SourceLine[]>(node, {
    convolution: ({ layer }) => made(layer, convolutionCall(layerText(layer))),
    dense: ({ layer }) => made(layer, linearCall(layer)),
    norm: ({ norm }) => {
      const owner = scope.layerOf(norm.name);
      const about = scope.of(...(owner === null ? [] : [owner]), norm.name);
      return call(normWriter(plan)(channelsOf(norm)), about, {
        before: `self.${scope.attribute(norm.name)} = `,
      });
    },
    activation: ({ activation }) => {
      const found = activationOf(activation);
      return found === null ? [] : once(found.attribute, found.module);
    },
    pool: (pool) => once(poolAttribute(pool), inline(poolCall(pool))),
    drop: ({ name, share }) => [line(`self.${scope.attribute(name)} = nn.Dropout(${float(share)})`)],
    shift: ({ name }) => [line(`self.${name} = nn.Parameter(torch.zeros(1))`, [name])],
  });
  return lines ?? [];
}

/** A network of residual blocks. */
export function writeResidual(plan: NetworkPlan, { name, prefix }: Naming): WrittenNetwork {
  const classes = blockClasses(plan, prefix);
  const { stem, head } = endsOf(plan);
  const scope = scopeOf(plan.layers);
  const seen = new Set<string>();
  const modules = (nodes: readonly PlanNode[]): SourceLine[] =>
    nodes.flatMap((node) => ownModule(node, plan, scope, seen));
  const takesGains = plan.blocks.length > 0;
  const stages = stagesOf(plan.blocks);
  const survival = survivalsOf(plan);

  const forward = new Forward(scope, 'x', 'x').run(stem);
  for (const [index, blocks] of stages) forward.through(`self.layer${index + 1}`, namesOf(blocks)).assign();
  const lines = classLines({
    name,
    doc: [
      `${depthOf(plan)} weight layers, ${toLogits(plan)}.`,
      ...(takesGains
        ? [
            '`gains` are what the shortcut of each block is multiplied with: 1 in a residual',
            'network, 0 in its plain twin, whose shortcuts are not computed.',
          ]
        : []),
    ],
    of: [],
    parameters: takesGains ? ['gains: Sequence[float]'] : [],
    modules: [
      ...survival,
      ...modules(stem),
      ...[...stages].flatMap(([index, blocks]) => stageLines(index, blocks, classes, survival.length > 0)),
      ...modules(head),
      ...initialisation(plan, classes),
    ],
    forward: forward.run(head).finish(),
  });
  return { name, takesGains, classes: [...classes, { name, lines }] };
}

/** From which images to how many logits. */
export function toLogits({ input, classes }: LanePlan): string {
  const { channels, height, width } = input;
  return `from images ${channels}×${height}×${width} to ${classes} logits`;
}

function namesOf(blocks: readonly BlockPlan[]): readonly string[] {
  return blocks.map(({ name }) => name);
}

function stagesOf(blocks: readonly BlockPlan[]): ReadonlyMap<number, readonly BlockPlan[]> {
  const stages = new Map<number, BlockPlan[]>();
  for (const block of blocks) stages.set(block.stage, [...(stages.get(block.stage) ?? []), block]);
  return stages;
}

/** The chances of all branches to survive (Huang 2016: falling with the depth); nothing where all do. */
function survivalsOf({ blocks }: NetworkPlan): SourceLine[] {
  const last = blocks.at(-1);
  if (last === undefined || blocks.every(({ survival }) => survival === 1)) return [];
  const count = blocks.length;
  // As chosen: 1 less the last chance but for its rounding.
  const depth = Number((1 - last.survival).toPrecision(12));
  const isFalling = blocks.every(({ index, survival }) => survival === 1 - ((index + 1) / count) * depth);
  const code = isFalling
    ? `[1 - (i + 1) / ${count} * ${float(depth)} for i in range(${count})]`
    : `[1 - (i + 1) / ${count} * (1 - ${float(last.survival)}) for i in range(${count})]`;
  return [line(`survival = ${code}`, namesOf(blocks))];
}

/** The blocks of a stage, of which equal ones that follow each other are made in a loop. */
function stageLines(
  stage: number,
  blocks: readonly BlockPlan[],
  classes: readonly BlockClass[],
  hasSurvival: boolean,
): SourceLine[] {
  const runs: { code: string; blocks: BlockPlan[] }[] = [];
  for (const block of blocks) {
    const own = classes.find((each) => each.blocks.includes(block));
    if (own === undefined) throw new Error(`No class has the block ${block.name}`);
    const code = [own.name, ...own.argumentsOf(block)].join();
    const last = runs.at(-1);
    if (last?.code === code) last.blocks.push(block);
    else runs.push({ code, blocks: [block] });
  }
  const items = runs.map(({ blocks: equal }) => {
    const [first] = equal;
    const own = classes.find((each) => first !== undefined && each.blocks.includes(first));
    if (first === undefined || own === undefined) return [];
    const isOne = equal.length === 1;
    const at = isOne ? String(first.index) : 'i';
    const args = [
      ...own.argumentsOf(first),
      ...(hasSurvival ? [`survival=survival[${at}]`] : []),
      `gain=gains[${at}]`,
    ];
    const made = { callee: own.name, args };
    if (isOne) return call(made, namesOf(equal), { depth: 3 });
    const range = first.index === 0 ? `${equal.length}` : `${first.index}, ${first.index + equal.length}`;
    const whole = `*(${own.name}(${args.join(', ')}) for i in range(${range}))`;
    if (whole.length < 76) return [line(whole, namesOf(equal))];
    return [
      line('*(', namesOf(equal)),
      ...indented([
        ...call(made, namesOf(equal), { depth: 4 }),
        line(`for i in range(${range})`, namesOf(equal)),
      ]),
      line(')', namesOf(equal)),
    ];
  });
  return bracketed([`self.layer${stage + 1} = nn.Sequential(`, ')'], items, namesOf(blocks));
}
