/**
 * A config from flat fields, as links have them, of unknown origin: what is valid is kept, what is not is replaced by
 * what comes nearest, else by the default, and every replacement is recorded.
 *
 * Strides need no repair against small images: every convolution is padded so that stride 1 keeps the side, and a stride
 * of 2 makes a side of n into ⌈n/2⌉, never less than 1. Groups need none either: their common divisor with the channels
 * counts.
 */
import { DATA_SETS, nearestInputSize, usualInputSize } from './data-sets';
import { DEFAULTS, defaultGain, usualStrides, usualWidths } from './defaults';
import { FIELDS, SKIP_PREFIX, type FieldName } from './fields';
import { formatFlag, formatGains, formatNumbers } from './format';
import { describe, type RepairLog } from './repairs';
import { readChoice, readFlag, readList, readNumber, type Reading } from './read';
import { readKernel, readOverrides } from './repair-overrides';
import { readTimeline } from './repair-timeline';
import {
  CHOICES,
  LIMITS,
  STAGE_DEFAULTS,
  type DataSetName,
  type ExperimentConfig,
  type LaneConfig,
  type StageConfig,
} from './schema';

/**
 * Values by field name, as given. A field that is absent takes its default in silence, one that is present but
 * undefined is noted as missing.
 */
export type Fields = ReadonlyMap<string, unknown>;

/** Gains that are the same in every block, however many there are. */
export interface UniformGains {
  readonly uniform: unknown;
}

/** Gives the text of a field where it was read from a text, so that a notice quotes what was written. */
export type Quote = (field: string) => string | undefined;

const LANE_ID = /^[a-z][a-z0-9-]{0,23}$/;

/** A config from flat fields, all of them checked. */
export function configFromFields(
  fields: Fields,
  log: RepairLog,
  quote: Quote = () => undefined,
): ExperimentConfig {
  function field<T>(
    name: string,
    usual: T,
    read: (raw: unknown) => Reading<T>,
    format: (value: T) => string,
  ): T {
    if (!fields.has(name)) return usual;
    const raw = fields.get(name);
    const { value, reason } = read(raw);
    if (reason !== null) log.add(name, quote(name) ?? describe(raw), format(value), reason);
    return value;
  }
  type NumberField = { [K in FieldName]: (typeof FIELDS)[K]['kind'] extends 'number' ? K : never }[FieldName];
  type FlagField = { [K in FieldName]: (typeof FIELDS)[K]['kind'] extends 'flag' ? K : never }[FieldName];
  type ListField = { [K in FieldName]: (typeof FIELDS)[K]['kind'] extends 'numbers' ? K : never }[FieldName];
  const number = (name: NumberField, usual: number): number =>
    field(name, usual, (raw) => readNumber(raw, FIELDS[name], usual), String);
  const choice = <T extends string | number>(name: FieldName, choices: readonly T[], usual: T): T =>
    field(name, usual, (raw) => readChoice(raw, choices, usual), String);
  const flag = (name: FlagField, usual: boolean): boolean =>
    field(name, usual, (raw) => readFlag(raw, usual), formatFlag);
  const perStage = (
    name: ListField,
    usual: readonly number[],
    rest: readonly number[] = usual,
  ): readonly number[] => {
    const readItem = (item: unknown, index: number): Reading<number> =>
      name === 'kernels' ? readKernel(item, usual[index]) : readNumber(item, FIELDS[name], usual[index] ?? 1);
    const read = (raw: unknown): Reading<readonly number[]> =>
      readList(raw, usual.length, readItem, (index) => (Array.isArray(raw) ? rest : usual)[index] ?? 1);
    return field(name, usual, read, formatNumbers);
  };

  const { network, optimiser, schedule, loss, augmentation, seeds } = DEFAULTS;
  const set = choice('set', CHOICES.set, DEFAULTS.data.set);
  const stemWidth = number('width', network.stemWidth);
  // As many stages as there are numbers of blocks; fewer than the least say that the later ones are empty.
  const stageCount = stageCountOf(fields.get('blocks'));
  const every = (value: number): readonly number[] => Array.from({ length: stageCount }, () => value);
  const blocks = perStage(
    'blocks',
    every(0).map((none, index) => network.stages[index]?.blocks ?? none),
    every(0),
  );
  const widths = perStage('widths', usualWidths(stemWidth, stageCount));
  const strides = perStage('strides', usualStrides(stageCount));
  const dilations = perStage('dilations', every(STAGE_DEFAULTS.dilation));
  const groups = perStage('groups', every(STAGE_DEFAULTS.groups));
  const kernels = perStage('kernels', every(STAGE_DEFAULTS.kernel));
  const reductions = perStage('se', every(STAGE_DEFAULTS.reduction));
  const total = blocks.reduce((sum, count) => sum + count, 0);

  const ids = field(
    'lanes',
    DEFAULTS.lanes.map(({ id }) => id),
    readLaneIds,
    (value) => value.join(','),
  );
  const lanes = ids.map((id): LaneConfig => {
    const usual = defaultGain(id);
    const read = (raw: unknown): Reading<number[]> => readGains(raw, total, usual);
    return { id, gains: field(`${SKIP_PREFIX}${id}`, uniformGains(usual, total), read, formatGains) };
  });

  return {
    data: {
      set,
      inputSize: field('input', usualInputSize(set), (raw) => readInputSize(raw, set), String),
    },
    network: {
      stemWidth,
      stemKernel: choice<number>('stem.kernel', CHOICES.stemKernel, network.stemKernel),
      stemStride: number('stem.stride', network.stemStride),
      stemPool: flag('stem.pool', network.stemPool),
      head: choice('head', CHOICES.head, network.head),
      block: choice('block', CHOICES.block, network.block),
      expansion: number('expansion', network.expansion),
      order: choice('order', CHOICES.order, network.order),
      stages: blocks.map((count, index) =>
        stageOf({
          blocks: count,
          width: widths[index] ?? stemWidth,
          stride: strides[index] ?? 1,
          dilation: dilations[index] ?? STAGE_DEFAULTS.dilation,
          groups: groups[index] ?? STAGE_DEFAULTS.groups,
          kernel: kernels[index] ?? STAGE_DEFAULTS.kernel,
          reduction: reductions[index] ?? STAGE_DEFAULTS.reduction,
        }),
      ),
      overrides: fields.has('override') ? readOverrides(fields.get('override'), total, log) : [],
      norm: choice('norm', CHOICES.norm, network.norm),
      normGroups: number('norm.groups', network.normGroups),
      activation: choice('act', CHOICES.activation, network.activation),
      initialisation: choice('init', CHOICES.initialisation, network.initialisation),
      initDistribution: choice('init.form', CHOICES.initDistribution, network.initDistribution),
      initFan: choice('init.fan', CHOICES.initFan, network.initFan),
      initDeviation: number('init.std', network.initDeviation),
      branchStart: choice('start', CHOICES.branchStart, network.branchStart),
      shortcut: choice('shortcut', CHOICES.shortcut, network.shortcut),
      gate: choice('gate', CHOICES.gate, network.gate),
      gateBias: number('gate.bias', network.gateBias),
      branchScale: number('scale', network.branchScale),
      dropout: number('dropout', network.dropout),
      shortcutDropout: number('shortcut.dropout', network.shortcutDropout),
      stochasticDepth: number('depth.dropout', network.stochasticDepth),
    },
    lanes,
    optimiser: {
      kind: choice('opt', CHOICES.optimiser, optimiser.kind),
      learningRate: number('lr', optimiser.learningRate),
      momentum: number('momentum', optimiser.momentum),
      nesterov: flag('nesterov', optimiser.nesterov),
      weightDecay: number('decay', optimiser.weightDecay),
      beta1: number('beta1', optimiser.beta1),
      beta2: number('beta2', optimiser.beta2),
      smoothing: number('alpha', optimiser.smoothing),
      clip: number('clip', optimiser.clip),
    },
    schedule: {
      kind: choice('schedule', CHOICES.schedule, schedule.kind),
      period: number('period', schedule.period),
      factor: number('factor', schedule.factor),
      warmUp: number('warmup', schedule.warmUp),
    },
    loss: {
      kind: choice('loss', CHOICES.loss, loss.kind),
      smoothing: number('smooth', loss.smoothing),
      focus: number('focus', loss.focus),
    },
    augmentation: {
      shift: number('shift', augmentation.shift),
      flip: flag('flip', augmentation.flip),
      cutout: number('cutout', augmentation.cutout),
    },
    batchSize: number('batch', DEFAULTS.batchSize),
    testInterval: number('test', DEFAULTS.testInterval),
    seeds: {
      data: number('seed.data', seeds.data),
      init: number('seed.init', seeds.init),
      order: number('seed.order', seeds.order),
    },
    timeline: fields.has('switch') ? readTimeline(fields.get('switch'), ids, total, log) : [],
  };
}

