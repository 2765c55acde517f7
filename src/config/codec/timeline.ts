/** The part of `repair.ts` that checks what was recorded while training: what cannot be used is left out, alone. */
import { formatBlocks, formatRate, formatSwitch } from './format';
import { describe, type PartRange, type RepairLog, type RepairReason, readNumber } from './read';
import { LIMITS } from '../limits';
import type { Blocks, RateEvent, SwitchEvent } from '../schema';
import { SETTINGS } from '../settings';
import { joined } from '../switches';

const STEP = { ...LIMITS.timelineStep, integer: true };
const GAIN = { ...LIMITS.gain, integer: false };

/** One kind of what is recorded. */
interface Kind<T> {
  readonly field: 'switch' | 'rate';
  readonly read: (item: object) => Read<T>;
  /** What was given, in the order of links. */
  readonly partsOf: (item: Readonly<Record<string, unknown>>) => readonly string[];
  readonly format: (event: T) => string;
  /** Of several with the same key the last one holds. */
  readonly keyOf: (event: T) => string;
}

interface Read<T> {
  readonly event: T | null;
  readonly reason: RepairReason | null;
  /** What could not be used of it, where that is but a part. */
  readonly given?: string;
  readonly range?: PartRange;
}

/** Reads what should be a list of events, into the order of their steps. */
function readEvents<T extends { readonly step: number }>(
  raw: unknown,
  { field, read, partsOf, format, keyOf }: Kind<T>,
  log: RepairLog,
): readonly T[] {
  if (!Array.isArray(raw)) {
    log.add(field, describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  const textOf = (item: unknown): string =>
    typeof item !== 'object' || item === null || Array.isArray(item)
      ? describe(item)
      : partsOf(item as Record<string, unknown>).join(':');
  const events: T[] = [];
  for (const item of raw as unknown[]) {
    const found: Read<T> = typeof item === 'object' && item !== null ? read(item) : refuse('malformed');
    const { event, given, reason, range } = found;
    const used = event === null || given !== undefined ? '' : format(event);
    if (reason !== null) log.add(field, given ?? textOf(item), used, reason, range);
    if (event !== null) events.push(event);
  }
  const text = (list: readonly T[]): string => list.map(format).join(';');
  const ordered = events.toSorted((a, b) => a.step - b.step);
  if (ordered.some((event, index) => event !== events[index]))
    log.add(field, text(events), text(ordered), 'unordered');
  const last = new Map(ordered.map((event) => [keyOf(event), event]));
  return ordered.filter((event) => {
    const kept = last.get(keyOf(event));
    if (kept === event || kept === undefined) return true;
    log.add(field, format(event), format(kept), 'duplicate');
    return false;
  });
}

/** The first events, where there are more than a config may have. */
function atMost<T>(events: readonly T[], field: 'switch' | 'rate', log: RepairLog): readonly T[] {
  if (events.length <= LIMITS.timelineEvents) return events;
  log.add(field, String(events.length), String(LIMITS.timelineEvents), 'too-long');
  return events.slice(0, LIMITS.timelineEvents);
}

/**
 * Reads switches for lanes with these numbers of blocks, by their names, in the order of their steps. Items may be events or, from a
 * link, texts that could not be read as one. Of two for the same blocks at the same step the later one holds.
 */
export function readTimeline(
  raw: unknown,
  blocks: ReadonlyMap<string, number>,
  log: RepairLog,
): readonly SwitchEvent[] {
  const kind: Kind<SwitchEvent> = {
    field: 'switch',
    read: (item) => readEvent(item, blocks),
    partsOf: ({ step, lane, block, gain }) => [
      describe(step),
      describe(lane),
      Array.isArray(block) ? block.map(describe).join('-') : describe(block),
      describe(gain),
    ],
    format: formatSwitch,
    keyOf: ({ step, lane, block }) => `${step}:${lane}:${formatBlocks(block)}`,
  };
  return atMost(joined(readEvents(raw, kind, log)), 'switch', log);
}

/** Reads changes of the learning rate, in the order of their steps; of two at the same step the later one holds. */
export function readRates(raw: unknown, log: RepairLog): readonly RateEvent[] {
  return atMost(readEvents(raw, RATES, log), 'rate', log);
}

const refuse = (reason: RepairReason, range?: PartRange): Read<never> => ({
  event: null,
  reason,
  ...ofRange(reason, range),
});

const ofRange = (
  reason: RepairReason | null,
  range: PartRange | undefined,
): { readonly range?: PartRange } => (reason === 'out-of-range' && range !== undefined ? { range } : {});

/** What parts of events may be; a block, as many as its lane has. */
const STEPS = { part: 'step', ...LIMITS.timelineStep } as const;
const GAINS = { part: 'gain', ...LIMITS.gain } as const;
const RATE = { part: 'rate', min: SETTINGS.lr.min, max: SETTINGS.lr.max } as const;

/**
 * A gain is moved to its bounds, as it would be elsewhere; a step, lane or block that does not exist has no neighbour. Of a run
 * that goes beyond the last block, what there is counts.
 */
function readEvent(item: object, blocks: ReadonlyMap<string, number>): Read<SwitchEvent> {
  const { step, lane, block, gain } = item as Record<string, unknown>;
  const readStep = readNumber(step, STEP, 1);
  if (readStep.reason !== null) return refuse(readStep.reason, STEPS);
  if (typeof lane !== 'string') return refuse('malformed');
  const count = blocks.get(lane);
  if (count === undefined) return refuse('unknown');
  const read = readBlocks(block, count);
  const blocksOfLane = { part: 'block', min: 0, max: count - 1 } as const;
  if (typeof read === 'string' && read !== 'all') return refuse(read, blocksOfLane);
  if (typeof gain !== 'number' || Number.isNaN(gain)) return refuse('malformed');
  const readGain = readNumber(gain, GAIN, 1);
  const event = { step: readStep.value, lane, block: read, gain: readGain.value };
  const [first, last] = Array.isArray(block) ? (block as [number, number]) : [0, -1];
  if (last < count) return { event, reason: readGain.reason, ...ofRange(readGain.reason, GAINS) };
  const beyond = Math.max(first, count);
  const given = formatSwitch({ ...event, block: beyond === last ? last : [beyond, last] });
  return { event, given, reason: 'out-of-range', range: blocksOfLane };
}

/** What blocks of a lane that has so many are meant, or why none are. */
function readBlocks(block: unknown, count: number): Blocks | 'malformed' | 'out-of-range' {
  if (block === 'all') return block;
  const ends: unknown[] = Array.isArray(block) ? block : [block, block];
  const [first, last] = ends;
  if (ends.length !== 2 || typeof first !== 'number' || typeof last !== 'number') return 'malformed';
  if (!Number.isInteger(first) || !Number.isInteger(last) || first > last) return 'malformed';
  if (first < 0 || first >= count) return 'out-of-range';
  const end = Math.min(last, count - 1);
  return first === end ? first + 0 : [first + 0, end];
}

/** A rate is moved to its bounds, as it would be elsewhere; a step that does not exist has no neighbour. */
function readRate(item: object): Read<RateEvent> {
  const { step, rate } = item as Record<string, unknown>;
  const at = readNumber(step, STEP, 1);
  if (at.reason !== null) return refuse(at.reason, STEPS);
  if (typeof rate !== 'number' || Number.isNaN(rate)) return refuse('malformed');
  const { value, reason } = readNumber(rate, SETTINGS.lr, 1);
  return { event: { step: at.value, rate: value }, reason, ...ofRange(reason, RATE) };
}

const RATES: Kind<RateEvent> = {
  field: 'rate',
  read: readRate,
  partsOf: ({ step, rate }) => [describe(step), describe(rate)],
  format: formatRate,
  keyOf: ({ step }) => String(step),
};
