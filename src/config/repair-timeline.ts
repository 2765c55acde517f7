/** The part of `repair.ts` that checks what was recorded while training: what cannot be used is left out, alone. */
import { formatRate, formatSwitch } from './format';
import { describe, type RepairLog, type RepairReason } from './repairs';
import { readNumber } from './read';
import { LIMITS } from './limits';
import type { RateEvent, SwitchEvent } from './schema';

const STEP = { bounds: LIMITS.timelineStep, integer: true };
const GAIN = { bounds: LIMITS.gain, integer: false };
const RATE = { bounds: LIMITS.learningRate, integer: false };

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
  if (raw.length > LIMITS.timelineEvents) {
    log.add('switch', String(raw.length), String(LIMITS.timelineEvents), 'too-long');
  }
  const events: SwitchEvent[] = [];
  for (const item of raw.slice(0, LIMITS.timelineEvents) as unknown[]) {
    const { event, reason } = readEvent(item, blocks);
    if (reason !== null) log.add('switch', textOf(item), event === null ? '' : formatSwitch(event), reason);
    if (event !== null) events.push(event);
  }
  // Of two for the same blocks at the same step the later one holds.
  return inOrder(events, 'switch', formatSwitch, targetOf, log);
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
  return `${step}:${lane}:${block}`;
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return describe(item);
  const { step, lane, block, gain } = item as Record<string, unknown>;
  return [step, lane, block, gain].map(describe).join(':');
}

const refuse = (reason: RepairReason): { event: null; reason: RepairReason } => ({ event: null, reason });

/** A gain is moved to its bounds, as it would be elsewhere; a step, lane or block that does not exist has no neighbour. */
function readEvent(
  item: unknown,
  blocks: ReadonlyMap<string, number>,
): { event: SwitchEvent | null; reason: RepairReason | null } {
  if (typeof item !== 'object' || item === null) return refuse('malformed');
  const { step, lane, block, gain } = item as Record<string, unknown>;
  const readStep = readNumber(step, STEP, 1);
  if (readStep.reason !== null) return refuse(readStep.reason);
  if (typeof lane !== 'string') return refuse('malformed');
  const count = blocks.get(lane);
  if (count === undefined) return refuse('unknown');
  if (block !== 'all') {
    if (typeof block !== 'number' || !Number.isInteger(block)) return refuse('malformed');
    if (block < 0 || block >= count) return refuse('out-of-range');
  }
  if (typeof gain !== 'number' || Number.isNaN(gain)) return refuse('malformed');
  const readGain = readNumber(gain, GAIN, 1);
  const target = block === 'all' ? block : block + 0;
  return {
    event: { step: readStep.value, lane, block: target, gain: readGain.value },
    reason: readGain.reason,
  };
}

/** Reads changes of the learning rate, in the order of their steps; of two at the same step the later one holds. */
export function readRates(raw: unknown, log: RepairLog): readonly RateEvent[] {
  if (!Array.isArray(raw)) {
    log.add('rate', describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  if (raw.length > LIMITS.timelineEvents)
    log.add('rate', String(raw.length), String(LIMITS.timelineEvents), 'too-long');
  const events: RateEvent[] = [];
  for (const item of raw.slice(0, LIMITS.timelineEvents) as unknown[]) {
    const { event, reason } = readRate(item);
    if (reason !== null) log.add('rate', rateText(item), event === null ? '' : formatRate(event), reason);
    if (event !== null) events.push(event);
  }
  return inOrder(events, 'rate', formatRate, ({ step }) => String(step), log);
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
  const { value, reason } = readNumber(rate, RATE, 1);
  return { event: { step: at.value, rate: value }, reason };
}
