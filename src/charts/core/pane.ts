/** One area to draw in: axes along its edges, drawn anew only when they changed, and marks on its canvases. */
import {
  drawBoxes,
  drawColumns,
  drawRows,
  drawTexts,
  type AxisText,
  type HorizontalAxis,
  type VerticalAxis,
} from './axes';
import type { Frame, Mark } from './marks';
import type { Pen } from './pen';
import { Plot } from './plot';

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Margins, or those of a plot of this size, in units. */
export type MarginsOf = Margins | ((width: number, height: number) => Margins);

export interface PaneDrawing {
  readonly axis: VerticalAxis;
  /** Null where nothing is drawn on the canvas, as on maps that have canvases of their own. */
  readonly marks: readonly Mark[] | null;
}

export class Pane {
  readonly plot: Plot;
  readonly #margins: MarginsOf;
  #drawn = '';
  /** What was drawn last. */
  #last: { readonly along: HorizontalAxis; readonly drawing: PaneDrawing } | null = null;

  /** Fills the host; `resized` hears of another size, also of the first. */
  constructor(host: HTMLElement, margins: MarginsOf, resized: () => void) {
    this.plot = new Plot(host, resized);
    this.#margins = margins;
  }

  dispose(): void {
    this.plot.dispose();
  }

  get margins(): Margins {
    const { width, height } = this.plot;
    return typeof this.#margins === 'function' ? this.#margins(width, height) : this.#margins;
  }

  /** Width of the plot without its margins. */
  get room(): number {
    const { left, right } = this.margins;
    return Math.max(1, this.plot.width - left - right);
  }

  get height(): number {
    const { top, bottom } = this.margins;
    return Math.max(1, this.plot.height - top - bottom);
  }

  get right(): number {
    return this.margins.left + this.room;
  }

  /** Where a pointer is, from the top margin down. */
  locate(event: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } {
    const { x, y } = this.plot.locate(event);
    return { x, y: y - this.margins.top };
  }

  /** Draws the axes where they changed, and the marks on a cleared canvas. */
  draw(along: HorizontalAxis, { axis, marks }: PaneDrawing): void {
    if (this.plot.width === 0 || this.plot.height === 0) return;
    this.#last = { along, drawing: { axis, marks } };
    this.#drawAxes(along, axis);
    if (marks !== null) this.#drawMarks(this.plot.begin(), along, axis, marks);
  }

  /** Draws the marks of the last drawing once more, elsewhere: for pictures. The axes are in the plot's SVG. */
  paint(pen: Pen): void {
    if (this.#last === null) return;
    const { along, drawing } = this.#last;
    this.#drawMarks(pen, along, drawing.axis, drawing.marks ?? []);
  }

  /** Draws what follows the pointer. */
  drawTop(along: HorizontalAxis, axis: VerticalAxis, marks: readonly Mark[]): void {
    this.#drawMarks(this.plot.beginTop(marks.length > 0), along, axis, marks);
  }

  #drawMarks(context: Pen | null, { x }: HorizontalAxis, axis: VerticalAxis, marks: readonly Mark[]): void {
    if (context === null) return;
    const { left, top } = this.margins;
    context.translate(0, top);
    const frame: Frame = { context, x, axis, left, right: this.right, height: this.height };
    for (const mark of marks) mark(frame);
  }

  #drawAxes(along: HorizontalAxis, axis: VerticalAxis): void {
    const { svg, width, height } = this.plot;
    const { left, top, right: beyond, bottom } = this.margins;
    const key = [
      along.key,
      along.title,
      along.side,
      width,
      height,
      axis.key,
      left,
      top,
      beyond,
      bottom,
    ].join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { right } = this;
    const parts = along.parts ?? [];
    const texts: AxisText[] = [
      along.side === 'end'
        ? {
            x: besideTicks(along, right),
            y: height - bottom + 17,
            anchor: 'start',
            text: along.title,
            role: 'title',
          }
        : // The higher the margin below, the higher the title in it.
          {
            x: (left + right) / 2,
            y: height - (bottom - 30) / 2,
            anchor: 'middle',
            text: along.title,
            role: 'title',
          },
      ...parts.map(({ from, to, text }): AxisText => {
        return { x: (from + to) / 2, y: top - 6, anchor: 'middle', text, role: 'label' };
      }),
      ...axis.labels.map(({ at, text, side }): AxisText => {
        const y = top + at;
        if (side === 'above') return { x: left, y, anchor: 'start', text, role: 'strong' };
        return { x: left - 7, y, anchor: 'end', text, role: 'label' };
      }),
    ];
    if (axis.title !== undefined)
      texts.unshift({ x: 0, y: 12, anchor: 'start', text: axis.title, role: 'title' });
    drawBoxes(svg, [
      ...parts
        .filter((_, i) => i % 2 === 0)
        .map(({ from, to }) => ({
          x: from,
          y: top,
          width: to - from,
          height: this.height,
          role: 'stage' as const,
        })),
      ...axis.boxes.map(({ role, ...box }) => {
        // A frame is around what it frames.
        const around = role === 'frame' ? 0.5 : 0;
        return {
          x: left - around,
          y: top + box.top - around,
          width: right - left + 2 * around,
          height: box.bottom - box.top + 2 * around,
          role,
        };
      }),
    ]);
    drawRows(
      svg,
      axis.ticks.map((tick) => ({ ...tick, at: top + tick.at })),
      left,
      right,
    );
    drawColumns(svg, along.ticks, height - bottom);
    drawTexts(svg, texts);
  }
}

/** Half the width of a digit below the axis, and the gap after the last one, in units. */
const HALF_DIGIT = 3.75;
const AFTER = 6;

/** Where a title right of an axis begins: clear of the number of its last tick, which may reach beyond the axis. */
function besideTicks({ ticks }: HorizontalAxis, right: number): number {
  const ends = ticks.map(({ at, label }) => at + HALF_DIGIT * (label?.length ?? 0) + AFTER);
  return Math.max(right + 10, ...ends);
}
