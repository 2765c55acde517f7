/**
 * Answers to questions, in grades: pure functions of complete results, one per kind in the `verdict.ts` of its folder. Their
 * thresholds stand on the page, under “How it was measured”.
 */
import type { Grade } from '../../contract/studies';
import type { StudyRecord } from '../../state/studies';
import { pairOf } from '../../ui/claims/regimes';
import type { ResultOf, StudyKind } from '../kinds';

export type Pair = NonNullable<ReturnType<typeof pairOf>>;

/** Why nothing can be said. */
export type Missing =
  | { readonly why: 'not-done' | 'pair' | 'depths' | 'switched' | 'blocks' | 'untrained' | 'rates' }
  | { readonly why: 'seeds'; readonly least: number }
  | { readonly why: 'unfit'; readonly lane: string; readonly accuracy: number };

export interface Unknown {
  readonly grade: 'unknown';
  readonly missing: Missing;
}

/** What was found is told with the grade. */
export type Verdict<F> = Unknown | { readonly grade: Grade; readonly finding: F };

/** Judges a complete result. */
export type VerdictOf<K extends StudyKind, F> = (result: ResultOf<K>, record: StudyRecord<K>) => Verdict<F>;

export function unknown(missing: Missing): Unknown {
  return { grade: 'unknown', missing };
}

/** Means over the seeds without and with skips, at the shallowest and the deepest network. */
export interface DepthFinding extends Record<keyof Pair, readonly [number, number]> {
  readonly shallow: number;
  readonly deep: number;
  readonly seeds: number;
}

type DepthKind = 'init' | 'degradation' | 'shattering';

/**
 * Judges what depth does without skips and with them, from the shallowest network to the deepest.
 *
 * @param grade `last` is the place of the deepest network.
 * @param mean Over the seeds, of a network of a depth, both by their places.
 */
export function depthVerdict<K extends DepthKind>(
  leastSeeds: number,
  grade: (result: ResultOf<K>, pair: Pair, last: number) => Grade,
  mean: (result: ResultOf<K>, depth: number, lane: number) => number,
): VerdictOf<K, DepthFinding> {
  return (result, { experiment }) => {
    const { depths, seeds }: Record<'depths' | 'seeds', readonly number[]> = result;
    const pair = pairOf(experiment.lanes.map(({ gains }) => gains));
    if (pair === null) return unknown({ why: 'pair' });
    const last = depths.length - 1;
    const [shallow = 0, deep = 0] = [depths[0], depths[last]];
    if (depths.length === 0 || deep < 2 * shallow) return unknown({ why: 'depths' });
    if (seeds.length < leastSeeds) return unknown({ why: 'seeds', least: leastSeeds });
    const means = (lane: number) => [mean(result, 0, lane), mean(result, last, lane)] as const;
    return {
      grade: grade(result, pair, last),
      finding: {
        shallow,
        deep,
        plain: means(pair.plain),
        residual: means(pair.residual),
        seeds: seeds.length,
      },
    };
  };
}
