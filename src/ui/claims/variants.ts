/** Whether papers' findings about variants of residual networks show in what was trained here. Pure. */
import type { ZooResult, ZooVariant } from '../../contract/studies';

/** Fewest seeds. */
const LEAST = 2;

/** Mean of what was measured for a variant; Infinity where it diverged for a seed. */
export function meanFinal({ variants, finals }: ZooResult, variant: ZooVariant): number {
  const own = (finals[variants.indexOf(variant)] ?? []).filter((value) => !Number.isNaN(value));
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

/** @param isDone Whether all of them were. */
export function judgeZoo(result: ZooResult, isDone: boolean): 'holds' | 'fails' | 'not-done' | 'seeds' {
  if (!isDone) return 'not-done';
  if (result.seeds.length < LEAST) return 'seeds';
  return holds(result) ? 'holds' : 'fails';
}

export const ZOO_SEEDS = LEAST;

function holds(result: ZooResult): boolean {
  const { zoo, variants, finals, seeds } = result;
  const mean = (variant: ZooVariant): number => meanFinal(result, variant);
  switch (zoo) {
    case 'order':
      return mean('pre-activation') <= mean('original') && mean('norm-after-addition') > mean('original');
    case 'shortcut':
      return variants.every((variant) => variant === 'identity' || mean('identity') < mean(variant));
    case 'norm-free': {
      const of = (variant: ZooVariant, seed: number): number =>
        finals[variants.indexOf(variant)]?.[seed] ?? Number.NaN;
      return seeds.every((_, seed) =>
        (['skip-init', 'fixup'] as const).every((variant) => of(variant, seed) < of('plain', seed)),
      );
    }
  }
  return zoo satisfies never;
}
