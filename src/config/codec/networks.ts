/**
 * Networks from flat fields. Strides need no repair against small images: every convolution is padded so that stride 1 keeps the
 * side, and a stride of 2 makes a side of n into ⌈n/2⌉, never less than 1. Groups need none either: their common divisor with
 * the channels counts.
 */
import {
  CLASSIC_DEPTHS,
  CLASSIC_SETTINGS,
  CLASSICS,
  classicSettingsOf,
  type ClassicConfig,
  type ClassicName,
} from '../classic';
import { DEFAULTS, defaultStrides, defaultWidths } from '../defaults';
import { LIMITS } from '../limits';
import {
  blockCount,
  STAGE_DEFAULTS,
  stageValue,
  type BlockOverride,
  type BlockSettings,
  type NetworkConfig,
  type StageConfig,
} from '../schema';
import type { StageSetting } from '../setting-kinds';
import { NETWORK_ENTRIES, SETTINGS } from '../settings';
import { formatOverride, OVERRIDDEN } from './format';
import {
  readNumber,
  readStageNumber,
  type FieldReader,
  type PartRange,
  type Reading,
  describe,
  type RepairReason,
} from './read';

/** The experiment's network: what is not said is as in the defaults, widths follow the stem's. */
export function networkFromFields(reader: FieldReader): NetworkConfig {
  const { network } = DEFAULTS;
  const stemWidth = reader.scalar('width', SETTINGS.width, network.stemWidth);
  // As many stages as there are numbers of blocks; fewer than the least say that the later ones are empty.
  const count = stageCountOf(reader.raw('blocks'));
  const widths = defaultWidths(stemWidth, count);
  const strides = defaultStrides(count);
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
  const stemWidth = reader.scalar('width', SETTINGS.width, shared.stemWidth);
  return readNetwork(reader, { ...defaultLaneNetwork(shared, count), stemWidth });
}
/** What a lane's own network of so many stages is where nothing is said of it. */
export function defaultLaneNetwork(shared: NetworkConfig, count: number): NetworkConfig {
  const widths = defaultWidths(shared.stemWidth, count);
  const strides = defaultStrides(count);
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

/** What stages have, each with the name of its field. */
const STAGE_ENTRIES = NETWORK_ENTRIES.flatMap(([key, setting]): [string, StageSetting][] =>
  setting.kind === 'numbers' ? [[key, setting]] : [],
);

/** A network where `usual` has the stages that there are, and the width of the stem, which is read already. */
function readNetwork(reader: FieldReader, usual: NetworkConfig): NetworkConfig {
  const columns = STAGE_ENTRIES.map(([key, setting]): [string, readonly number[]] => {
    const name = setting.name;
    const values = usual.stages.map((stage) => stageValue(stage, setting));
    // A list that is too short says that the later stages are empty.
    const rest = name === 'blocks' ? values.map(() => 0) : values;
    return [name, reader.perStage(key, setting, values, rest)];
  });
  const stages = usual.stages.map((_, index) =>
    stageOf(
      Object.fromEntries(
        columns.map(([name, values]) => [name, values[index] ?? 1]),
      ) as unknown as Required<StageConfig>,
    ),
  );
  const network = {
    ...usual,
    ...reader.part('network', usual, { stemWidth: usual.stemWidth }),
    stages,
    overrides: [],
  };
  return reader.has('override')
    ? { ...network, overrides: readOverrides(reader, blockCount(network)) }
    : network;
}

/** A stage without what it need not say. */
export function stageOf({ blocks, width, stride, ...settings }: Required<StageConfig>): StageConfig {
  const said = Object.entries(settings).filter(
    ([name, value]) => value !== STAGE_DEFAULTS[name as keyof typeof STAGE_DEFAULTS],
  );
  return { blocks, width, stride, ...Object.fromEntries(said) };
}

/** What a block may have of its own, as its stage does. */
const OF_BLOCKS: Readonly<Record<keyof BlockSettings, StageSetting>> = {
  width: SETTINGS.widths,
  stride: SETTINGS.strides,
  dilation: SETTINGS.dilations,
  groups: SETTINGS.groups,
  kernel: SETTINGS.kernels,
};

/**
 * Reads overrides of so many blocks, in the order of the blocks; of two for the same block the first counts. Items may be
 * overrides or, from a link, texts that could not be read as one; one that cannot be used is left out, alone.
 */
function readOverrides(reader: FieldReader, blocks: number): readonly BlockOverride[] {
  const { log } = reader;
  const raw = reader.raw('override');
  const field = reader.nameOf('override');
  if (!Array.isArray(raw)) {
    log.add(field, describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  if (raw.length > LIMITS.overrides) log.add(field, String(raw.length), String(LIMITS.overrides), 'too-long');
  const read = new Map<number, BlockOverride>();
  for (const item of raw.slice(0, LIMITS.overrides) as unknown[]) {
    const { value, reason, range } = readOverride(item, blocks);
    const known = value === null ? undefined : read.get(value.block);
    if (known !== undefined) log.add(field, textOf(item), formatOverride(known), 'duplicate');
    else if (reason !== null)
      log.add(field, textOf(item), value === null ? '' : formatOverride(value), reason, range);
    if (value !== null && known === undefined) read.set(value.block, value);
  }
  return [...read.values()].toSorted((a, b) => a.block - b.block);
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return describe(item);
  const given = item as Record<string, unknown>;
  const settings = OVERRIDDEN.flatMap((name) =>
    given[name] === undefined ? [] : [`${name}${describe(given[name])}`],
  );
  return [
    describe(given['block']),
    ...(given['kind'] === undefined ? [] : [describe(given['kind'])]),
    ...settings,
  ].join(':');
}

type OverrideReading = Reading<BlockOverride | null> & { readonly range?: PartRange };

const refuse = (reason: RepairReason, range?: PartRange): OverrideReading => ({
  value: null,
  reason,
  ...(range !== undefined && { range }),
});

/** A block that does not exist has no neighbour; a setting out of range is moved to its bound, any other is refused. */
function readOverride(item: unknown, blocks: number): OverrideReading {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse('malformed');
  const { block, kind } = item as Record<string, unknown>;
  if (typeof block !== 'number' || !Number.isInteger(block)) return refuse('malformed');
  if (block < 0 || block >= blocks) return refuse('out-of-range', { part: 'block', min: 0, max: blocks - 1 });
  let reason: RepairReason | null = null;
  let range: PartRange | undefined;
  const value: { -readonly [K in keyof BlockOverride]: BlockOverride[K] } = { block: block + 0 };
  if (kind !== undefined) {
    const known = SETTINGS.block.choices.find((name) => name === kind);
    if (known === undefined) return refuse('unknown');
    value.kind = known;
  }
  for (const name of OVERRIDDEN) {
    const given = (item as Record<string, unknown>)[name];
    if (given === undefined) continue;
    const reading = readStageNumber(given, OF_BLOCKS[name], Number.NaN);
    if (Number.isNaN(reading.value)) return refuse('malformed');
    if (reason === null && reading.reason !== null) {
      reason = reading.reason;
      const { min, max } = OF_BLOCKS[name];
      if (reason === 'out-of-range') range = { part: name, min, max };
    }
    value[name] = reading.value;
  }
  if (Object.keys(value).length === 1) return refuse('too-short');
  return { value, reason, ...(range !== undefined && { range }) };
}

/** A classic network; fields that one of this kind does not have are not looked at, and what they stand for is as by default. */
export function classicFromFields(reader: FieldReader, kind: ClassicName): ClassicConfig {
  const usual = CLASSICS[kind];
  const own = new Set<string>(classicSettingsOf(kind).map(([key]) => key));
  const values = Object.entries(CLASSIC_SETTINGS).map(([key, setting]) => {
    const before = usual[setting.path];
    if (!own.has(key)) return [setting.path, before];
    return key === 'depth'
      ? ['depth', reader.field('depth', usual.depth, (raw) => readDepth(raw, kind), String)]
      : [setting.path, reader.scalar(key, setting, before)];
  });
  return { kind, ...Object.fromEntries(values) } as ClassicConfig;
}

/** One of the depths that there are: the nearest to what is given, the smaller of two. */
function readDepth(raw: unknown, kind: ClassicName): Reading<number> {
  const depths = CLASSIC_DEPTHS[kind];
  const { min, max } = CLASSIC_SETTINGS.depth;
  const bounds = { min: depths[0] ?? min, max: depths.at(-1) ?? max, integer: true };
  const reading = readNumber(raw, bounds, CLASSICS[kind].depth);
  if (depths.includes(reading.value)) return reading;
  const distance = (depth: number): number => Math.abs(depth - reading.value);
  const nearest = depths.reduce((best, depth) => (distance(depth) < distance(best) ? depth : best));
  return { value: nearest, reason: 'unknown' };
}
