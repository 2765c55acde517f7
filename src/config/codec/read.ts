/**
 * Reading single values of unknown origin: each reader gives a value that is valid, and the reason where it is not the
 * one that was given. None of them throws, and none looks at more of a list than it may keep.
 */
import type { Bounds } from './fields';
import type { RepairReason } from './repairs';

export interface Reading<T> {
  readonly value: T;
  /** Null where the value is the one given. */
  readonly reason: RepairReason | null;
}

/** A number within bounds: rounded if it must be an integer, moved to the nearer bound, else the fallback. */
export function readNumber(
  raw: unknown,
  { bounds, integer }: { readonly bounds: Bounds; readonly integer: boolean },
  fallback: number,
): Reading<number> {
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  if (typeof raw !== 'number' || Number.isNaN(raw)) return { value: fallback, reason: 'malformed' };
  if (raw < bounds.min) return { value: bounds.min, reason: 'out-of-range' };
  if (raw > bounds.max) return { value: bounds.max, reason: 'out-of-range' };
  if (integer && !Number.isInteger(raw)) return { value: Math.round(raw), reason: 'not-integer' };
  // Adding 0 turns -0 into 0, which text could not tell from it.
  return { value: raw + 0, reason: null };
}

/** True or false, else the fallback. */
export function readFlag(raw: unknown, fallback: boolean): Reading<boolean> {
  if (typeof raw === 'boolean') return { value: raw, reason: null };
  return { value: fallback, reason: raw === undefined ? 'missing' : 'malformed' };
}

/** One of the choices, else the fallback. */
export function readChoice<T extends string | number>(
  raw: unknown,
  choices: readonly T[],
  fallback: T,
): Reading<T> {
  const value = choices.find((candidate) => candidate === raw);
  if (value !== undefined) return { value, reason: null };
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  return { value: fallback, reason: typeof raw === typeof fallback ? 'unknown' : 'malformed' };
}

/**
 * A list of exactly `length` items. What is too much is left out, what is missing is filled in, and the reason is that
 * of the first fault.
 */
export function readList<T>(
  raw: unknown,
  length: number,
  readItem: (item: unknown, index: number) => Reading<T>,
  fill: (index: number, given: readonly T[]) => T,
): Reading<T[]> {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [];
  let reason: RepairReason | null = null;
  if (raw === undefined) reason = 'missing';
  else if (!Array.isArray(raw)) reason = 'malformed';
  else if (raw.length > length) reason = 'too-long';
  else if (raw.length < length) reason = 'too-short';
  const value: T[] = [];
  for (let index = 0; index < Math.min(items.length, length); index++) {
    const reading = readItem(items[index], index);
    reason ??= reading.reason;
    value.push(reading.value);
  }
  const given = [...value];
  for (let index = value.length; index < length; index++) value.push(fill(index, given));
  return { value, reason };
}
