/** Numbers in fields, read and written, and the learning rates that the live slider stops at. Free of the DOM. */
import { SETTINGS } from '../../config/settings';

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
}

export type NumberReading =
  { readonly value: number } | { readonly problem: 'not-a-number' | 'not-integer' | 'out-of-range' };

/** Reads what was typed; a decimal comma is taken as a point. */
export function readNumber(text: string, { min, max }: NumberBounds, integer: boolean): NumberReading {
  const trimmed = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return { problem: 'not-a-number' };
  const value = Number(trimmed);
  if (integer && !Number.isInteger(value)) return { problem: 'not-integer' };
  // Minus zero would not survive a link.
  return value < min || value > max ? { problem: 'out-of-range' } : { value: value + 0 };
}

/** Writes a number in digits where that is readable, so that it reads back as the same number. */
export function formatNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e-')) return text;
  const digits = value.toFixed(12).replace(/0+$/, '');
  return Number(digits) === value ? digits : text;
}

/** Of every decade. */
const MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const;

/** From the smallest to the largest learning rate of an experiment, ascending. */
export const RATE_STOPS: readonly number[] = stops(SETTINGS.lr);

function stops({ min, max }: { readonly min: number; readonly max: number }): number[] {
  const found: number[] = [];
  for (let exponent = Math.round(Math.log10(min)); 10 ** exponent <= max; exponent++)
    // Read from decimal digits, so that links have 0.003 and not what a product of it leaves.
    for (const mantissa of MANTISSAS) found.push(Number(`${mantissa}e${exponent}`));
  return found.filter((rate) => rate >= min && rate <= max);
}

/** Place of the stop nearest to a rate, by their ratio. */
export function stopOf(rate: number): number {
  let nearest = 0;
  RATE_STOPS.forEach((stop, place) => {
    const distance = (at: number): number => Math.abs(Math.log(at / rate));
    if (distance(stop) < distance(RATE_STOPS[nearest] ?? stop)) nearest = place;
  });
  return nearest;
}
