/** Whether a layer can be deleted (Veit 2016, arXiv:1605.06431). */
import { pairOf } from '../../ui/claims/regimes';
import { summarise } from '../page/scales';
import { unknown, type VerdictOf } from '../page/verdict';
import type { LesionResult } from './kind';

/** Share of the accuracy above chance that is kept without one block: nearly all, most, hardly any. */
const NEARLY_ALL = 0.9;
const MOST = 0.8;
const HARDLY = 0.2;
/** By how much more a network with skips must keep than one without to be any different. */
const MORE = 0.3;
/** Accuracy above chance that a network must have to lose any. */
export const LEARNT = 0.2;

export interface LesionFinding {
  /** Share of the accuracy above chance that is kept without one block. */
  readonly plain: number;
  readonly residual: number;
  readonly plainIntact: number;
  readonly residualIntact: number;
}

/** Mean share of the accuracy above chance that a network keeps without one of its blocks that keep the shape. */
export function keptOf({ chance, intact, blocks, single }: LesionResult, lane: number): number {
  const whole = intact[lane] ?? Number.NaN;
  const shares = (single[lane] ?? []).flatMap((accuracy, block) =>
    accuracy === null || blocks[lane]?.[block]?.changesShape !== false
      ? []
      : [(accuracy - chance) / (whole - chance)],
  );
  return summarise(shares, 'linear').value;
}

/**
 * `clearly`: with skips at least 90 % is kept, without at most 20 %; `barely`: with skips at least 80 %; `partly`: with skips
 * at least 30 points more than without. Both need 20 points above chance to begin with.
 */
export const verdictOf: VerdictOf<'lesion', LesionFinding> = (result, { gains, switched }) => {
  const pair = pairOf(gains);
  if (pair === null) return unknown({ why: 'pair' });
  if (switched) return unknown({ why: 'switched' });
  const intact = (lane: number): number => result.intact[lane] ?? Number.NaN;
  for (const lane of [pair.residual, pair.plain]) {
    if (!(intact(lane) >= result.chance + LEARNT))
      return unknown({ why: 'unfit', lane: result.lanes[lane] ?? '', accuracy: intact(lane) });
  }
  const [residual, plain] = [keptOf(result, pair.residual), keptOf(result, pair.plain)];
  if (Number.isNaN(residual) || Number.isNaN(plain)) return unknown({ why: 'pair' });
  const differs = residual >= MOST && plain <= HARDLY;
  return {
    grade: differs
      ? residual >= NEARLY_ALL
        ? 'clearly'
        : 'barely'
      : residual - plain >= MORE
        ? 'partly'
        : 'no',
    finding: { plain, residual, plainIntact: intact(pair.plain), residualIntact: intact(pair.residual) },
  };
};
