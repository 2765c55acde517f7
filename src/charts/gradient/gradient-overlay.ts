/**
 * Kept runs behind the gradient profile, as thin lines with their letters: the norms of their newest step, or, where a span of
 * steps is shown, of the last one of it that is kept.
 */
import { overlays, pinStore } from '../../state/pins';
import { normsOfLayer, type PinnedLane, type PinnedRun } from '../../state/pinned-run';
import { spanStore } from '../../state/span';
import { laneColour } from '../colours';
import { drawOverlayLabel, overlayDash } from '../overlay';
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
      context.strokeStyle = laneColour(place);
      context.fillStyle = laneColour(place);
      context.lineWidth = 1.25;
      context.setLineDash(overlayDash(index));
      context.beginPath();
      let open = false;
      let last: PlacedNorm | null = null;
      for (const one of placedNorms(atShownStep(run, lane), axes.reference.mainCount)) {
        if (normBand(one.norm) !== null) {
          open = false;
          continue;
        }
        if (open) context.lineTo(x(one.position), y.free(one.norm));
        else context.moveTo(x(one.position), y.free(one.norm));
        open = true;
        if (axes.reference.from <= one.position && one.position <= axes.reference.to) last = one;
      }
      context.stroke();
      if (last === null) return;
      const [left, top] = [x(last.position) - 3 - 14 * index, y.free(last.norm) - 6];
      drawOverlayLabel(context, letter, left, top);
    });
  }
  context.restore();
}
