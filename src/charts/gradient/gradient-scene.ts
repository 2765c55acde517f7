/** What the gradient chart draws on its canvases: norms of step 0, the newest norms of each lane, and above them the highlight. */
import { highlightStore, isLitBlock } from '../../state/highlight';
import { chartColours, laneColour } from '../core/colours';
import type { BandedScale } from '../geometry/scales';
import type { LaneAxes, LanePlace } from '../geometry/layer-axes';
import { drawLaneMark, drawLaneMarks, laneDash } from '../core/lane-marks';
import { normBand, type NormBand } from './gradient-axes';
import type { LaneNorms } from './gradient-state';

/** Pixels between two marks below which only every second, third, … layer gets one. */
const MARK_DISTANCE = 5;

/** A frame of the chart; the origin of the context is at the top margin. */
export interface Scene {
  readonly context: CanvasRenderingContext2D;
  readonly axes: LaneAxes;
  /** Of a position on the common axis. */
  readonly x: (position: number) => number;
  readonly y: BandedScale<NormBand>;
  /** Left edge of the plot, and its width. */
  readonly left: number;
  readonly width: number;
}

/** Shades the highlighted block of every lane that has it, and marks the highlighted layer (null: none), over the whole height. */
export function drawHighlight({ context, axes, x }: Scene, height: number, cursor: LanePlace | null): void {
  const highlight = highlightStore.getState();
  const { accent, ink } = chartColours();
  const spans = new Set(
    axes.axes.flatMap((axis, lane) => {
      const own = axis.layers.filter((place) => isLitBlock(highlight, place.layer.block));
      if (own.length === 0) return [];
      const positions = own.map(({ position }) => position);
      const edges = [Math.min(...positions) - 0.5, Math.max(...positions) + 0.5];
      return [edges.map((edge) => x(axes.place(lane, edge))).join()];
    }),
  );
  for (const span of spans) {
    const [from = 0, to = 0] = span.split(',').map(Number);
    context.save();
    context.fillStyle = accent;
    context.globalAlpha = 0.16;
    context.fillRect(from, 0, to - from, height);
    context.restore();
  }
  const place = cursor === null ? undefined : axes.layer(cursor);
  if (cursor === null || place === undefined) return;
  const at = x(axes.place(cursor.lane, place.position));
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at, 0);
  context.lineTo(at, height);
  context.stroke();
}

/** The norms of step 0, faint; where the range has moved away from them the line leaves the plot. */
export function drawInitial(scene: Scene, initial: readonly LaneNorms[]): void {
  const { context, y, left, width } = scene;
  context.save();
  context.beginPath();
  context.rect(left, y.top, width, y.bottom - y.top);
  context.clip();
  context.globalAlpha = 0.7;
  context.lineWidth = 1;
  context.setLineDash([1.5, 2.5]);
  initial.forEach((norms, lane) => {
    context.strokeStyle = laneColour(lane);
    strokeNorms(scene, norms, lane, y.free);
  });
  context.restore();
}

/** How the marks of a lane are spread: every so manieth layer has one, of this radius. */
function markSpacing({ axes, x }: Scene, lane: number): { readonly every: number; readonly radius: number } {
  const spacing = x(axes.place(lane, 1)) - x(axes.place(lane, 0));
  const every = Math.max(1, Math.ceil(MARK_DISTANCE / spacing));
  return { every, radius: Math.max(1.7, Math.min(4, 0.38 * spacing * every)) };
}

/** A lane's newest norms: a line along the main line, a mark per layer, hollow ones for projections. */
export function drawLane(scene: Scene, norms: LaneNorms, lane: number): void {
  const { context, axes, y } = scene;
  const x = (position: number): number => scene.x(axes.place(lane, position));
  const { every, radius } = markSpacing(scene, lane);
  context.strokeStyle = laneColour(lane);
  context.fillStyle = laneColour(lane);
  context.lineWidth = 1.75;
  context.setLineDash(laneDash(lane));
  strokeNorms(scene, norms, lane, y.place);
  context.setLineDash([]);
  const filled: { readonly x: number; readonly y: number }[] = [];
  axes.of(lane).layers.forEach(({ position, onMainLine }, row) => {
    const value = norms[row];
    if (value === undefined) return;
    const place = { x: x(position), y: y.place(value) };
    if (!onMainLine) drawLaneMark(context, lane, place.x, place.y, radius + 0.6, chartColours().surface);
    else if (normBand(value) !== null || position % every === 0) filled.push(place);
  });
  drawLaneMarks(context, lane, filled, radius);
}

/** The mark of the highlighted layer, or of what stands for it in this lane, larger than the others. */
export function drawLit(scene: Scene, norms: LaneNorms, lane: number, cursor: LanePlace): void {
  const { context, axes, y } = scene;
  const row = axes.counterpart(cursor, lane);
  const place = axes.of(lane).layers[row];
  const value = norms[row];
  if (place === undefined || value === undefined) return;
  context.strokeStyle = laneColour(lane);
  context.fillStyle = laneColour(lane);
  const at = scene.x(axes.place(lane, place.position));
  const hollow = place.onMainLine ? null : chartColours().surface;
  drawLaneMark(context, lane, at, y.place(value), markSpacing(scene, lane).radius + 2, hollow);
}

/** Connects neighbouring main-line layers whose norms have a place on the logarithmic part. */
function strokeNorms(
  { context, axes, ...scene }: Scene,
  norms: LaneNorms,
  lane: number,
  y: (value: number) => number,
): void {
  const x = (position: number): number => scene.x(axes.place(lane, position));
  let isOpen = false;
  context.beginPath();
  axes.of(lane).layers.forEach(({ position, onMainLine }, row) => {
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
