/** Kept runs behind the curves of the run at hand: thin lines in the colours of their lanes, with their letters. */
import { power } from '../../config/arithmetic';
import { isSameLoss } from '../../config/losses';
import type { LossConfig } from '../../config/schema';
import { overlays, pinStore } from '../../state/pins';
import { lossOf, type PinnedRun } from '../../state/pinned-run';
import { SMOOTHING } from '../geometry/columns';
import { isWithin, type StepWindow } from '../geometry/steps';
import { drawOverlayLabel, strokeOverlay, type OverlayPoint } from '../core/overlay';
import type { Curve } from './curves-data';
import type { CurvePlot } from './curve-plot';

type Overlays = ReturnType<typeof overlays>;

/** Step after the last one of all of them. */
export function overlayEnd(shown: Overlays): number {
  return Math.max(0, ...shown.map(({ run }) => run.points.at(-1) ?? 0));
}

/** Steps in the middle of what each point of a kept curve is the mean of. */
export function middles({ first, points }: Pick<PinnedRun, 'first' | 'points'>): number[] {
  return points.map((end, i) => ((i === 0 ? first : (points[i - 1] ?? first)) + end - 1) / 2);
}

/** Smallest and largest finite loss that is in sight, of runs by this loss; empty where none is. */
export function overlayLosses(window: StepWindow, loss: LossConfig): readonly number[] {
  const losses = overlays(pinStore.getState()).flatMap(({ run }) => {
    if (!isSameLoss(lossOf(run), loss)) return [];
    const steps = middles(run);
    return run.lanes.flatMap(({ loss: values }) =>
      values.filter((value, i): value is number => {
        const step = steps[i] ?? -1;
        return value !== null && value > 0 && isWithin(window, step);
      }),
    );
  });
  // Not spread: there may be ten thousand of them.
  return losses.length === 0
    ? []
    : [losses.reduce((a, b) => Math.min(a, b)), losses.reduce((a, b) => Math.max(a, b))];
}

/** A kept curve as smooth as the run at hand, whose average a step counts in as much. */
export function smoothed(
  values: readonly (number | null)[],
  { first, points }: Pick<PinnedRun, 'first' | 'points'>,
): (number | null)[] {
  let [mean, weight] = [0, 0];
  return values.map((value, i) => {
    const steps = (points[i] ?? 0) - (i === 0 ? first : (points[i - 1] ?? 0));
    const kept = power(1 - SMOOTHING, steps);
    if (value === null) {
      [mean, weight] = [0, 0];
      return null;
    }
    weight = kept * weight + 1 - kept;
    // Values that are equal have their own value as their mean, to the last bit.
    mean += ((1 - kept) / weight) * (value - mean);
    return mean;
  });
}

/** Losses are drawn of runs by the loss of the run at hand alone: others are not of this axis. */
export function drawOverlays(
  context: CanvasRenderingContext2D,
  plot: CurvePlot,
  curve: Curve,
  window: StepWindow,
  place: (value: number) => number,
  loss: LossConfig,
): void {
  const x = plot.x(window);
  const [, right = 0] = x.range();
  context.save();
  for (const [index, { letter, run }] of overlays(pinStore.getState()).entries()) {
    if (curve === 'loss' && !isSameLoss(lossOf(run), loss)) continue;
    const steps = middles(run);
    run.lanes.forEach((lane, laneIndex) => {
      const points = smoothed(lane[curve], run).map((value, i): OverlayPoint => {
        const step = steps[i] ?? -1;
        return value === null || !isWithin(window, step) ? null : { x: x(step), y: place(value) };
      });
      strokeOverlay(context, index, laneIndex, points);
      const last = points.findLast((point) => point !== null);
      if (!last) return;
      const left = Math.min(last.x + 3, right) - (last.x + 12 > right ? 10 : 0);
      drawOverlayLabel(context, letter, left, last.y + 4);
    });
  }
  context.restore();
}
