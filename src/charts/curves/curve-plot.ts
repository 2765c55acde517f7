/** One of the two plots of the curves: its axes, and its lines and marks at frame rate. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { TestFacts } from '../../state/run';
import {
  drawBoxes,
  drawColumns,
  drawRows,
  drawTexts,
  stepTicks,
  type AxisTick,
  type AxisText,
} from '../core/axes';
import { drawBand } from '../core/band';
import { chartColours, laneColour } from '../core/colours';
import type { ColumnBins } from '../geometry/columns';
import type { StepWindow } from '../geometry/steps';
import { drawLaneMark, laneDash } from '../core/lane-marks';
import { Plot, type Margins } from '../core/plot';
import { drawSwitchMarks, type DrawnMark } from '../core/changes';

const MARGINS: Margins = { top: 34, right: 14, bottom: 38, left: 62 };

/** Fewest pixels between two marks of test results. */
const TEST_DISTANCE = 14;

/** The vertical axis of a plot; pixels are relative to the top margin. */
export interface CurveScale {
  readonly key: string;
  readonly place: (value: number) => number;
  readonly ticks: readonly AxisTick[];
  readonly bands: readonly { readonly top: number; readonly bottom: number; readonly label: string }[];
  /** A line across; null for none. */
  readonly chance: { readonly value: number; readonly label: string } | null;
  /** Title of the axis, where it is not always the same. */
  readonly title?: string;
}

export class CurvePlot {
  readonly plot: Plot;
  readonly #titles: { readonly x: string; readonly y: string };
  #drawnAxes = '';

  constructor(host: HTMLElement, titles: { readonly x: string; readonly y: string }, resized: () => void) {
    this.plot = new Plot(host, resized);
    this.#titles = titles;
  }

  /** Height of the plot without its margins. */
  get height(): number {
    return Math.max(1, this.plot.height - MARGINS.top - MARGINS.bottom);
  }

  /** Where the plot begins below its title. */
  get top(): number {
    return MARGINS.top;
  }

  get room(): number {
    return Math.max(1, this.plot.width - MARGINS.left - MARGINS.right);
  }

  x({ start, span }: StepWindow): ScaleLinear<number, number> {
    return scaleLinear([start, start + span], [MARGINS.left, MARGINS.left + this.room]);
  }

  /** Starts a frame: axes where they changed, and an empty canvas with its origin at the top margin. */
  begin(window: StepWindow, scale: CurveScale): CanvasRenderingContext2D | null {
    const context = this.plot.begin();
    if (context === null) return null;
    this.#drawAxes(window, scale);
    context.translate(0, MARGINS.top);
    if (scale.chance !== null) {
      const at = scale.place(scale.chance.value);
      context.strokeStyle = chartColours().muted;
      context.lineWidth = 1;
      context.setLineDash([2, 4]);
      context.beginPath();
      context.moveTo(MARGINS.left, at);
      context.lineTo(MARGINS.left + this.room, at);
      context.stroke();
      context.setLineDash([]);
    }
    return context;
  }

  /** An empty canvas above the series, with the same origin; null also where nothing is to be drawn there. */
  beginTop(isSomething: boolean): CanvasRenderingContext2D | null {
    const context = this.plot.beginTop(isSomething);
    context?.translate(0, MARGINS.top);
    return context;
  }

