/** Which variant is best, and whether what its papers claim holds (He 2016, De & Smith 2020, Zhang 2019). */
import { unknown, type VerdictOf } from '../page/verdict';
import type { VariantName, VariantsResult } from './kind';

/** Mean of what was measured for a variant; Infinity where it diverged for a seed. */
export function meanFinal({ variants, finals }: VariantsResult, variant: VariantName): number {
  const own = (finals[variants.indexOf(variant)] ?? []).filter((value) => !Number.isNaN(value));
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

/** Whether what the papers claim of a set holds here, by the mean final losses. */
export function holds(result: VariantsResult): boolean {
  const { set, variants, finals, seeds } = result;
  const mean = (variant: VariantName): number => meanFinal(result, variant);
  switch (set) {
    case 'order':
      return mean('pre-activation') <= mean('original') && mean('norm-after-addition') > mean('original');
    case 'shortcut':
      return variants.every((variant) => variant === 'identity' || mean('identity') < mean(variant));
    case 'norm-free': {
      const of = (variant: VariantName, seed: number): number =>
        finals[variants.indexOf(variant)]?.[seed] ?? Number.NaN;
      return seeds.every((_, seed) =>
        (['skip-init', 'fixup'] as const).every((variant) => of(variant, seed) < of('plain', seed)),
      );
    }
  }
  return set satisfies never;
}

const LEAST_SEEDS = 2;

export interface VariantsFinding {
  /** Of the lowest mean final loss, and of the next. */
  readonly best: VariantName;
  readonly next: VariantName;
}

/**
 * `clearly`: the best variant's worst seed is below the best seed of every other; `barely`: it is the best for every seed, on
 * the same batches; `partly`: by its mean alone; `no`: all diverged.
 */
export const verdictOf: VerdictOf<'variants', VariantsFinding> = (result) => {
  const { variants, finals, seeds } = result;
  if (seeds.length < LEAST_SEEDS) return unknown({ why: 'seeds', least: LEAST_SEEDS });
  const [best = 'plain', next = best] = variants.toSorted(
    (a, b) => Math.min(meanFinal(result, a), 1e300) - Math.min(meanFinal(result, b), 1e300),
  );
  const own = finals[variants.indexOf(best)] ?? [];
  const others = finals.filter((_, variant) => variants[variant] !== best);
  const below = (holdsFor: (loss: number, other: number) => boolean): boolean =>
    others.every((losses) => losses.every((other, seed) => holdsFor(own[seed] ?? Infinity, other)));
  const grade = !Number.isFinite(meanFinal(result, best))
    ? 'no'
    : below((_, other) => Math.max(...own) < other)
      ? 'clearly'
      : below((loss, other) => loss < other)
        ? 'barely'
        : 'partly';
  return { grade, finding: { best, next } };
};
