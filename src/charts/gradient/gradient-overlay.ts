/**
 * Kept runs behind the gradient profile, as thin lines with their letters: the norms of their newest step, or, where a span of
 * steps is shown, of the last one of it that is kept.
 */
import { overlays, pinStore } from '../../state/pins';
import { normsOfLayer, type PinnedLane, type PinnedRun } from '../../state/pinned-run';
import { spanStore } from '../../state/span';

import { drawOverlayLabel, strokeOverlay, type OverlayPoint } from '../core/overlay';
import { normBand } from './gradient-axes';
import type { Scene } from './gradient-scene';

export interface PlacedNorm {
  readonly position: number;
  readonly norm: number;
}

/**
 * Norms of the main line of a kept run on an axis of `count` such layers. Projections, which stand beside the main line, are
 * left out; a network of another depth is spread over the whole axis, its first layer on the first and its last on the last.
 */
export function placedNorms(
  { layers, gradients }: Pick<PinnedLane, 'layers' | 'gradients'>,
  count: number,
): PlacedNorm[] {
  const norms = layers.flatMap((name, i) =>
    name.includes('.downsample.') ? [] : [Number(gradients[i] ?? Number.NaN)],
  );
  const stretch = norms.length === count || norms.length < 2 ? 1 : (count - 1) / (norms.length - 1);
  return norms.map((norm, i) => ({ position: i * stretch, norm }));
}

/** The lane with the norms of the step that profiles show, where they are kept. */
function atShownStep(run: PinnedRun, lane: PinnedLane): Pick<PinnedLane, 'layers' | 'gradients'> {
  const { span } = spanStore.getState();
  const at = span === null ? -1 : (run.normSteps?.findLastIndex((step) => step <= span.to) ?? -1);
  if (at < 0 || lane.norms === undefined) return lane;
  return {
    layers: lane.layers,
    gradients: lane.layers.map((layer) => normsOfLayer(run, lane, layer)?.[at] ?? Number.NaN),
  };
}

export function drawOverlays({ context, axes, x, y, left: edge, width }: Scene): void {
  context.save();
  context.beginPath();
  context.rect(edge, y.top, width, y.bottom - y.top);
  context.clip();
  for (const [index, { letter, run }] of overlays(pinStore.getState()).entries()) {
    run.lanes.forEach((lane, place) => {
      const norms = placedNorms(atShownStep(run, lane), axes.reference.mainCount);
      const points = norms.map(({ position, norm }): OverlayPoint =>
        normBand(norm) === null ? { x: x(position), y: y.free(norm) } : null,
      );
      strokeOverlay(context, index, place, points);
      const { from, to } = axes.reference;
      const last = points.findLast((point, i) => {
        const { position } = norms[i] ?? { position: Number.NaN };
        return point !== null && from <= position && position <= to;
      });
      if (last) drawOverlayLabel(context, letter, last.x - 3 - 14 * index, last.y - 6);
    });
  }
  context.restore();
}
