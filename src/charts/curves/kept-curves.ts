/** The curves of kept runs, which hold means of steps, brought to the steps and the smoothness of the run at hand. */
import { power } from '../../config/arithmetic';
import type { PinnedRun } from '../../state/pinned-run';
import { SMOOTHING } from '../geometry/columns';

/** Steps in the middle of what each point of a kept curve is the mean of. */
export function middles({ first, points }: Pick<PinnedRun, 'first' | 'points'>): number[] {
  return points.map((end, i) => ((i === 0 ? first : (points[i - 1] ?? first)) + end - 1) / 2);
}

/** A kept curve as smooth as the run at hand, whose average a step counts in as much. */
export function smoothed(
  values: readonly (number | null)[],
  { first, points }: Pick<PinnedRun, 'first' | 'points'>,
): (number | null)[] {
  let [mean, weight] = [0, 0];
  return values.map((value, i) => {
    const steps = (points[i] ?? 0) - (i === 0 ? first : (points[i - 1] ?? 0));
    const keeps = power(1 - SMOOTHING, steps);
    if (value === null) {
      [mean, weight] = [0, 0];
      return null;
    }
    weight = keeps * weight + 1 - keeps;
    // Values that are equal have their own value as their mean, to the last bit.
    mean += ((1 - keeps) / weight) * (value - mean);
    return mean;
  });
}
