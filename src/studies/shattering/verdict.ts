/** Whether gradients of neighbouring inputs turn to noise as depth grows (Balduzzi 2017, arXiv:1702.08591). */
import { summarise } from '../page/scales';
import { depthVerdict } from '../page/verdict';
import type { ShatteringResult } from './kind';

/** [seed]: cosines averaged over all distances. */
function likeness({ cosines }: ShatteringResult, depth: number, lane: number): number[] {
  return (cosines[depth]?.[lane] ?? []).map((each) => summarise(each, 'linear').value);
}

function meanLikeness(result: ShatteringResult, depth: number, lane: number): number {
  return summarise(likeness(result, depth, lane), 'linear').value;
}

/** A mean cosine that cannot be told from noise, and by how much skips must keep more. */
const NOISE = 0.1;
const MORE = 0.1;

/**
 * `barely`: for every seed the mean cosine falls from the shallowest to the deepest network without skips, and is lower there
 * than with them; `clearly`: it ends at 0.1 or less, and with skips at least 0.1 above; `partly`: it falls on the mean.
 */
export const verdictOf = depthVerdict<'shattering'>(
  3,
  (result, { plain, residual }, last) => {
    const [before, others] = [likeness(result, 0, plain), likeness(result, last, residual)];
    const always = likeness(result, last, plain).every(
      (each, seed) => each < (before[seed] ?? Number.NaN) && each < (others[seed] ?? Number.NaN),
    );
    const [without, within] = [meanLikeness(result, last, plain), meanLikeness(result, last, residual)];
    if (always) return without <= NOISE && within >= without + MORE ? 'clearly' : 'barely';
    return without < meanLikeness(result, 0, plain) ? 'partly' : 'no';
  },
  meanLikeness,
);
