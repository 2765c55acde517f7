/**
 * Gradient norms of a kept run over its steps, small enough for a browser's storage: a sample of the steps, and of every layer
 * the logarithm of its norm in 16 bits, as text. Between two codes lies a third of a percent, which no line shows.
 */
import type { MetricsStore } from './metrics';

/** Numbers kept of a run, at most: 40 kB of text. */
const MOST_NUMBERS = 15_000;
const MOST_STEPS = 120;
const FEWEST_STEPS = 20;

/** Codes of a factor of ten: float32 reaches from 1e-45 to 3e38. */
const PER_DECADE = 700;
const ZERO = -32_768;
const NOT_FINITE = 32_767;

/** Steps of a run that are kept of so many layers in all: the first, the newest, and some between, evenly as far as they are held. */
export function sampledSteps(store: MetricsStore, layers: number): readonly number[] {
  const most = Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, Math.floor(MOST_NUMBERS / Math.max(1, layers))));
  const { firstStep, endStep, length } = store;
  const count = Math.min(length, most);
  if (count < 2) return count === 0 ? [] : [firstStep];
  const between = (i: number): number =>
    firstStep + Math.round((i * (endStep - 1 - firstStep)) / (count - 1));
  const held = Array.from({ length: count }, (_, i) => store.stepAt(store.indexOf(between(i))) ?? firstStep);
  return [...new Set(held)];
}

/** Base64 of norms, two bytes each, the smaller first. */
export function writeNorms(norms: readonly number[]): string {
  let bytes = '';
  for (const norm of norms) {
    const code = codeOf(norm) & 0xffff;
    bytes += String.fromCharCode(code & 0xff, code >> 8);
  }
  return btoa(bytes);
}

/** What was written, NaN for all that is not finite; null where the text holds not so many numbers. */
export function readNorms(text: string, count: number): Float64Array | null {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch {
    return null;
  }
  if (bytes.length !== 2 * count) return null;
  return Float64Array.from({ length: count }, (_, i) => {
    const code = ((bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8)) << 16) >> 16;
    return code === ZERO ? 0 : code === NOT_FINITE ? Number.NaN : 10 ** (code / PER_DECADE);
  });
}

function codeOf(norm: number): number {
  if (!Number.isFinite(norm)) return NOT_FINITE;
  return norm > 0 ? Math.round(PER_DECADE * Math.log10(norm)) : ZERO;
}
