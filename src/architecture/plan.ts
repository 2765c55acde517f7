/**
 * From a network's config to a plan of its layers: names, shapes, parameters, cost and receptive field. Pure: the
 * diagram, the cost display and the network itself all read the same plan, so none can disagree with another.
 */
import type { NetworkConfig } from '../config/schema';
import { blockCount, hasFixupScalars } from '../config/schema';
import { normNode, normOf, ORDERS, planBlock } from './block';
import {
  convolution,
  countOf,
  denseLayer,
  grow,
  normParameters,
  outputOf,
  scalarParameter,
  type Field,
  type ImageShape,
  type LayerPlan,
  type NormPlan,
} from './layer';
import type { BlockPlan, NetworkPlan, PlanNode } from './nodes';

export type { BlockPlan, NetworkPlan, ShortcutForm } from './nodes';
export type { ImageShape, LayerPlan, NormPlan, ParameterPlan } from './layer';

/** What pools behind a stem. */
const POOL = { kernel: 3, stride: 2, padding: 1 } as const;

/** What stands in front of the blocks. */
export interface StemPlan {
  readonly layer: LayerPlan;
  /** From the images to what the first block reads. */
  readonly nodes: readonly PlanNode[];
  readonly output: ImageShape;
  readonly field: Field;
}

/** What stands behind the blocks. */
export interface HeadPlan {
  readonly dense: LayerPlan;
  readonly norm: NormPlan | null;
  /** From what the last block gives to the logits. */
  readonly nodes: readonly PlanNode[];
}

/** Plans the stem of a residual network: a convolution, and what pools behind it. */
export function planStem(network: NetworkConfig, input: ImageShape): StemPlan {
  const { opening } = ORDERS[network.order];
  const pixel: Field = { size: 1, jump: 1 };
  const spec = {
    name: 'conv1',
    kind: 'conv' as const,
    block: null,
    input,
    channels: network.stemWidth,
    kernel: network.stemKernel,
    stride: network.stemStride,
  };
  // What blocks begin with, the stem leaves to them, and what is left of it then stands behind the last block.
  const norm = opening.includes('norm') ? null : normOf(network, 'bn1', outputOf(spec));
  const bias = network.norm === 'none' && !hasFixupScalars(network);
  const layer = convolution({ ...spec, norm, bias, entry: pixel });
  const { activation } = network;
  const nodes: PlanNode[] = [
    { kind: 'convolution', layer, ofImages: true },
    ...normNode(norm),
    ...(opening.includes('activation')
      ? []
      : [...shift(network, 'bias1'), { kind: 'activation', activation } as const]),
    { kind: 'probe', layer: layer.name },
  ];
  const field = grow(pixel, network.stemKernel, network.stemStride);
  if (!network.stemPool) return { layer, nodes, output: layer.output, field };
  const { output: shape } = layer;
  const output = outputOf({ ...spec, ...POOL, input: shape, channels: shape.channels });
  nodes.push({ kind: 'pool', pool: 'max', window: POOL, input: shape, output });
  return { layer, nodes, output, field: grow(field, POOL.kernel, POOL.stride) };
}

/** Plans the head of a residual network, behind images of a shape and a receptive field. */
export function planHead(network: NetworkConfig, input: ImageShape, field: Field, classes: number): HeadPlan {
  const { activation } = network;
  const { opening } = ORDERS[network.order];
  const inputs = network.head === 'average' ? input.channels : input.height * input.width * input.channels;
  const whole = field.size + (Math.max(input.height, input.width) - 1) * field.jump;
  const factor = network.branchStart === 'fixup' ? 0 : 1;
  const dense = denseLayer('fc', 'dense', null, [inputs, classes], whole, factor);
  const norm = opening.includes('norm') ? normOf(network, 'bn_last', input) : null;
  const activates = opening.includes('activation');
  const nodes: readonly PlanNode[] = [
    ...normNode(norm),
    ...(activates ? [...shift(network, 'bias_last'), { kind: 'activation', activation } as const] : []),
    { kind: 'vector', by: network.head, input },
    ...shift(network, 'bias2'),
    { kind: 'dense', layer: dense },
    { kind: 'probe', layer: dense.name },
  ];
  return { dense, norm, nodes };
}

/** Fixup has a number in front of each activation, and of the dense layer. */
function shift(network: NetworkConfig, name: string): PlanNode[] {
  return hasFixupScalars(network) ? [{ kind: 'shift', name, of: null }] : [];
}

/**
 * Plans a residual network (He 2015, 2016): stem, stages of blocks, head. The same plan serves a plain network: its skip
 * gains are 0.
 */
export function planNetwork(network: NetworkConfig, input: ImageShape, classes: number): NetworkPlan {
  const { activation, initialisation, initDistribution, initFan, initDeviation, gateBias } = network;
  const stem = planStem(network, input);
  let { output: shape, field } = stem;
  const blocks: BlockPlan[] = [];
  const overrides = new Map(network.overrides.map((override) => [override.block, override]));
  const count = blockCount(network);
  network.stages.forEach((stage, stageIndex) => {
    for (let i = 0; i < stage.blocks; i++) {
      const index = blocks.length;
      const name = `layer${stageIndex + 1}.${i}`;
      const place = { index, name, stage: stageIndex, first: i === 0, input: shape, entry: field };
      const planned = planBlock(network, stage, overrides.get(index), place, count);
      blocks.push(planned.block);
      shape = planned.block.output;
      field = planned.field;
    }
  });

  const { dense, norm: tailNorm, nodes: tail } = planHead(network, shape, field, classes);
  const nodes = [...stem.nodes, ...blocks.map((block) => ({ kind: 'block', block }) as const), ...tail];
  const layers = [
    stem.layer,
    ...blocks.flatMap(({ branch, projection }) => (projection === null ? branch : [...branch, projection])),
    dense,
  ];
  const parameters = [
    ...stem.layer.parameters,
    ...blocks.flatMap((block) => block.parameters),
    ...(tailNorm === null ? [] : normParameters(tailNorm)),
    ...dense.parameters,
    ...nodes.flatMap((node) => (node.kind === 'shift' ? scalarParameter(node.name, 'bias') : [])),
  ];
  return {
    input,
    classes,
    norm: network.norm,
    activation,
    initialisation,
    init: { initialisation, initDistribution, initFan, initDeviation, gateBias },
    nodes,
    stem: stem.layer,
    blocks,
    head: network.head,
    dense,
    layers,
    norms: [...layers.map(({ normPlan }) => normPlan), tailNorm].filter((norm) => norm !== null),
    parameters,
    parameterCount: countOf(parameters),
    multiplyAdds:
      stem.layer.multiplyAdds +
      blocks.reduce((sum, block) => sum + block.multiplyAdds, 0) +
      dense.multiplyAdds,
  };
}

/** Depth as the papers count it: the weight layers on the longest path, projections aside. */
export function depthOf(plan: NetworkPlan): number {
  return plan.layers.filter((layer) => layer.kind !== 'projection').length;
}
