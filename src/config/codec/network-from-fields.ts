/**
 * A residual network from flat fields. Strides need no repair against small images: every convolution is padded so that
 * stride 1 keeps the side, and a stride of 2 makes a side of n into ⌈n/2⌉, never less than 1. Groups need none either: their
 * common divisor with the channels counts.
 */
import { DEFAULTS, usualStrides, usualWidths } from '../defaults';
import type { FieldReader } from './field-reader';
import { readOverrides } from './repair-overrides';
import { CHOICES, LIMITS } from '../limits';
import { blockCount, STAGE_DEFAULTS, type NetworkConfig, type StageConfig } from '../schema';

/** The experiment's network: what is not said is as in the defaults, widths follow the stem's. */
export function networkFromFields(reader: FieldReader): NetworkConfig {
  const { network } = DEFAULTS;
  const stemWidth = reader.number('width', network.stemWidth);
  // As many stages as there are numbers of blocks; fewer than the least say that the later ones are empty.
  const count = stageCountOf(reader.raw('blocks'));
  const widths = usualWidths(stemWidth, count);
  const strides = usualStrides(count);
  const stages = widths.map((width, index) => ({
    blocks: network.stages[index]?.blocks ?? 0,
    width,
    stride: strides[index] ?? 1,
  }));
  return readNetwork(reader, { ...network, stemWidth, stages, overrides: [] });
}

/** A lane's own network: what is not said is as in the experiment's. Blocks that differ from their stage are its own. */
export function laneNetworkFromFields(reader: FieldReader, shared: NetworkConfig): NetworkConfig {
  const count = reader.has('blocks') ? stageCountOf(reader.raw('blocks')) : shared.stages.length;
  const stemWidth = reader.number('width', shared.stemWidth);
  return readNetwork(reader, { ...usualLaneNetwork(shared, count), stemWidth });
}

/** What a lane's own network of so many stages is where nothing is said of it. */
export function usualLaneNetwork(shared: NetworkConfig, count: number): NetworkConfig {
  const widths = usualWidths(shared.stemWidth, count);
  const strides = usualStrides(count);
  const stages = widths.map(
    (width, index): StageConfig => shared.stages[index] ?? { blocks: 0, width, stride: strides[index] ?? 1 },
  );
  return { ...shared, stages, overrides: [] };
}

/** Stages that a list of numbers of blocks speaks of, within bounds. */
function stageCountOf(blocks: unknown): number {
  const given = Array.isArray(blocks) ? blocks.length : LIMITS.stages.min;
  return Math.min(Math.max(given, LIMITS.stages.min), LIMITS.stages.max);
}

function readNetwork(reader: FieldReader, usual: NetworkConfig): NetworkConfig {
  const each = (read: (stage: StageConfig) => number): readonly number[] => usual.stages.map(read);
  const blocks = reader.perStage(
    'blocks',
    each((stage) => stage.blocks),
    each(() => 0),
  );
  const widths = reader.perStage(
    'widths',
    each(({ width }) => width),
  );
  const strides = reader.perStage(
    'strides',
    each(({ stride }) => stride),
  );
  const optional = (
    name: 'dilations' | 'groups' | 'kernels' | 'se',
    setting: keyof typeof STAGE_DEFAULTS,
  ): readonly number[] =>
    reader.perStage(
      name,
      each((stage) => stage[setting] ?? STAGE_DEFAULTS[setting]),
    );
  const dilations = optional('dilations', 'dilation');
  const groups = optional('groups', 'groups');
  const kernels = optional('kernels', 'kernel');
  const reductions = optional('se', 'reduction');
  const network: NetworkConfig = {
    stemWidth: usual.stemWidth,
    stemKernel: reader.choice<number>('stem.kernel', CHOICES.stemKernel, usual.stemKernel),
    stemStride: reader.number('stem.stride', usual.stemStride),
    stemPool: reader.flag('stem.pool', usual.stemPool),
    head: reader.choice('head', CHOICES.head, usual.head),
    block: reader.choice('block', CHOICES.block, usual.block),
    expansion: reader.number('expansion', usual.expansion),
    innerWidth: reader.number('inner', usual.innerWidth),
    order: reader.choice('order', CHOICES.order, usual.order),
    stages: blocks.map((count, index) =>
      stageOf({
        blocks: count,
        width: widths[index] ?? usual.stemWidth,
        stride: strides[index] ?? 1,
        dilation: dilations[index] ?? STAGE_DEFAULTS.dilation,
        groups: groups[index] ?? STAGE_DEFAULTS.groups,
        kernel: kernels[index] ?? STAGE_DEFAULTS.kernel,
        reduction: reductions[index] ?? STAGE_DEFAULTS.reduction,
      }),
    ),
    overrides: [],
    norm: reader.choice('norm', CHOICES.norm, usual.norm),
    normGroups: reader.number('norm.groups', usual.normGroups),
    activation: reader.choice('act', CHOICES.activation, usual.activation),
    initialisation: reader.choice('init', CHOICES.initialisation, usual.initialisation),
    initDistribution: reader.choice('init.form', CHOICES.initDistribution, usual.initDistribution),
    initFan: reader.choice('init.fan', CHOICES.initFan, usual.initFan),
    initDeviation: reader.number('init.std', usual.initDeviation),
    branchStart: reader.choice('start', CHOICES.branchStart, usual.branchStart),
    fixupScalars: reader.flag('start.scalars', usual.fixupScalars),
    shortcut: reader.choice('shortcut', CHOICES.shortcut, usual.shortcut),
    gate: reader.choice('gate', CHOICES.gate, usual.gate),
    gateBias: reader.number('gate.bias', usual.gateBias),
    branchScale: reader.number('scale', usual.branchScale),
    dropout: reader.number('dropout', usual.dropout),
    shortcutDropout: reader.number('shortcut.dropout', usual.shortcutDropout),
    stochasticDepth: reader.number('depth.dropout', usual.stochasticDepth),
  };
  if (!reader.has('override')) return network;
  const field = reader.nameOf('override');
  return {
    ...network,
    overrides: readOverrides(reader.raw('override'), blockCount(network), reader.log, field),
  };
}

/** A stage without what it need not say. */
export function stageOf({ blocks, width, stride, ...settings }: Required<StageConfig>): StageConfig {
  const { dilation, groups, kernel, reduction } = settings;
  return {
    blocks,
    width,
    stride,
    ...(dilation !== STAGE_DEFAULTS.dilation && { dilation }),
    ...(groups !== STAGE_DEFAULTS.groups && { groups }),
    ...(kernel !== STAGE_DEFAULTS.kernel && { kernel }),
    ...(reduction !== STAGE_DEFAULTS.reduction && { reduction }),
  };
}
