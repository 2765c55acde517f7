/** Classes of residual blocks: one for all blocks that differ in numbers alone. */
import type { NormPlan } from '../../architecture/layer';
import {
  visit,
  type BlockPlan,
  type LanePlan,
  type NetworkPlan,
  type PlanNode,
} from '../../architecture/nodes';
import { blockNumbers, type BlockNumbers } from './block-numbers';
import { Forward, normOwners, type Scope } from './forward';
import { activationOf, convolutionCall, normWriter, type ConvolutionText, type NormWriter } from './modules';
import { addition, changes, shortcutModules, type ShortcutContext } from './shortcut';
import { call, classLines, float, indented, line, type SourceLine } from './source';

/** A class of blocks. */
export interface BlockClass {
  readonly name: string;
  readonly blocks: readonly BlockPlan[];
  readonly lines: readonly SourceLine[];
  /** Arguments of a block beside its gain and its survival. */
  readonly argumentsOf: (block: BlockPlan) => readonly string[];
}

/** What a class is called, by what its blocks are. */
function nameOf(block: BlockPlan, isSplit: boolean): string {
  const { nodes, order, excitation, gate } = block;
  const fixup = nodes.branch.some(({ kind }) => kind === 'factor');
  const words = [
    isSplit ? 'Projected' : '',
    order === 'pre-activation' ? 'PreActivation' : '',
    fixup ? 'Fixup' : '',
    excitation === null ? '' : 'SE',
    gate === null ? '' : 'Gated',
    block.kind === 'basic' ? 'BasicBlock' : 'Bottleneck',
  ];
  return words.join('');
}

/** The classes of a network's blocks, in the order of their first ones. */
export function blockClasses(plan: NetworkPlan, prefix: string): readonly BlockClass[] {
  const groups = new Map<string, BlockPlan[]>();
  for (const block of plan.blocks) {
    const key = `${block.kind} ${block.excitation !== null}`;
    groups.set(key, [...(groups.get(key) ?? []), block]);
  }
  const norm = normWriter(plan);
  const written = (blocks: readonly BlockPlan[], isSplit: boolean): BlockClass => {
    const writer = new ClassWriter(blocks, norm, plan);
    return writer.write(prefix + nameOf(writer.first, isSplit));
  };
  return [...groups.values()].flatMap((blocks) => {
    const reads = new Set(blocks.filter(changes).map(({ nodes }) => nodes.shortcutReads));
    if (reads.size < 2) return [written(blocks, false)];
    // Some shortcuts read what the branch does, and others do not.
    const projects = ({ shortcut }: BlockPlan): boolean => shortcut === 'projection';
    return [
      written(
        blocks.filter((block) => !projects(block)),
        false,
      ),
      written(blocks.filter(projects), true),
    ];
  });
}

class ClassWriter {
  readonly first: BlockPlan;
  readonly #blocks: readonly BlockPlan[];
  readonly #norm: NormWriter;
  readonly #numbers: BlockNumbers;
  readonly #scope: Scope;

