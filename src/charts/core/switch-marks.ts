/** Skip switches thrown while training, as vertical lines over a chart, with labels that do not run into each other. */
import { chartColours } from './colours';
import { placeLabels } from '../geometry/labels';

export interface DrawnMark {
  readonly x: number;
  readonly text: string;
}

export interface MarkArea {
  readonly left: number;
  readonly right: number;
  /** Baseline of the labels. */
  readonly label: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws the marks; `combine` words a label that stands for more than its own switch. */
export function drawSwitchMarks(
  context: CanvasRenderingContext2D,
  marks: readonly DrawnMark[],
  area: MarkArea,
  combine: (text: string, more: number) => string,
): void {
  if (marks.length === 0) return;
  const { ink, surface, font } = chartColours();
  context.save();
  context.font = `11px ${font}`;
  context.setLineDash([]);
  for (const { x } of marks) {
    // A light line under a dark one, or the reverse: visible on every colour of a map.
    for (const [colour, width] of [
      [surface, 3],
      [ink, 1.25],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x, area.label + 3);
      context.lineTo(x, area.bottom);
      context.stroke();
    }
  }
  const labels = placeLabels(
    marks.map(({ x, text }) => ({ x: x - area.left, item: text })),
    area.right - area.left,
    (text, more) => context.measureText(combine(text, more)).width,
  );
  context.fillStyle = ink;
  for (const { left, item, more } of labels)
    context.fillText(combine(item, more), area.left + left, area.label);
  context.restore();
}
