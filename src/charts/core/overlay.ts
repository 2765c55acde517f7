/** How kept runs look in every chart, so that a legend names them once for all. */
import { line } from 'd3';
import { chartColours, laneColour } from './colours';

const DASHES: readonly (readonly number[])[] = [
  [5, 3],
  [1.5, 2.5],
  [9, 3],
  [9, 3, 1.5, 3],
  [5, 2, 1.5, 2, 1.5, 2],
];

/** A place of a kept line in a chart, in CSS pixels; null where it breaks. */
export type OverlayPoint = { readonly x: number; readonly y: number } | null;

/**
 * Draws a kept line, thin and in the colour of its lane, which stays the fill colour of the context.
 * @param place Of its run among those that are shown.
 */
export function strokeOverlay(
  context: CanvasRenderingContext2D,
  place: number,
  lane: number,
  points: readonly OverlayPoint[],
): void {
  context.strokeStyle = context.fillStyle = laneColour(lane);
  context.lineWidth = 1.25;
  context.setLineDash(overlayDash(place));
  context.beginPath();
  line<OverlayPoint>()
    .defined((point) => point !== null)
    .x((point) => point?.x ?? 0)
    .y((point) => point?.y ?? 0)
    .context(context)(points);
  context.stroke();
}

/** Dash of an overlaid run by its place among those that are shown; with more runs than dashes they repeat. */
export function overlayDash(index: number): number[] {
  return [...(DASHES[index % DASHES.length] ?? [])];
}

/** Writes what names a kept line beside it, in the fill colour of the context, readable over whatever it crosses. */
export function drawOverlayLabel(
  context: CanvasRenderingContext2D,
  text: string,
  left: number,
  baseline: number,
): void {
  const { font, surface } = chartColours();
  context.setLineDash([]);
  context.font = `600 11px ${font}`;
  context.lineWidth = 3;
  context.strokeStyle = surface;
  context.strokeText(text, left, baseline);
  context.fillText(text, left, baseline);
}
