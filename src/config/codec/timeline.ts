/** The part of `repair.ts` that checks what was recorded while training: what cannot be used is left out, alone. */
import { formatBlocks, formatRate, formatSwitch } from './format';
import { describe, type RepairLog, type RepairReason } from './repairs';
import { readNumber } from './read';
import { LIMITS } from '../limits';
import type { Blocks, RateEvent, SwitchEvent } from '../schema';
import { SETTINGS } from '../settings';
import { joined } from '../switches';

const STEP = { ...LIMITS.timelineStep, integer: true };
const GAIN = { ...LIMITS.gain, integer: false };

/**
 * Reads switches for lanes with these numbers of blocks, by their names, in the order of their steps. Items may be events or, from a
 * link, texts that could not be read as one.
 */
export function readTimeline(
  raw: unknown,
  blocks: ReadonlyMap<string, number>,
  log: RepairLog,
): readonly SwitchEvent[] {
  if (!Array.isArray(raw)) {
    log.add('switch', describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  const events: SwitchEvent[] = [];
  for (const item of raw as unknown[]) {
    const { event, given, reason } = readEvent(item, blocks);
    if (reason !== null)
      log.add(
        'switch',
        given ?? textOf(item),
        event === null || given !== undefined ? '' : formatSwitch(event),
        reason,
      );
    if (event !== null) events.push(event);
  }
  // Of two for the same blocks at the same step the later one holds.
  const runs = joined(inOrder(events, 'switch', formatSwitch, targetOf, log));
  return atMost(runs, 'switch', log);
}

/** The first events, where there are more than a config may have. */
function atMost<T>(events: readonly T[], field: 'switch' | 'rate', log: RepairLog): readonly T[] {
  if (events.length <= LIMITS.timelineEvents) return events;
  log.add(field, String(events.length), String(LIMITS.timelineEvents), 'too-long');
  return events.slice(0, LIMITS.timelineEvents);
}

/** Events in the order of their steps; of several with the same key the last one holds. */
function inOrder<T extends { readonly step: number }>(
  events: readonly T[],
  field: 'switch' | 'rate',
  format: (event: T) => string,
  keyOf: (event: T) => string,
  log: RepairLog,
): readonly T[] {
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

function targetOf({ step, lane, block }: SwitchEvent): string {
  return `${step}:${lane}:${formatBlocks(block)}`;
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return describe(item);
  const { step, lane, block, gain } = item as Record<string, unknown>;
  const blocks = Array.isArray(block) ? block.map(describe).join('-') : describe(block);
  return [describe(step), describe(lane), blocks, describe(gain)].join(':');
}

interface ReadSwitch {
  readonly event: SwitchEvent | null;
  readonly reason: RepairReason | null;
  /** What could not be used of it, where that is but a part. */
  readonly given?: string;
}

const refuse = (reason: RepairReason): { event: null; reason: RepairReason } => ({ event: null, reason });

/**
 * A gain is moved to its bounds, as it would be elsewhere; a step, lane or block that does not exist has no neighbour. Of a run
 * that goes beyond the last block, what there is counts.
 */
function readEvent(item: unknown, blocks: ReadonlyMap<string, number>): ReadSwitch {
  if (typeof item !== 'object' || item === null) return refuse('malformed');
  const { step, lane, block, gain } = item as Record<string, unknown>;
  const readStep = readNumber(step, STEP, 1);
  if (readStep.reason !== null) return refuse(readStep.reason);
  if (typeof lane !== 'string') return refuse('malformed');
  const count = blocks.get(lane);
  if (count === undefined) return refuse('unknown');
  const read = readBlocks(block, count);
  if (typeof read === 'string' && read !== 'all') return refuse(read);
  if (typeof gain !== 'number' || Number.isNaN(gain)) return refuse('malformed');
  const readGain = readNumber(gain, GAIN, 1);
  const event = { step: readStep.value, lane, block: read, gain: readGain.value };
  const [first, last] = Array.isArray(block) ? (block as [number, number]) : [0, -1];
  if (last < count) return { event, reason: readGain.reason };
  const beyond = Math.max(first, count);
  const given = formatSwitch({ ...event, block: beyond === last ? last : [beyond, last] });
  return { event, given, reason: 'out-of-range' };
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

/** Reads changes of the learning rate, in the order of their steps; of two at the same step the later one holds. */
export function readRates(raw: unknown, log: RepairLog): readonly RateEvent[] {
  if (!Array.isArray(raw)) {
    log.add('rate', describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  const events: RateEvent[] = [];
  for (const item of raw as unknown[]) {
    const { event, reason } = readRate(item);
    if (reason !== null) log.add('rate', rateText(item), event === null ? '' : formatRate(event), reason);
    if (event !== null) events.push(event);
  }
  const read = inOrder(events, 'rate', formatRate, ({ step }) => String(step), log);
  return atMost(read, 'rate', log);
}

function rateText(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return describe(item);
  const { step, rate } = item as Record<string, unknown>;
  return [step, rate].map(describe).join(':');
}

/** A rate is moved to its bounds, as it would be elsewhere; a step that does not exist has no neighbour. */
function readRate(item: unknown): { event: RateEvent | null; reason: RepairReason | null } {
  if (typeof item !== 'object' || item === null) return refuse('malformed');
  const { step, rate } = item as Record<string, unknown>;
  const at = readNumber(step, STEP, 1);
  if (at.reason !== null) return refuse(at.reason);
  if (typeof rate !== 'number' || Number.isNaN(rate)) return refuse('malformed');
  const { value, reason } = readNumber(rate, SETTINGS.lr, 1);
  return { event: { step: at.value, rate: value }, reason };
}
