/**
 * Judges a case on one backend. What a case says is believed up to the tolerance; only where a quantity misses it, the
 * case itself is examined: its images are shifted by less than float32 can resolve, and if the backend's own results then
 * move by more than the tolerance, no float32 computation can be held to it, and twice that movement is allowed instead.
 */
import { shifted } from '../rounding';
import { imagesOf, type GoldenCase } from './case';
import { runGolden, type Comparison } from './run';

export type Group = Comparison['group'];

export interface Verdict {
  readonly name: string;
  /** Largest relative error of each kind of quantity; NaN where something was not finite. */
  readonly errors: Readonly<Partial<Record<Group, number>>>;
  /** Kinds of quantity that the case's own rounding decides, with how far they move under it. */
  readonly illConditioned: Readonly<Partial<Record<Group, number>>>;
  readonly failures: readonly Comparison[];
}

/** How many shifted copies tell how well conditioned a case is. */
const SHIFTS = 4;

/** Largest value per group; NaN wins, so that it cannot hide. */
function largest(
  comparisons: readonly Comparison[],
  valueOf: (comparison: Comparison, index: number) => number,
) {
  const found: Partial<Record<Group, number>> = {};
  comparisons.forEach((comparison, i) => {
    const value = valueOf(comparison, i);
    const before = found[comparison.group];
    if (before === undefined || value > before || Number.isNaN(value)) found[comparison.group] = value;
  });
  return found;
}

async function movements(golden: GoldenCase, base: readonly Comparison[]) {
  const images = imagesOf(golden);
  let moved: Partial<Record<Group, number>> = {};
  for (let seed = 0; seed < SHIFTS; seed++) {
    const again = await runGolden(golden, shifted(images, seed));
    const own = largest(
      base,
      ({ measured, scale }, i) => Math.abs((again[i]?.measured ?? 0) - measured) / scale,
    );
    moved = Object.fromEntries(
      Object.entries(own).map(([group, value]) => [group, Math.max(value, moved[group as Group] ?? 0)]),
    );
  }
  return moved;
}

/** Runs a case on the current backend. */
export async function judge(golden: GoldenCase): Promise<Verdict> {
  const comparisons = await runGolden(golden, imagesOf(golden));
  const errors = largest(comparisons, ({ error }) => error);
  const missed = comparisons.filter(({ passed }) => !passed);
  if (missed.length === 0) return { name: golden.name, errors, illConditioned: {}, failures: [] };
  const moved = await movements(golden, comparisons);
  const illConditioned = Object.fromEntries(
    [...new Set(missed.map(({ group }) => group))]
      .filter((group) => missed.some((each) => each.group === group && (moved[group] ?? 0) > each.tolerance))
      .map((group) => [group, moved[group] ?? 0]),
  ) as Partial<Record<Group, number>>;
  const failures = missed.filter(({ group, error }) => !(error <= 2 * (illConditioned[group] ?? 0)));
  return { name: golden.name, errors, illConditioned, failures };
}
