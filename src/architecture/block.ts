/** The plan of one residual block: its branch, its shortcut, and the order in which norms and activations stand. */
import type { BlockKind, LayerOrder, NetworkConfig, ShortcutGate, StageConfig } from '../config/schema';
import { hasFixupScalars, STAGE_DEFAULTS, type BlockOverride } from '../config/schema';
import { blockScalarParameters, blockScalars, type BlockScalars } from './fixup';
import {
  convolution,
  countOf,
  denseLayer,
  gcd,
  grow,
  outputOf,
  type Field,
  type ImageShape,
  type LayerPlan,
  type NormPlan,
  type ParameterPlan,
} from './layer';

export type ShortcutForm = 'identity' | 'zero-padding' | 'projection';

export interface BlockPlan {
  readonly index: number;
  /** PyTorch's module name: `layer1.0`. */
  readonly name: string;
  readonly stage: number;
  readonly kind: BlockKind;
  readonly order: LayerOrder;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly stride: number;
  readonly shortcut: ShortcutForm;
  /** The convolutions of the branch, in order: two of a basic block, three of a bottleneck. */
  readonly branch: readonly LayerPlan[];
  readonly projection: LayerPlan | null;
  /** How the shortcut is gated, and by which 1×1 convolution. */
  readonly gate: { readonly kind: Exclude<ShortcutGate, 'none'>; readonly layer: LayerPlan } | null;
  /** The two dense layers of squeeze-and-excitation. */
  readonly excitation: readonly [LayerPlan, LayerPlan] | null;
  /** Constant factor of the branch. */
  readonly branchScale: number;
  /** Share of values dropped in front of the branch's last convolution, and from the shortcut, while training. */
  readonly dropout: number;
  readonly shortcutDropout: number;
  /** Chance of the branch to stay in a training step. */
  readonly survival: number;
  /** Name of the branch's learned factor (SkipInit), or null. */
  readonly branchGain: string | null;
  /** What Fixup adds to and multiplies the branch with, or null. */
  readonly scalars: BlockScalars | null;
  /** Norms of the branch, one a convolution, then the projection's, where it has one; empty without norm. */
  readonly norms: readonly NormPlan[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  readonly parameters: readonly ParameterPlan[];
}

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
  const { order } = network;
  const kind = override?.kind ?? network.block;
  const width = override?.width ?? stage.width;
  const stride = override?.stride ?? (place.first ? stage.stride : 1);
  const dilation = override?.dilation ?? stage.dilation ?? STAGE_DEFAULTS.dilation;
  const groups = override?.groups ?? stage.groups ?? STAGE_DEFAULTS.groups;
  const kernel = override?.kernel ?? stage.kernel ?? STAGE_DEFAULTS.kernel;

  const wide = { kernel, dilation };
  const single = { kernel: 1, dilation: 1 };
  const inner = Math.max(1, Math.round(width * network.innerWidth));
  const shapes =
    kind === 'basic'
      ? [
          { ...wide, stride, groups, channels: width },
          { ...wide, stride: 1, groups: 1, channels: width },
        ]
      : [
          { ...single, stride: 1, groups: 1, channels: inner },
          { ...wide, stride, groups, channels: inner },
          { ...single, stride: 1, groups: 1, channels: width * network.expansion },
        ];

  const normed = network.norm !== 'none';
  const scalars = hasFixupScalars(network) ? blockScalars(name, shapes.length) : null;
  const biased = !normed && scalars === null;
  const endsWithNorm = normed && order !== 'pre-activation' && order !== 'norm-after-addition';
  const norms: NormPlan[] = [];
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
    const normedShape = order === 'pre-activation' ? shape : outputOf(spec);
    const zero = network.branchStart === 'zero-last' && last;
    const norm = normOf(network, `${name}.bn${position + 1}`, normedShape, zero && endsWithNorm ? 0 : 1);
    if (norm !== null) norms.push(norm);
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
  const projectionNorm = endsWithNorm ? normOf(network, `${name}.downsample.1`, output) : null;
  const projection =
    form !== 'projection'
      ? null
      : convolution({
          ...beside,
          name: `${name}.downsample.0`,
          kind: 'projection',
          norm: projectionNorm,
          bias: biased,
        });
  if (projection !== null && projectionNorm !== null) norms.push(projectionNorm);
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
  const branchGain = network.branchStart === 'skip-init' ? `${name}.alpha` : null;

  const layers = [
    ...branch,
    ...(excitation ?? []),
    ...(projection ? [projection] : []),
    ...(gate ? [gate.layer] : []),
  ];
  const parameters = [
    ...layers.flatMap((layer) => layer.parameters),
    ...(branchGain === null
      ? []
      : [{ name: branchGain, shape: [1], role: 'gain', fanIn: 1, fanOut: 1 } satisfies ParameterPlan]),
    ...(scalars === null ? [] : blockScalarParameters(scalars)),
  ];
  const block: BlockPlan = {
    index,
    name,
    stage: place.stage,
    kind,
    order,
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
    branchGain,
    scalars,
    norms,
    parameterCount: countOf(parameters),
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
    parameters,
  };
  return { block, field };
}

/** Zeros can be padded, not cut: where channels become fewer, option A has to project. */
function shortcutForm(
  { shortcut }: NetworkConfig,
  input: ImageShape,
  output: ImageShape,
  stride: number,
): ShortcutForm {
  if (shortcut === 'C') return 'projection';
  if (stride === 1 && input.channels === output.channels) return 'identity';
  return shortcut === 'A' && output.channels >= input.channels ? 'zero-padding' : 'projection';
}

/** Hu 2018: channels to channels / reduction, at least one, and back. */
function excitationOf(
  name: string,
  block: number,
  channels: number,
  reduction: number,
  field: number,
): readonly [LayerPlan, LayerPlan] {
  const squeezed = Math.max(1, Math.floor(channels / reduction));
  return [
    denseLayer(`${name}.se.fc1`, 'excitation', block, [channels, squeezed], field),
    denseLayer(`${name}.se.fc2`, 'excitation', block, [squeezed, channels], field),
  ];
}
