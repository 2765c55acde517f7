/** How kept runs look in every chart, so that a legend names them once for all. */
import { chartColours } from './colours';

const DASHES: readonly (readonly number[])[] = [
  [5, 3],
  [1.5, 2.5],
  [9, 3],
  [9, 3, 1.5, 3],
  [5, 2, 1.5, 2, 1.5, 2],
];

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