  constructor(blocks: readonly BlockPlan[], norm: NormWriter, plan: LanePlan) {
    const [first] = blocks;
    if (first === undefined) throw new Error('A class has blocks');
    this.#blocks = blocks;
    this.first = first;
    this.#norm = norm;
    this.#numbers = blockNumbers(blocks);
    const owners = normOwners(plan.layers);
    const suffix = (name: string): string => name.slice(first.name.length + 1);
    this.#scope = {
      attribute: (name) => suffix(name).replace('shortcut.', 'shortcut_'),
      of: (...names) =>
        names.length === 0
          ? blocks.map(({ name }) => name)
          : blocks.flatMap(({ name }) => names.map((each) => `${name}.${suffix(each)}`)),
      layerOf: (name) => owners.get(name) ?? null,
    };
  }

  write(name: string): BlockClass {
    const { parameters, argumentsOf } = this.#numbers;
    const lines = classLines({
      name,
      doc: [this.#summary()],
      of: this.#scope.of(),
      parameters,
      modules: this.#modules(),
      forward: this.#forward(),
    });
    return { name, blocks: this.#blocks, lines, argumentsOf };
  }

  #summary(): string {
    const { kind, order } = this.first;
    const what = kind === 'basic' ? 'Two convolutions' : 'Three convolutions';
    const paper = order === 'original' ? '1512.03385' : '1603.05027';
    return `${what}, plus \`gain\` times a shortcut (arXiv:${paper}).`;
  }

  #modules(): SourceLine[] {
    const { opening, branch, ending } = this.first.nodes;
    const seen = new Set<string>();
    return [
      line('self.gain = gain', this.#scope.of()),
      ...[...opening, ...branch, ...ending].flatMap((node) => this.#module(node, seen)),
      ...shortcutModules(this.#context()),
    ];
  }

  #context(): ShortcutContext {
    const { text, hasSurvival } = this.#numbers;
    const reads = this.#blocks.some(({ nodes }) => nodes.shortcutReads === 'opening');
    const does = this.first.nodes.opening.some(
      (node) => node.kind !== 'activation' || activationOf(node.activation) !== null,
    );
    return {
      blocks: this.#blocks,
      first: this.first,
      scope: this.#scope,
      norm: this.#norm,
      stride: text.stride,
      read: reads && does ? 'opened' : 'x',
      hasSurvival,
    };
  }

  /** The module or parameter of a node, once. */
  #module(node: PlanNode, seen: Set<string>): SourceLine[] {
    const { of, attribute } = this.#scope;
    const parameter = (start: 'zeros' | 'ones') => {
      return ({ name }: { readonly name: string }) => [
        line(`self.${attribute(name)} = nn.Parameter(torch.${start}(1))`, of(name)),
      ];
    };
    const { squeezed, hasSurvival } = this.#numbers;
    const lines = visit<PlanNode, SourceLine[]>(node, {
      convolution: ({ layer }) =>
        call(convolutionCall(this.#convolution(layer.name)), of(layer.name), {
          before: `self.${attribute(layer.name)} = `,
        }),
      norm: ({ norm }) => this.#normModule(norm),
      activation: ({ activation }) => {
        const found = activationOf(activation);
        if (found === null || seen.has(found.attribute)) return [];
        seen.add(found.attribute);
        return [line(`self.${found.attribute} = ${found.module}`, of())];
      },
      drop: ({ name, share }) => [line(`self.${attribute(name)} = nn.Dropout(${float(share)})`, of())],
      excitation: ({ layers }) => [
        line(`self.se = SqueezeExcitation(outputs, ${squeezed})`, of(...layers.map(({ name }) => name))),
      ],
      scale: () => (hasSurvival ? [line('self.depth = StochasticDepth(survival)', of())] : []),
      gain: parameter('zeros'),
      shift: parameter('zeros'),
      factor: parameter('ones'),
    });
    return lines ?? [];
  }

  #normModule({ name, start }: NormPlan): SourceLine[] {
    const { of, attribute, layerOf } = this.#scope;
    const owner = layerOf(name);
    const about = of(...(owner === null ? [] : [owner]), name);
    const { branch, order } = this.first;
    const { inputs, outputs } = this.#ends(branch.findIndex((layer) => layer.norm === name));
    // In front of its convolution a norm has the channels that come in.
    const norm = this.#norm(order === 'pre-activation' ? inputs : outputs);
    const zeroed = start === 0 ? [line(`nn.init.zeros_(self.${attribute(name)}.weight)`, about)] : [];
    return [...call(norm, about, { before: `self.${attribute(name)} = ` }), ...zeroed];
  }

  /** Channels of a convolution of the branch. */
  #ends(position: number): { inputs: string; outputs: string } {
    const between = this.first.kind === 'basic' ? 'outputs' : 'inner';
    const isLast = position === this.first.branch.length - 1;
    return { inputs: position === 0 ? 'inputs' : between, outputs: isLast ? 'outputs' : between };
  }

  #convolution(name: string): ConvolutionText {
    const { kind, branch } = this.first;
    const { stride, kernel, dilation, groups } = this.#numbers.text;
    const position = branch.findIndex((layer) => layer.name === name);
    const ends = { ...this.#ends(position), bias: branch[position]?.bias ?? false };
    if (kind === 'basic') {
      const own = position === 0 ? { stride, groups } : { stride: '1', groups: '1' };
      return { ...ends, kernel, dilation, ...own };
    }
    if (position === 1) return { ...ends, kernel, dilation, stride, groups };
    return { ...ends, kernel: '1', dilation: '1', stride: '1', groups: '1' };
  }

  #forward(): readonly SourceLine[] {
    const { nodes } = this.first;
    const context = this.#context();
    const forward = new Forward(this.#scope, 'x', 'out').run(nodes.opening);
    if (context.read === 'opened') forward.assign('opened');
    forward.run(nodes.branch);
    forward.append([line('if self.gain != 0:', this.#scope.of()), ...indented(addition(context))]);
    return forward.run(nodes.ending).finish();
  }
}
