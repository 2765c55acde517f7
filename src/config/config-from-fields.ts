/**
 * A config from flat fields, as links have them, of unknown origin: what is valid is kept, what is not is replaced by
 * what comes nearest, else by the default, and every replacement is recorded.
 *
 * Strides need no repair against small images: 3×3 convolutions pad by 1 and 1×1 ones by 0, so a stride of 2 makes a
 * side of n into ⌈n/2⌉, never less than 1.
 */
import { DEFAULTS, defaultGain, usualWidths } from './defaults';
import { FIELDS, SKIP_PREFIX, type FieldName } from './fields';
import { formatGains, formatNumbers } from './format';
import { describe, type RepairLog } from './repairs';
import { readChoice, readList, readNumber, type Reading } from './read';
import { readTimeline } from './repair-timeline';
import { CHOICES, LIMITS, type ExperimentConfig, type LaneConfig } from './schema';

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
  type ListField = { [K in FieldName]: (typeof FIELDS)[K]['kind'] extends 'numbers' ? K : never }[FieldName];
  const number = (name: NumberField, usual: number): number =>
    field(name, usual, (raw) => readNumber(raw, FIELDS[name], usual), String);
  const choice = <T extends string | number>(name: FieldName, choices: readonly T[], usual: T): T =>
    field(name, usual, (raw) => readChoice(raw, choices, usual), String);
  const perStage = (
    name: ListField,
    usual: readonly number[],
    rest: readonly number[] = usual,
  ): readonly number[] => {
    const readItem = (item: unknown, index: number): Reading<number> =>
      readNumber(item, FIELDS[name], usual[index] ?? 1);
    const read = (raw: unknown): Reading<readonly number[]> =>
      readList(raw, LIMITS.stages, readItem, (index) => (Array.isArray(raw) ? rest : usual)[index] ?? 1);
    return field(name, usual, read, formatNumbers);
  };

  const { data, network, optimiser, seeds } = DEFAULTS;
  const { stages } = network;
  const stemWidth = number('width', network.stemWidth);
  // Fewer numbers than stages say that the later ones are empty.
  const blocks = perStage(
    'blocks',
    stages.map((stage) => stage.blocks),
    [0, 0, 0],
  );
  const widths = perStage('widths', usualWidths(stemWidth));
  const strides = perStage(
    'strides',
    stages.map((stage) => stage.stride),
  );
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
      set: choice('set', CHOICES.set, data.set),
      inputSize: choice<number>('input', CHOICES.inputSize, data.inputSize),
    },
    network: {
      stemWidth,
      stages: blocks.map((count, index) => ({
        blocks: count,
        width: widths[index] ?? stemWidth,
        stride: strides[index] ?? 1,
      })),
      norm: choice('norm', CHOICES.norm, network.norm),
      activation: choice('act', CHOICES.activation, network.activation),
      initialisation: choice('init', CHOICES.initialisation, network.initialisation),
      shortcut: choice('shortcut', CHOICES.shortcut, network.shortcut),
    },
    lanes,
    optimiser: {
      learningRate: number('lr', optimiser.learningRate),
      momentum: number('momentum', optimiser.momentum),
      weightDecay: number('decay', optimiser.weightDecay),
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
