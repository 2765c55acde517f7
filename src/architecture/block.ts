/** The plan of one residual block: its branch, its shortcut, and the order in which norms and activations stand. */
import type { LayerOrder, NetworkConfig, StageConfig } from '../config/schema';
import { hasFixupScalars, STAGE_DEFAULTS, type BlockOverride } from '../config/schema';
import {
  convolution,
  countOf,
  denseLayer,
  gcd,
  grow,
  outputOf,
  scalarParameter,
  type Field,
  type ImageShape,
  type LayerPlan,
  type NormPlan,
} from './layer';
import type { BlockNodes, BlockPlan, PlanNode, ShortcutForm } from './nodes';

type Step = 'norm' | 'activation';

/**
 * Where norms and activations stand: in front of the first convolution, between two, behind the last, and behind the addition
 * of the shortcut. A norm in front of convolutions is that of the one behind it, and a norm behind the addition that of the
 * last convolution.
 */
interface BlockOrder {
  readonly opening: readonly Step[];
  readonly between: readonly Step[];
  readonly closing: readonly Step[];
  readonly ending: readonly Step[];
}

/** He et al. 2015, figure 2, and He et al. 2016 (arXiv 1603.05027), figure 4. */
export const ORDERS: Readonly<Record<LayerOrder, BlockOrder>> = {
  original: { opening: [], between: ['norm', 'activation'], closing: ['norm'], ending: ['activation'] },
  'norm-after-addition': {
    opening: [],
    between: ['norm', 'activation'],
    closing: [],
    ending: ['norm', 'activation'],
  },
  'activation-before-addition': {
    opening: [],
    between: ['norm', 'activation'],
    closing: ['norm', 'activation'],
    ending: [],
  },
  'activation-first': {
    opening: ['activation'],
    between: ['norm', 'activation'],
    closing: ['norm'],
    ending: [],
  },
  'pre-activation': {
    opening: ['norm', 'activation'],
    between: ['norm', 'activation'],
    closing: [],
    ending: [],
  },
};

/** Where a block stands. */
export interface BlockPlace {
  readonly index: number;
  readonly name: string;
  readonly stage: number;
  /** Whether it is the first of its stage, which has the stage's stride. */
  readonly first: boolean;
  readonly input: ImageShape;
  readonly entry: Field;
}

/** Groups of the norm of so many channels; null for batch norm. */
function normGroupsOf({ norm, normGroups }: NetworkConfig, channels: number): number | null {
  if (norm === 'group') return gcd(normGroups, channels);
  return norm === 'layer' ? 1 : null;
}

/** A norm of the network's kind, null where it has none. */
export function normOf(network: NetworkConfig, name: string, shape: ImageShape, start = 1): NormPlan | null {
  if (network.norm === 'none') return null;
  return { name, shape, groups: normGroupsOf(network, shape.channels), start };
}

/** Fixup: blocks^(−1/(2m−2)) for the m convolutions of a branch, and 0 for the last of them. */
function filterFactor(
  { branchStart }: NetworkConfig,
  blocks: number,
  position: number,
  layers: number,
): number {
  if (branchStart !== 'fixup') return 1;
  // m is 2 or 3: a square root, or the root of one.
  return position === layers - 1 ? 0 : 1 / Math.sqrt(layers === 2 ? blocks : Math.sqrt(blocks));
}

