/** The learning rates that the live slider stops at: round numbers, about equally far apart in their logarithms. */
import { SETTINGS } from '../../config/settings';

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
