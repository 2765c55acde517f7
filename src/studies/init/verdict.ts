/** Whether skips keep the first gradients even as depth grows (Yang 2019, arXiv:1902.08129). */
import { summarise } from '../page/scales';
import { depthVerdict } from '../page/verdict';
import type { InitResult } from './kind';

/** [seed]: the first layer's gradient norm over the last one's; 0 where nothing gets through. */
export function ratios({ first, last }: InitResult, depth: number, lane: number): number[] {
  return (first[depth]?.[lane] ?? []).map((norm, seed) => {
    const other = last[depth]?.[lane]?.[seed] ?? Number.NaN;
    return norm === 0 && other === 0 ? 0 : norm / other;
  });
}

/** The same where all is measured: ∞/∞, as all overflows, is 0 too. */
function measured(result: InitResult, depth: number, lane: number): number[] {
  return ratios(result, depth, lane).map((ratio) => (Number.isNaN(ratio) ? 0 : ratio));
}

/** By how many powers of ten the ratio differs from that of the shallowest network, seed by seed. */
function changes(result: InitResult, depth: number, lane: number): number[] {
  const before = measured(result, 0, lane);
  return measured(result, depth, lane).map((ratio, seed) =>
    Math.abs(Math.log10(ratio / (before[seed] ?? Number.NaN))),
  );
}

/** Powers of ten from which a change counts for every seed, and for the mean alone. */
const MUCH = 1;
const SOME = 0.5;

/**
 * `clearly`: without skips the ratio first/last changes by at least a factor of ten for every seed, and with them by at most
 * the square root of that; `barely`: with them by less at all; `partly`: so on the mean, and by a factor of three at least.
 */
export const verdictOf = depthVerdict<'init'>(
  3,
  (result, { plain, residual }, last) => {
    const [without, within] = [changes(result, last, plain), changes(result, last, residual)];
    const every = (share: number): boolean =>
      without.every((each, seed) => each >= MUCH && (within[seed] ?? Infinity) < share * each);
    if (every(0.5)) return 'clearly';
    if (every(1)) return 'barely';
    const [ofPlain, ofResidual] = [without, within].map((each) => summarise(each, 'linear').value);
    return (ofPlain ?? 0) >= SOME && (ofResidual ?? Infinity) < (ofPlain ?? 0) ? 'partly' : 'no';
  },
  (result, depth, lane) => summarise(measured(result, depth, lane), 'log').value,
);
