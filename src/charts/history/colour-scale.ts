/**
 * Colours of the heat maps: viridis (even steps to the eye, safe for colour-blind readers) over the logarithm of the
 * norm; values outside a logarithmic scale have colours that viridis lacks, and a pattern.
 */
import { interpolateViridis, rgb } from 'd3';
import { ABSENT } from '../../state/layer-series';
import { classify, isNormal } from '../geometry/norms';
import type { Decades } from '../geometry/range';

const STEPS = 256;

/** As ImageData has it on little-endian machines: alpha, blue, green, red from the highest byte down. */
function packed(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

const RAMP = Uint32Array.from({ length: STEPS }, (_, i) => packed(interpolateViridis(i / (STEPS - 1))));

/** Two tones of a pattern; which one a cell has follows from its place. */
type Pattern = readonly [number, number];

const ZERO: Pattern = [packed('#777777'), packed('#a8a8a8')];
const UNDERFLOW: Pattern = [packed('#a8a8a8'), packed('#4a4a4a')];
const NON_FINITE: Pattern = [packed('#e6007e'), packed('#ffffff')];

/** Colour of a value in a cell at a column and row, for ImageData. */
export function cellColour(value: number, decades: Decades, column: number, row: number): number {
  // Nothing measured: nothing painted.
  if (value === ABSENT) return 0;
  if (isNormal(value)) {
    const share = (Math.log10(value) - decades.low) / (decades.high - decades.low);
    return RAMP[Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))))] ?? 0;
  }
  switch (classify(value)) {
    case 'zero':
      return ZERO[(column + row) % 2 === 0 ? 0 : 1];
    case 'underflow':
      return UNDERFLOW[column % 2 === 0 ? 0 : 1];
    case 'infinite':
    case 'nan':
      return NON_FINITE[(column + row) % 2 === 0 ? 0 : 1];
    case 'normal':
      throw new RangeError(`A norm below zero: ${value}`);
  }
}

/** The ramp as stops of a CSS gradient, from small to large. */
export function rampGradient(): string {
  const stops = Array.from({ length: 17 }, (_, i) => interpolateViridis(i / 16));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
