/**
 * From a network's config to a plan of its layers: names, shapes, parameters, cost and receptive field. Pure: the
 * diagram, the cost display and the network itself all read the same plan, so none can disagree with another.
 */
import type { ActivationName } from '../config/activations';
import type { HeadKind, InitialisationName, NetworkConfig, NormKind } from '../config/schema';
import { blockCount, hasFixupScalars } from '../config/schema';
import { normOf, planBlock, type BlockPlan } from './block';
import { networkScalarParameters, type NetworkScalars } from './fixup';
import {
  convolution,
  countOf,
  denseLayer,
  grow,
  normParameters,
  outputOf,
  type Field,
  type ImageShape,
  type LayerPlan,
  type NormPlan,
  type ParameterPlan,
} from './layer';

export type { BlockPlan, ShortcutForm } from './block';
export type { ImageShape, LayerPlan, NormPlan, ParameterPlan } from './layer';

/** How filters get their initial values. */
export type InitialisationPlan = Pick<
  NetworkConfig,
  'initialisation' | 'initDistribution' | 'initFan' | 'initDeviation' | 'gateBias'
>;

export interface NetworkPlan {
  readonly input: ImageShape;
  readonly classes: number;
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly init: InitialisationPlan;
  readonly stem: LayerPlan;
  /** What stands between the stem's convolution and the first block. */
  readonly stemEnd: {
    readonly activated: boolean;
    readonly pooled: boolean;
    readonly output: ImageShape;
  };
  readonly blocks: readonly BlockPlan[];
  /** What stands between the last block and the head: pre-activation networks end with a norm and an activation. */
  readonly tail: { readonly norm: NormPlan | null; readonly activated: boolean };
  readonly head: HeadKind;
  /** What Fixup adds outside the blocks, or null. */
  readonly scalars: NetworkScalars | null;
  readonly dense: LayerPlan;
  /** Layers of the main line from input to output; a block's projection follows its branch. */
  readonly layers: readonly LayerPlan[];
  /** Every norm, in the order of the forward pass. */
  readonly norms: readonly NormPlan[];
  readonly parameters: readonly ParameterPlan[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}

/** What pools behind a stem: 3×3, stride 2, padding 1. */
const POOL = { kernel: 3, stride: 2 } as const;

/**
 * Plans a residual network (He 2015, 2016): stem, stages of blocks, head. The same plan serves a plain network: its skip
 * gains are 0.
 */
export function planNetwork(network: NetworkConfig, input: ImageShape, classes: number): NetworkPlan {
  const { order, initialisation, initDistribution, initFan, initDeviation, gateBias } = network;
  const pixel: Field = { size: 1, jump: 1 };
  const stemSpec = {
    name: 'conv1',
    kind: 'conv' as const,
    block: null,
    input,
    channels: network.stemWidth,
    kernel: network.stemKernel,
    stride: network.stemStride,
  };
  // Blocks of pre-activation bring their own norm and activation, blocks that begin with an activation that.
  const stemNorm = order === 'pre-activation' ? null : normOf(network, 'bn1', outputOf(stemSpec));
  const biased = network.norm === 'none' && !hasFixupScalars(network);
  const stem = convolution({ ...stemSpec, norm: stemNorm, bias: biased, entry: pixel });
  let field = grow(pixel, network.stemKernel, network.stemStride);
  let shape = stem.output;
  if (network.stemPool) {
    shape = outputOf({ ...stemSpec, input: shape, channels: shape.channels, ...POOL });
    field = grow(field, POOL.kernel, POOL.stride);
  }
  const stemEnd = {
    activated: order !== 'pre-activation' && order !== 'activation-first',
    pooled: network.stemPool,
    output: shape,
  };

  const blocks: BlockPlan[] = [];
  const overrides = new Map(network.overrides.map((override) => [override.block, override]));
  const count = blockCount(network);
  network.stages.forEach((stage, stageIndex) => {
    for (let i = 0; i < stage.blocks; i++) {
      const index = blocks.length;
      const planned = planBlock(
        network,
        stage,
        overrides.get(index),
        {
          index,
          name: `layer${stageIndex + 1}.${i}`,
          stage: stageIndex,
          first: i === 0,
          input: shape,
          entry: field,
        },
        count,
      );
      blocks.push(planned.block);
      shape = planned.block.output;
      field = planned.field;
    }
  });

  const tail = {
    norm: order === 'pre-activation' ? normOf(network, 'bn_last', shape) : null,
    activated: order === 'pre-activation' || order === 'activation-first',
  };
  const scalars: NetworkScalars | null = hasFixupScalars(network)
    ? {
        stem: stemEnd.activated ? 'bias1' : null,
        tail: tail.activated ? 'bias_last' : null,
        head: 'bias2',
      }
    : null;
  const inputs = network.head === 'average' ? shape.channels : shape.height * shape.width * shape.channels;
  const whole = field.size + (Math.max(shape.height, shape.width) - 1) * field.jump;
  const factor = network.branchStart === 'fixup' ? 0 : 1;
  const dense = denseLayer('fc', 'dense', null, [inputs, classes], whole, factor);
  const parameters = [
    ...stem.parameters,
    ...blocks.flatMap((block) => block.parameters),
    ...(tail.norm === null ? [] : normParameters(tail.norm)),
    ...dense.parameters,
    ...(scalars === null ? [] : networkScalarParameters(scalars)),
  ];
  return {
    input,
    classes,
    norm: network.norm,
    activation: network.activation,
    initialisation,
    init: { initialisation, initDistribution, initFan, initDeviation, gateBias },
    stem,
    stemEnd,
    blocks,
    tail,
    head: network.head,
    scalars,
    dense,
    layers: [
      stem,
      ...blocks.flatMap(({ branch, projection }) => (projection === null ? branch : [...branch, projection])),
      dense,
    ],
    norms: [stemNorm, ...blocks.flatMap((block) => block.norms), tail.norm].filter((norm) => norm !== null),
    parameters,
    parameterCount: countOf(parameters),
    multiplyAdds:
      stem.multiplyAdds + blocks.reduce((sum, block) => sum + block.multiplyAdds, 0) + dense.multiplyAdds,
  };
}

/** Depth as the papers count it: the weight layers on the longest path, projections aside. */
export function depthOf(plan: NetworkPlan): number {
  return plan.layers.filter((layer) => layer.kind !== 'projection').length;
}
