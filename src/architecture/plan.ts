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
} from './layer';
import type { BlockPlan, NetworkPlan, PlanNode } from './nodes';

export type { BlockPlan, NetworkPlan, ShortcutForm } from './nodes';
export type { ImageShape, LayerPlan, NormPlan, ParameterPlan } from './layer';

/** What pools behind a stem. */
const POOL = { kernel: 3, stride: 2, padding: 1 } as const;

/**
 * Plans a residual network (He 2015, 2016): stem, stages of blocks, head. The same plan serves a plain network: its skip
 * gains are 0.
 */
export function planNetwork(network: NetworkConfig, input: ImageShape, classes: number): NetworkPlan {
  const { activation, initialisation, initDistribution, initFan, initDeviation, gateBias } = network;
  const { opening } = ORDERS[network.order];
  const fixup = hasFixupScalars(network);
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
  // What blocks begin with, the stem leaves to them, and what is left of it then stands behind the last block.
  const stemNorm = opening.includes('norm') ? null : normOf(network, 'bn1', outputOf(stemSpec));
  const biased = network.norm === 'none' && !fixup;
  const stem = convolution({ ...stemSpec, norm: stemNorm, bias: biased, entry: pixel });
  let field = grow(pixel, network.stemKernel, network.stemStride);
  let shape = stem.output;
  const pools: PlanNode[] = [];
  if (network.stemPool) {
    const pooled = outputOf({ ...stemSpec, ...POOL, input: shape, channels: shape.channels });
    pools.push({ kind: 'pool', pool: 'max', window: POOL, input: shape, output: pooled });
    shape = pooled;
    field = grow(field, POOL.kernel, POOL.stride);
  }

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

  const inputs = network.head === 'average' ? shape.channels : shape.height * shape.width * shape.channels;
  const whole = field.size + (Math.max(shape.height, shape.width) - 1) * field.jump;
  const factor = network.branchStart === 'fixup' ? 0 : 1;
  const dense = denseLayer('fc', 'dense', null, [inputs, classes], whole, factor);
  const tailNorm = opening.includes('norm') ? normOf(network, 'bn_last', shape) : null;
  // Fixup has a number in front of each activation, and of the dense layer.
  const shift = (name: string): PlanNode[] => (fixup ? [{ kind: 'shift', name, of: null }] : []);
  const activates = opening.includes('activation');
  const nodes: readonly PlanNode[] = [
    { kind: 'convolution', layer: stem, ofImages: true },
    ...normNode(stemNorm),
    ...(activates ? [] : [...shift('bias1'), { kind: 'activation', activation } as const]),
    { kind: 'probe', layer: stem.name },
    ...pools,
    ...blocks.map((block) => ({ kind: 'block', block }) as const),
    ...normNode(tailNorm),
    ...(activates ? [...shift('bias_last'), { kind: 'activation', activation } as const] : []),
    { kind: 'vector', by: network.head, input: shape },
    ...shift('bias2'),
    { kind: 'dense', layer: dense },
    { kind: 'probe', layer: dense.name },
  ];
  const layers = [
    stem,
    ...blocks.flatMap(({ branch, projection }) => (projection === null ? branch : [...branch, projection])),
    dense,
  ];
  const parameters = [
    ...stem.parameters,
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
    stem,
    blocks,
    head: network.head,
    dense,
    layers,
    norms: [...layers.map(({ normPlan }) => normPlan), tailNorm].filter((norm) => norm !== null),
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
