/** The vertical scale of the loss: logarithmic, round at its ends, always with the level of guessing on it. */
import type { Decades } from '../geometry/range';

export type LossBand = 'non-finite' | 'high' | 'low';

/** Losses beyond these multiples of the chance level are shown in bands, so that they do not flatten the rest. */
const HIGHEST = 10;
const LOWEST = 1e-3;
/** What a squared error may well begin with, whose chance is far less than 1. */
const USUAL = 20;

/** Largest of 1, 2, 5 times a power of ten that is not above the value. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([5, 2].find((factor) => factor * power <= value * (1 + 1e-9)) ?? 1) * power;
}

/** Smallest of 1, 2, 5 times a power of ten that is not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** Range for losses from `extent` (null: none yet) and the mean loss of guessing. */
export function lossRange(extent: readonly [number, number] | null, chance: number): Decades {
  const [low, high] = extent ?? [chance, chance];
  const bottom = roundDown(Math.max(LOWEST * chance, Math.min(low, 0.85 * chance)));
  const top = roundUp(Math.min(Math.max(HIGHEST * chance, USUAL), Math.max(high, 1.15 * chance)));
  return { low: Math.log10(bottom), high: Math.log10(top) };
}

/** Band of a loss that the range has no place for. */
export function lossBand(value: number, range: Decades): LossBand | null {
  if (!Number.isFinite(value)) return 'non-finite';
  if (value > 10 ** range.high * (1 + 1e-9)) return 'high';
  return value < 10 ** range.low * (1 - 1e-9) ? 'low' : null;
}
