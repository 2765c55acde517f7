/** Loss and accuracy at frame rate: two plots over the same steps with one cursor. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Messages } from '../../i18n/messages';
import { chanceOfRun } from '../../state/chance';
import { experimentStore } from '../../state/experiment';
import { laneName } from '../../state/lane-style';
import { metricsStore } from '../../state/metrics';
import { overlays, pinStore } from '../../state/pins';
import { runStore } from '../../state/run';
import { chooseSpan, spanStore } from '../../state/span';
import { Brush, StepCursor } from '../core/cursor';
import { changeMarks } from '../core/changes';
import { chartColours, laneColour } from '../core/colours';
import { ReadoutWriter, writeAttribute, writeText } from '../core/dom';
import { isWithin, stepWindow, type StepWindow } from '../geometry/steps';
import { formatExact, formatPercent } from '../geometry/format';
import { drawLaneMark } from '../core/lane-marks';
import { measured } from '../core/series';
import type { Invalidate, View } from '../core/hooks';
import { CurvePlot, type CurveScale } from './curve-plot';
import { accuracyScale, lossScale } from './curve-scales';
import { CurvesData, type Curve } from './curves-data';
import { drawOverlays, overlayEnd, overlayLosses } from './overlay';

export class CurvesView implements View {
  readonly #cursor = new StepCursor();
  readonly #brush = new Brush(chooseSpan);
  readonly #data = new CurvesData();
  readonly #panel: HTMLElement;
  readonly #plans: readonly LanePlan[];
  readonly #messages: Messages['charts'];
  readonly #plots: Record<Curve, CurvePlot>;
  readonly #slider: HTMLElement | null;
  readonly #readout: ReadoutWriter;
  readonly #invalidate: () => void;
  /** Of the last drawing of the series; null before the first. */
  #scales: Record<Curve, CurveScale> | null = null;

  constructor(
    panel: HTMLElement,
    plans: readonly LanePlan[],
    messages: Messages['charts'],
    invalidate: Invalidate,
  ) {
    const host = (curve: Curve): HTMLElement => {
      const element = panel.querySelector<HTMLElement>(`.chart-subplot[data-curve="${curve}"]`);
      if (element === null) throw new Error(`The curves panel lacks its plot of ${curve}`);
      return element;
    };
    const { xTitle: x, accuracyTitle } = messages.curves;
    const resized = (): void => invalidate(true);
    this.#panel = panel;
    this.#plans = plans;
    this.#messages = messages;
    this.#plots = {
      loss: new CurvePlot(host('loss'), { x, y: messages.curves.loss }, resized),
      accuracy: new CurvePlot(host('accuracy'), { x, y: accuracyTitle }, resized),
    };
    this.#slider = panel.querySelector('.chart-plot');
    this.#readout = new ReadoutWriter(panel);
    this.#invalidate = invalidate;
  }

  dispose(): void {
    this.#plots.loss.plot.dispose();
    this.#plots.accuracy.plot.dispose();
  }

  /** Puts the cursor on the step under a pointer over one of the plots. */
  point(event: { readonly clientX: number; readonly clientY: number; readonly target: unknown }): void {
    const over = event.target instanceof Element ? event.target.closest('.chart-subplot') : null;
    if (metricsStore.length === 0 || !(over instanceof HTMLElement)) return;
    const plot = this.#plots[over.dataset['curve'] === 'loss' ? 'loss' : 'accuracy'];
    const window = this.#window();
    const step = Math.round(plot.x(window).invert(plot.plot.locate(event).x));
    this.#cursor.put(step, metricsStore, window);
    const place = this.#placeOf(event);
    if (place !== null) this.#brush.move(place.x, place.step);
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed over a plot. */
  brush(event: { readonly clientX: number; readonly clientY: number; readonly target: unknown }): void {
    this.point(event);
    const place = this.#placeOf(event);
    if (place !== null) this.#brush.begin(place.x, place.step);
  }

  /** Shows the span that was brushed. */
  release(): void {
    this.#brush.end();
    this.#invalidate();
  }

  #placeOf(event: { readonly clientX: number; readonly clientY: number; readonly target: unknown }) {
    const over = event.target instanceof Element ? event.target.closest('.chart-subplot') : null;
    if (!(over instanceof HTMLElement)) return null;
    const plot = this.#plots[over.dataset['curve'] === 'loss' ? 'loss' : 'accuracy'];
    const { x } = plot.plot.locate(event);
    const window = this.#window();
    return { x, step: Math.max(window.start, Math.min(this.#end(window) - 1, plot.x(window).invert(x))) };
  }

  press(key: string): boolean {
    if (!this.#cursor.press(key, metricsStore, this.#window())) return false;
    this.#invalidate();
    return true;
  }

  clearCursor(): void {
    this.#brush.cancel();
    this.#cursor.step = null;
    this.#invalidate();
  }

  /** Step and exact values at the cursor, as one sentence. */
  announcement(): string {
    const { step } = this.#cursor;
    if (step === null) return this.#messages.waiting;
    const values = metricsStore.layout.lanes.map(({ id }, i) =>
      this.#messages.reading(laneName(id), this.#reading(i, step)),
    );
    return [this.#messages.step(step), ...values].join(', ');
  }

  draw(_: number, fresh: boolean): boolean {
    const window = this.#window();
    this.#cursor.follow(metricsStore, window);
    if (fresh || this.#scales === null) this.#scales = this.#drawSeries(window);
    this.#drawTop('loss', window, this.#scales.loss);
    this.#drawTop('accuracy', window, this.#scales.accuracy);
    this.#writeTexts();
    return false;
  }

  /** Takes what is new and draws both plots; returns their scales. */
  #drawSeries(window: StepWindow): Record<Curve, CurveScale> {
    const { loss, accuracy } = this.#plots;
    this.#data.update(metricsStore, window, Math.min(loss.room, accuracy.room));
    const { config } = experimentStore.getState();
    const { training: chance } = chanceOfRun(config, runStore.getState());
    const diverged = this.#data.diverged.some((at) => at !== null && isWithin(window, at));
    const scales = {
      loss: lossScale(this.#data.of('loss'), {
        loss: config.loss,
        diverged,
        chance,
        height: loss.height,
        messages: this.#messages,
        others: [...overlayLosses(window, config.loss), ...this.#testLosses(window)],
      }),
      accuracy: accuracyScale(chance, accuracy.height, this.#messages),
    };
    this.#drawPlot('loss', window, scales.loss);
    this.#drawPlot('accuracy', window, scales.accuracy);
    return scales;
  }

  /** Finite losses on the test images in sight. */
  #testLosses(window: StepWindow): readonly number[] {
    const tests = runStore.getState().lanes.flatMap((lane) => lane.tests);
    return tests.flatMap(({ step, loss }) =>
      loss > 0 && loss < Infinity && isWithin(window, step) ? [loss] : [],
    );
  }

  #planOf(lane: string): LanePlan | undefined {
    return this.#plans[metricsStore.layout.lanes.findIndex(({ id }) => id === lane)];
  }

  /** Step after the last one in sight. */
  #end({ start, span }: StepWindow): number {
    return Math.min(metricsStore.endStep, start + span);
  }

  #window(): StepWindow {
    const { endStep, capacity } = metricsStore;
    const { span } = spanStore.getState();
    if (span !== null) return { start: span.from, span: span.to - span.from + 1 };
    return stepWindow(Math.max(endStep, this.#overlayEnd(capacity)));
  }

  /** Step after the last one of all overlaid runs; of longer ones a new run would be too small to see. */
  #overlayEnd(capacity: number): number {
    return Math.min(capacity, overlayEnd(overlays(pinStore.getState())));
  }

  #drawPlot(curve: Curve, window: StepWindow, scale: CurveScale): void {
    const plot = this.#plots[curve];
    const context = plot.begin(window, scale);
    if (context === null) return;
    const { raw, smooth } = this.#data.of(curve);
    const { lanes } = metricsStore.layout;
    const end = this.#end(window);
    const x = plot.x(window);
    drawOverlays(context, plot, curve, window, scale.place, experimentStore.getState().config.loss);
    lanes.forEach((_, lane) => plot.line(context, raw, lane, end, scale.place, false));
    lanes.forEach((_, lane) => plot.line(context, smooth, lane, end, scale.place, true));
    lanes.forEach(({ id }, lane) => {
      const tests = runStore.getState().lanes.find((facts) => facts.id === id)?.tests ?? [];
      plot.tests(context, tests, (test) => test[curve], lane, window, scale.place);
      if (curve === 'loss') this.#drawDivergence(context, lane, x, window, scale);
    });
    const marks = changeMarks(this.#messages, { window, x, planOf: (lane) => this.#planOf(lane) });
    plot.switches(context, marks, this.#messages.moreSwitches);
  }

  /** The span that is brushed, and the cursor with the values there. */
  #drawTop(curve: Curve, window: StepWindow, scale: CurveScale): void {
    const plot = this.#plots[curve];
    const brushed = this.#brush.area;
    const { step } = this.#cursor;
    const context = plot.beginTop(brushed !== null || step !== null);
    if (context === null) return;
    if (brushed !== null) {
      context.save();
      context.fillStyle = chartColours().accent;
      context.globalAlpha = 0.18;
      context.fillRect(brushed[0], 0, brushed[1] - brushed[0], plot.height);
      context.restore();
    }
    if (step === null) return;
    const x = plot.x(window);
    plot.cursor(context, x(step));
    metricsStore.layout.lanes.forEach((_, lane) => {
      const value = measured(metricsStore, lane, metricsStore.column(lane, curve), step);
      if (value === undefined) return;
      context.fillStyle = laneColour(lane);
      drawLaneMark(context, lane, x(step), scale.place(value), 4.5);
    });
  }

  /** From the step at which a lane diverged: a line in the band of what is not finite. */
  #drawDivergence(
    context: CanvasRenderingContext2D,
    lane: number,
    x: (step: number) => number,
    window: StepWindow,
    scale: CurveScale,
  ): void {
    const at = this.#data.diverged[lane] ?? null;
    if (at === null || !isWithin(window, at)) return;
    context.fillStyle = laneColour(lane);
    // One beside the other where two lanes diverge at the same step.
    drawLaneMark(context, lane, x(at) + 4 * lane, scale.place(Number.NaN), 5);
  }

  #reading(lane: number, step: number): string {
    const [loss, accuracy] = (['loss', 'accuracy'] as const).map((name) =>
      measured(metricsStore, lane, metricsStore.column(lane, name), step),
    );
    if (loss === undefined || accuracy === undefined) return this.#messages.table.none;
    const id = metricsStore.layout.lanes[lane]?.id;
    const test = runStore
      .getState()
      .lanes.find((facts) => facts.id === id)
      ?.tests.findLast((candidate) => candidate.step <= step);
    const text = this.#messages.curves.reading(formatExact(loss), formatPercent(accuracy));
    return test === undefined
      ? text
      : text + this.#messages.curves.testReading(test.step, formatPercent(test.accuracy));
  }

  #writeTexts(): void {
    const { lanes } = metricsStore.layout;
    const diverged = lanes.flatMap(({ id }, i) => {
      const at = this.#data.diverged[i] ?? null;
      return at === null ? [] : [this.#messages.curves.diverged(laneName(id), at)];
    });
    writeText(this.#panel.querySelector('.chart-diverged'), diverged.join(' · '));
    const { step } = this.#cursor;
    if (step === null) {
      this.#readout.clear();
      return;
    }
    this.#readout.write(
      this.#messages.step(step),
      lanes.map((_, lane) => this.#reading(lane, step)),
    );
    writeAttribute(this.#slider, 'aria-valuemax', String(metricsStore.endStep - 1));
    writeAttribute(this.#slider, 'aria-valuenow', String(step));
    writeAttribute(this.#slider, 'aria-valuetext', this.#messages.step(step));
  }
}