/** Plans the block of a stage at a place; `blocks` is their number in the network. Returns its receptive field too. */
export function planBlock(
  network: NetworkConfig,
  stage: StageConfig,
  override: BlockOverride | undefined,
  place: BlockPlace,
  blocks: number,
): { block: BlockPlan; field: Field } {
  const { index, name, input } = place;
  const order = ORDERS[network.order];
  const kind = override?.kind ?? network.block;
  const stride = override?.stride ?? (place.first ? stage.stride : 1);
  const shapes = branchOf(network, stage, override, stride);
  const fixup = hasFixupScalars(network);
  const biased = network.norm === 'none' && !fixup;
  const endsWithNorm = network.norm !== 'none' && order.closing.includes('norm');
  let shape = input;
  let field = place.entry;
  const branch = shapes.map((each, position) => {
    const last = position === shapes.length - 1;
    const spec = {
      ...each,
      name: `${name}.conv${position + 1}`,
      kind: 'conv' as const,
      block: index,
      input: shape,
    };
    const normedShape = order.opening.includes('norm') ? shape : outputOf(spec);
    const zero = network.branchStart === 'zero-last' && last;
    const norm = normOf(network, `${name}.bn${position + 1}`, normedShape, zero && endsWithNorm ? 0 : 1);
    const factor = zero && !endsWithNorm ? 0 : filterFactor(network, blocks, position, shapes.length);
    const layer = convolution({ ...spec, norm, bias: biased, entry: field, factor });
    shape = layer.output;
    field = grow(field, each.kernel, each.stride, each.dilation);
    return layer;
  });
  const output = shape;

  const beside = { block: index, input, channels: output.channels, kernel: 1, stride, entry: place.entry };
  const form = shortcutForm(network, input, output, stride);
  // A projection ends as the branch does: with a norm, or bare where one follows or precedes both.
  const projection =
    form !== 'projection'
      ? null
      : convolution({
          ...beside,
          name: `${name}.downsample.0`,
          kind: 'projection',
          norm: endsWithNorm ? normOf(network, `${name}.downsample.1`, output) : null,
          bias: biased,
        });
  const gate =
    network.gate === 'none'
      ? null
      : {
          kind: network.gate,
          layer: convolution({ ...beside, name: `${name}.gate`, kind: 'gate', norm: null, bias: true }),
        };
  const reduction = stage.reduction ?? STAGE_DEFAULTS.reduction;
  const excitation =
    reduction === 0 ? null : excitationOf(name, index, output.channels, reduction, field.size);

  const layers = [
    ...branch,
    ...(excitation ?? []),
    ...(projection ? [projection] : []),
    ...(gate ? [gate.layer] : []),
  ];
  const parameters = [
    ...layers.flatMap((layer) => layer.parameters),
    ...(network.branchStart === 'skip-init' ? [scalarParameter(`${name}.alpha`, 'gain')] : []),
    ...(fixup
      ? [
          ...branch.flatMap((_, i) =>
            ['a', 'b'].map((letter) => scalarParameter(`${name}.bias${i + 1}${letter}`, 'bias')),
          ),
          scalarParameter(`${name}.scale`, 'scale'),
        ]
      : []),
  ];
  const planned = {
    index,
    name,
    stage: place.stage,
    kind,
    order: network.order,
    input,
    output,
    stride,
    shortcut: form,
    branch,
    projection,
    gate,
    excitation,
    branchScale: network.branchScale,
    dropout: network.dropout,
    shortcutDropout: network.shortcutDropout,
    survival: 1 - ((index + 1) / blocks) * network.stochasticDepth,
    parameterCount: countOf(parameters),
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
    parameters,
  };
  return { block: { ...planned, nodes: nodesOf(planned, network) }, field };
}

/** What the convolutions of a branch are, in their order. */
export function branchOf(
  network: NetworkConfig,
  stage: StageConfig,
  override: BlockOverride | undefined,
  stride: number,
) {
  const width = override?.width ?? stage.width;
  const wide = {
    kernel: override?.kernel ?? stage.kernel ?? STAGE_DEFAULTS.kernel,
    dilation: override?.dilation ?? stage.dilation ?? STAGE_DEFAULTS.dilation,
    stride,
    groups: override?.groups ?? stage.groups ?? STAGE_DEFAULTS.groups,
  };
  if ((override?.kind ?? network.block) === 'basic')
    return [
      { ...wide, channels: width },
      { ...wide, stride: 1, groups: 1, channels: width },
    ];
  const single = { kernel: 1, dilation: 1, stride: 1, groups: 1 };
  const inner = Math.max(1, Math.round(width * network.innerWidth));
  return [
    { ...single, channels: inner },
    { ...wide, channels: inner },
    { ...single, channels: width * network.expansion },
  ];
}