/** Stages that a list of numbers of blocks speaks of, within bounds. */
function stageCountOf(blocks: unknown): number {
  const given = Array.isArray(blocks) ? blocks.length : LIMITS.stages.min;
  return Math.min(Math.max(given, LIMITS.stages.min), LIMITS.stages.max);
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

/** A side of the data set's images; of one that another set has, the nearest that this one has. */
function readInputSize(raw: unknown, set: DataSetName): Reading<number> {
  const { value, reason } = readChoice<number>(raw, CHOICES.inputSize, usualInputSize(set));
  if (DATA_SETS[set].sizes.includes(value)) return { value, reason };
  return { value: nearestInputSize(set, value), reason: 'unfit' };
}

function uniformGains(gain: number, blocks: number): number[] {
  return Array.from({ length: blocks }, () => gain);
}

/** Gains of all blocks; where there are too few the last one holds on. */
function readGains(raw: unknown, blocks: number, usual: number): Reading<number[]> {
  const readGain = (item: unknown): Reading<number> =>
    readNumber(item, { bounds: LIMITS.gain, integer: false }, usual);
  if (!isUniform(raw)) return readList(raw, blocks, readGain, (_, given) => given.at(-1) ?? usual);
  const { value, reason } = readGain(raw.uniform);
  return { value: uniformGains(value, blocks), reason };
}

function isUniform(raw: unknown): raw is UniformGains {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'uniform');
}

/** Names of lanes: those that are valid, each once; the default pair where none is. */
function readLaneIds(raw: unknown): Reading<string[]> {
  const fallback = DEFAULTS.lanes.map(({ id }) => id);
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  if (!Array.isArray(raw)) return { value: fallback, reason: 'malformed' };
  let reason: Reading<string[]>['reason'] = raw.length > LIMITS.lanes.max ? 'too-long' : null;
  const ids: string[] = [];
  for (const id of raw.slice(0, LIMITS.lanes.max) as unknown[]) {
    if (typeof id !== 'string' || !LANE_ID.test(id)) reason ??= 'malformed';
    else if (ids.includes(id)) reason ??= 'duplicate';
    else ids.push(id);
  }
  return ids.length === 0 ? { value: fallback, reason: reason ?? 'too-short' } : { value: ids, reason };
}
