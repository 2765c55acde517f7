/** What the gradient chart draws on its canvas: highlight, norms of step 0, and the newest norms of each lane. */
import { highlightStore } from '../../state/highlight';
import { chartColours, laneColour } from '../colours';
import type { BandedScale } from '../geometry/banded-scale';
import type { LayerAxis } from '../geometry/layer-axis';
import { drawLaneMark, laneDash } from '../lane-marks';
import { normBand, type NormBand } from './gradient-axes';
import type { LaneNorms } from './gradient-state';

/** Pixels between two marks below which only every second, third, … layer gets one. */
const MARK_DISTANCE = 5;

/** A frame of the chart; the origin of the context is at the top margin. */
export interface Scene {
  readonly context: CanvasRenderingContext2D;
  readonly axis: LayerAxis;
  readonly x: (position: number) => number;
  readonly y: BandedScale<NormBand>;
  readonly width: number;
  /** Row of the highlighted layer, -1 without one. */
  readonly cursor: number;
}

/** Shades the highlighted block and marks the highlighted layer, over the whole height. */
export function drawHighlight({ context, axis, x, cursor }: Scene, height: number): void {
  const { block } = highlightStore.getState();
  const { accent, ink } = chartColours();
  const positions = axis.layers.flatMap((place) =>
    block !== null && place.layer.block === block ? [place.position] : [],
  );
  if (positions.length > 0) {
    const from = x(Math.min(...positions) - 0.5);
    context.save();
    context.fillStyle = accent;
    context.globalAlpha = 0.16;
    context.fillRect(from, 0, x(Math.max(...positions) + 0.5) - from, height);
    context.restore();
  }
  const place = axis.layers[cursor];
  if (place === undefined) return;
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x(place.position), 0);
  context.lineTo(x(place.position), height);
  context.stroke();
}

/** The norms of step 0, faint; where the range has moved away from them the line leaves the plot. */
export function drawInitial(scene: Scene, initial: readonly LaneNorms[]): void {
  const { context, y, width } = scene;
  context.save();
  context.beginPath();
  context.rect(0, y.top, width, y.bottom - y.top);
  context.clip();
  context.globalAlpha = 0.7;
  context.lineWidth = 1;
  context.setLineDash([1.5, 2.5]);
  initial.forEach((norms, lane) => {
    context.strokeStyle = laneColour(lane);
    strokeNorms(scene, norms, y.free);
  });
  context.restore();
}

/** A lane's newest norms: a line along the main line, a mark per layer, hollow ones for projections. */
export function drawLane(scene: Scene, norms: LaneNorms, lane: number): void {
  const { context, axis, x, y, cursor } = scene;
  const spacing = x(1) - x(0);
  const every = Math.max(1, Math.ceil(MARK_DISTANCE / spacing));
  const radius = Math.max(1.7, Math.min(4, 0.38 * spacing * every));
  context.strokeStyle = laneColour(lane);
  context.fillStyle = laneColour(lane);
  context.lineWidth = 1.75;
  context.setLineDash(laneDash(lane));
  strokeNorms(scene, norms, y.place);
  context.setLineDash([]);
  axis.layers.forEach(({ position, onMainLine }, row) => {
    const value = norms[row];
    if (value === undefined) return;
    const isShown = !onMainLine || row === cursor || normBand(value) !== null || position % every === 0;
    if (!isShown) return;
    const size = row === cursor ? radius + 2 : radius + (onMainLine ? 0 : 0.6);
    const hollow = onMainLine ? null : chartColours().surface;
    drawLaneMark(context, lane, x(position), y.place(value), size, hollow);
  });
}

/** Connects neighbouring main-line layers whose norms have a place on the logarithmic part. */
function strokeNorms({ context, axis, x }: Scene, norms: LaneNorms, y: (value: number) => number): void {
  let isOpen = false;
  context.beginPath();
  axis.layers.forEach(({ position, onMainLine }, row) => {
    if (!onMainLine) return;
    const value = norms[row];
    if (value === undefined || normBand(value) !== null) {
      isOpen = false;
    } else if (isOpen) {
      context.lineTo(x(position), y(value));
    } else {
      context.moveTo(x(position), y(value));
      isOpen = true;
    }
  });
  context.stroke();
}