  /**
   * Line through the smallest and largest value of each column, past columns of which no step is held; it breaks where a value is
   * not finite. What is not bold is the band between them where steps share columns.
   */
  line(
    context: CanvasRenderingContext2D,
    bins: ColumnBins,
    lane: number,
    end: number,
    place: (value: number) => number,
    bold: boolean,
  ): void {
    const x = this.x(bins.window);
    const { stepsPerColumn: steps } = bins;
    const { start } = bins.window;
    const stop = end > start ? bins.columnOf(end - 1) + 1 : 0;
    const filled = bins.filled(stop);
    context.save();
    context.strokeStyle = laneColour(lane);
    context.lineJoin = 'round';
    context.lineWidth = bold ? 2.25 : 1;
    context.globalAlpha = bold ? 1 : 0.4;
    context.setLineDash(bold ? laneDash(lane) : []);
    if (!bold && steps > 1) {
      context.fillStyle = laneColour(lane);
      const columns = filled.map((column) => {
        const [low, high] = [bins.min(lane, column), bins.max(lane, column)];
        const at = x(start + column * steps + (steps - 1) / 2);
        return Number.isFinite(low + high) ? { x: at, low: place(low), high: place(high) } : null;
      });
      drawBand(context, columns);
      context.restore();
      return;
    }
    context.beginPath();
    let open = false;
    for (const column of filled) {
      const at = x(start + column * steps + (steps - 1) / 2);
      const [low, high] = [bins.min(lane, column), bins.max(lane, column)];
      // Upwards and downwards in turn, so that the line does not saw.
      for (const value of low === high ? [low] : column % 2 === 0 ? [low, high] : [high, low]) {
        if (!Number.isFinite(value)) {
          open = false;
        } else {
          if (open) context.lineTo(at, place(value));
          else context.moveTo(at, place(value));
          open = true;
        }
      }
    }
    context.stroke();
    context.restore();
  }

  /** Measurements on the test images as hollow marks. */
  tests(
    context: CanvasRenderingContext2D,
    tests: readonly TestFacts[],
    valueOf: (test: TestFacts) => number,
    lane: number,
    window: StepWindow,
    place: (value: number) => number,
  ): void {
    const x = this.x(window);
    context.save();
    context.strokeStyle = laneColour(lane);
    let last = -Infinity;
    for (const test of tests.toReversed()) {
      if (test.step < window.start) break;
      // After the last step of a window is at its edge.
      if (test.step > window.start + window.span) continue;
      const at = x(test.step);
      // From the newest backwards, so that the newest is always among those that have room.
      if (Math.abs(at - last) < TEST_DISTANCE) continue;
      last = at;
      drawLaneMark(context, lane, at, place(valueOf(test)), 4, chartColours().surface);
    }
    context.restore();
  }

  switches(
    context: CanvasRenderingContext2D,
    marks: readonly DrawnMark[],
    combine: (text: string, more: number) => string,
  ): void {
    const area = {
      left: MARGINS.left,
      right: MARGINS.left + this.room,
      label: -6,
      top: 0,
      bottom: this.height,
    };
    drawSwitchMarks(context, marks, area, combine);
  }

  cursor(context: CanvasRenderingContext2D, at: number): void {
    context.strokeStyle = chartColours().ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, this.height);
    context.stroke();
  }

  #drawAxes(window: StepWindow, scale: CurveScale): void {
    const { svg, width, height } = this.plot;
    const key = [window.start, window.span, width, height, scale.key].join();
    if (key === this.#drawnAxes) return;
    this.#drawnAxes = key;
    const { left, top, bottom } = MARGINS;
    const right = left + this.room;
    const texts: AxisText[] = [
      { x: 0, y: 11, anchor: 'start', text: scale.title ?? this.#titles.y, role: 'title' },
      { x: (left + right) / 2, y: height - 4, anchor: 'middle', text: this.#titles.x, role: 'title' },
      ...(scale.chance === null ? [] : [scale.chance]).map(({ value, label }): AxisText => {
        return { x: right, y: top + scale.place(value) - 4, anchor: 'end', text: label, role: 'label' };
      }),
      ...scale.bands.map((band): AxisText => {
        const y = top + (band.top + band.bottom) / 2 + 4;
        return { x: left - 7, y, anchor: 'end', text: band.label, role: 'label' };
      }),
    ];
    drawBoxes(
      svg,
      scale.bands.map((band) => {
        const box = { x: left, y: top + band.top, width: right - left, height: band.bottom - band.top };
        return { ...box, role: 'band' as const };
      }),
    );
    const rows = scale.ticks.map((tick) => ({ ...tick, at: tick.at + top }));
    drawRows(svg, rows, left, right);
    drawColumns(svg, stepTicks(this.x(window), this.room), height - bottom);
    drawTexts(svg, texts);
  }
}