/** The block as its order has it, with all that was chosen beside. */
function nodesOf(block: Omit<BlockPlan, 'nodes'>, network: NetworkConfig): BlockNodes {
  const { name, branch, projection, gate, excitation, dropout, shortcutDropout, survival, branchScale } =
    block;
  const { opening, between, closing, ending } = ORDERS[network.order];
  const first = branch.slice(0, 1);
  const last = branch.slice(-1);
  const { activation } = network;
  const steps = (names: readonly Step[], [layer]: readonly LayerPlan[]): PlanNode[] =>
    names.flatMap((step) => (step === 'norm' ? normNode(layer?.normPlan) : { kind: step, activation }));
  const drop = (share: number, suffix: string): PlanNode[] =>
    share === 0 ? [] : [{ kind: 'drop', share, name: `${name}${suffix}` }];
  // Fixup has a number in front of everything that is not linear, and one in front of every convolution.
  const fixup = hasFixupScalars(network);
  const shift = (letter: 'a' | 'b', layers: readonly LayerPlan[]): PlanNode[] =>
    layers.flatMap((layer) =>
      fixup
        ? {
            kind: 'shift',
            name: `${name}.bias${branch.indexOf(layer) + 1}${letter}`,
            of: { letter, layer },
          }
        : [],
    );
  const activatesFirst = opening.includes('activation');
  const branchNodes = branch.flatMap((layer, i): PlanNode[] => {
    const filter = convolutionNode(layer);
    const next = branch.slice(i + 1, i + 2);
    const isLast = next.length === 0;
    const factor: PlanNode[] = fixup && isLast ? [{ kind: 'factor', name: `${name}.scale` }] : [];
    const behind = [filter, ...factor, ...(activatesFirst ? [] : shift('b', [layer]))];
    if (isLast) return [...behind, ...steps(closing, [layer])];
    return [
      ...behind,
      ...(activatesFirst ? shift('a', next) : []),
      ...steps(between, opening.includes('norm') ? next : [layer]),
      { kind: 'probe', layer: layer.name },
      ...drop(next[0] === last[0] ? dropout : 0, '.dropout'),
      ...shift(activatesFirst ? 'b' : 'a', next),
    ];
  });
  const scale: PlanNode = {
    kind: 'scale',
    factor: branchScale,
    survival,
    block: block.index,
    name: `${name}.depth`,
  };
  const carried: Record<ShortcutForm, readonly PlanNode[]> = {
    identity: [],
    'zero-padding': [{ kind: 'subsampling', stride: block.stride, channels: block.output.channels }],
    projection: projection === null ? [] : [convolutionNode(projection), ...normNode(projection.normPlan)],
  };
  // A projection reads the first norm and activation of a pre-activation block, and whatever is no identity the first number
  // of Fixup, as in its authors' code.
  const readsOpening = opening.includes('norm')
    ? projection !== null
    : fixup && !activatesFirst && block.shortcut !== 'identity';
  return {
    opening: [...shift('a', first), ...steps(opening, first), ...(activatesFirst ? shift('b', first) : [])],
    branch: [
      ...branchNodes,
      ...(excitation === null ? [] : [{ kind: 'excitation', layers: excitation } as const]),
      ...(branchScale === 1 && survival === 1 ? [] : [scale]),
      ...(network.branchStart === 'skip-init' ? [{ kind: 'gain', name: `${name}.alpha` } as const] : []),
      ...(gate?.kind === 'exclusive' ? [{ kind: 'gate' } as const] : []),
    ],
    shortcut: [...carried[block.shortcut], ...drop(shortcutDropout, '.shortcut.dropout')],
    shortcutReads: readsOpening ? 'opening' : 'input',
    gate: gate && [convolutionNode(gate.layer), { kind: 'activation', activation: 'sigmoid' }],
    ending: [...steps(ending, last), ...last.map((layer) => ({ kind: 'probe', layer: layer.name }) as const)],
  };
}

/** The node of a layer's convolution, which reads no images. */
function convolutionNode(layer: LayerPlan): PlanNode {
  return { kind: 'convolution', layer, ofImages: false };
}

/** The node of a norm, where there is one. */
export function normNode(norm: NormPlan | null | undefined): PlanNode[] {
  return norm === null || norm === undefined ? [] : [{ kind: 'norm', norm }];
}

/**
 * Whether every branch begins at 0, whatever comes in. A last norm or filter of 0 sees to it but where an activation stands
 * behind it that makes something of 0, as the sigmoid alone does; a factor of 0 behind all that always does.
 */
export function branchesBeginAtZero({ branchStart, order, activation }: NetworkConfig): boolean {
  if (branchStart === 'plain') return false;
  if (branchStart === 'skip-init') return true;
  return !ORDERS[order].closing.includes('activation') || activation !== 'sigmoid';
}

/** Zeros can be padded, not cut: where channels become fewer, option A has to project. */
export function shortcutForm(
  { shortcut }: NetworkConfig,
  input: Pick<ImageShape, 'channels'>,
  output: Pick<ImageShape, 'channels'>,
  stride: number,
): ShortcutForm {
  if (shortcut === 'C') return 'projection';
  if (stride === 1 && input.channels === output.channels) return 'identity';
  return shortcut === 'A' && output.channels >= input.channels ? 'zero-padding' : 'projection';
}

/** Hu 2018: what so many channels are squeezed to. */
export function squeezedOf(channels: number, reduction: number): number {
  return Math.max(1, Math.floor(channels / reduction));
}

/** Hu 2018: channels to channels / reduction, at least one, and back. */
function excitationOf(
  name: string,
  block: number,
  channels: number,
  reduction: number,
  field: number,
): readonly [LayerPlan, LayerPlan] {
  const squeezed = squeezedOf(channels, reduction);
  return [
    denseLayer(`${name}.se.fc1`, 'excitation', block, [channels, squeezed], field),
    denseLayer(`${name}.se.fc2`, 'excitation', block, [squeezed, channels], field),
  ];
}
