/** How deep is too deep, without skips and with them (He 2015, arXiv:1512.03385). */
import { summarise } from '../page/scales';
import { depthVerdict, type DepthFinding, type Verdict, type VerdictOf } from '../page/verdict';
import { pairOf } from '../../ui/claims/regimes';
import type { DegradationResult } from './kind';

/** Index of the rate with the lowest mean final loss over the seeds; one that diverged for any seed is the worst. */
export function bestRate(finals: readonly (readonly number[])[]): number {
  const means = finals.map((seeds) => {
    const measured = seeds.filter((value) => !Number.isNaN(value));
    return measured.length === 0
      ? Number.NaN
      : measured.reduce((sum, value) => sum + value, 0) / measured.length;
  });
  let best = 0;
  means.forEach((value, rate) => {
    const so = means[best] ?? Number.NaN;
    if (value < so || Number.isNaN(so)) best = rate;
  });
  return best;
}

/** [seed]: final losses at the best rate. */
function losses({ finals }: DegradationResult, depth: number, lane: number): readonly number[] {
  const byRate = finals[depth]?.[lane] ?? [];
  return byRate[bestRate(byRate)] ?? [];
}

function meanLoss(result: DegradationResult, depth: number, lane: number): number {
  return summarise(losses(result, depth, lane), 'linear').value;
}

/** Depth of the lowest mean loss: what is deeper is too deep. */
function bestDepth(result: DegradationResult, lane: number): number {
  const means = result.depths.map((_, depth) => meanLoss(result, depth, lane));
  return result.depths[means.indexOf(Math.min(...means))] ?? 0;
}

/** Share of what depth costs without skips that counts as hardly anything. */
const HARDLY = 0.1;

const byDepth = depthVerdict<'degradation'>(
  2,
  (result, { plain, residual }, last) => {
    const rise = (lane: number): number => meanLoss(result, last, lane) - meanLoss(result, 0, lane);
    const before = losses(result, 0, plain);
    const always = losses(result, last, plain).every((loss, seed) => loss > (before[seed] ?? Infinity));
    const [ofPlain, ofResidual] = [rise(plain), rise(residual)];
    if (!(ofPlain > 0) || !(ofResidual < ofPlain)) return 'no';
    if (always && ofResidual <= 0) return 'clearly';
    return always && ofResidual <= HARDLY * ofPlain ? 'barely' : 'partly';
  },
  meanLoss,
);

export interface DegradationFinding extends DepthFinding {
  /** Depths of the lowest losses. */
  readonly best: Readonly<Record<'plain' | 'residual', number>>;
}

/**
 * `clearly`: from the shallowest to the deepest network, each at its best rate, the final loss rises for every seed without
 * skips, and does not rise on average with them; `barely`: with them by at most a tenth as much; `partly`: by less.
 */
export const verdictOf: VerdictOf<'degradation', DegradationFinding> = (result, record) => {
  const verdict: Verdict<DepthFinding> = byDepth(result, record);
  const pair = pairOf(record.experiment.lanes.map(({ gains }) => gains));
  if (verdict.grade === 'unknown' || pair === null) return verdict as Verdict<DegradationFinding>;
  const best = { plain: bestDepth(result, pair.plain), residual: bestDepth(result, pair.residual) };
  return { grade: verdict.grade, finding: { ...verdict.finding, best } };
};
