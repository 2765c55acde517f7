/**
 * Kept runs behind the lines of the chosen layers: thin lines in the colours of their lanes, with the letter of the run and
 * the number of the layer. A layer that a kept network lacks is not drawn.
 */
import { overlays, pinStore } from '../../state/pins';
import { normsOfLayer } from '../../state/pinned-run';
import { isWithin, type StepWindow } from '../geometry/steps';
import { isNormal } from '../geometry/format';
import { drawOverlayLabel, strokeOverlay, type OverlayPoint } from '../core/overlay';
import { layerNumber } from './LayerChoice';

interface KeptLine {
  readonly label: string;
  /** Place of the run among those that are shown, and of the lane in it. */
  readonly place: number;
  readonly lane: number;
  readonly steps: readonly number[];
  /** At each of the steps; NaN where it was not finite. */
  readonly norms: readonly number[];
}

/** The lines of these layers of all kept runs that are shown. */
export function keptLines(layers: readonly string[]): readonly KeptLine[] {
  return overlays(pinStore.getState()).flatMap(({ letter, run }, place) =>
    run.lanes.flatMap((pinned, lane) =>
      layers.flatMap((layer, slot) => {
        const norms = normsOfLayer(run, pinned, layer);
        const label = `${letter}${layerNumber(slot)}`;
        return norms === null ? [] : [{ label, place, lane, steps: run.normSteps ?? [], norms }];
      }),
    ),
  );
}

/** Step after the last one that a kept run of these is known at. */
export function keptEnd(lines: readonly KeptLine[]): number {
  return Math.max(0, ...lines.map(({ steps }) => (steps.at(-1) ?? -1) + 1));
}

/** Smallest and largest norm in sight that has a place on the axis; null without any. */
export function keptExtent(
  lines: readonly KeptLine[],
  window: StepWindow,
): readonly [low: number, high: number] | null {
  let [low, high] = [Infinity, 0];
  for (const { steps, norms } of lines) {
    norms.forEach((norm, i) => {
      if (!isNormal(norm) || !isWithin(window, steps[i] ?? -1)) return;
      low = Math.min(low, norm);
      high = Math.max(high, norm);
    });
  }
  return low <= high ? [low, high] : null;
}

/** Draws them; a line breaks where a norm is 0 or not finite. `x` places steps, up to `right`. */
export function drawKeptLines(
  context: CanvasRenderingContext2D,
  lines: readonly KeptLine[],
  window: StepWindow,
  x: (step: number) => number,
  place: (norm: number) => number,
  right: number,
): void {
  context.save();
  for (const { place: run, lane, label, steps, norms } of lines) {
    const points = norms.map((norm, i): OverlayPoint => {
      const step = steps[i] ?? -1;
      return isNormal(norm) && isWithin(window, step) ? { x: x(step), y: place(norm) } : null;
    });
    strokeOverlay(context, run, lane, points);
    const last = points.findLast((point) => point !== null);
    if (last) drawOverlayLabel(context, label, last.x + 18 > right ? last.x - 16 : last.x + 3, last.y - 4);
  }
  context.restore();
}
