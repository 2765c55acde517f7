/** Loss and accuracy over the steps, with the means of both, the measurements on the test images, and kept runs behind them. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { chanceOfRun, type TestFacts } from '../../state/run';
import { changes } from '../core/changes';
import { laneColour } from '../core/colours';
import { writeText } from '../core/dom';
import type { ChartData } from '../core/exhibit';
import { laneDash } from '../core/lane-marks';
import { shortTitle } from '../core/lane-title';
import { keptLabels, keptLine } from '../core/kept-lines';
import { labelBoxes, lineLabels, type LineLabel } from '../core/line-labels';
import { area, dots, line, ruleX, ruleY, type Frame, type Mark, type Point } from '../core/marks';
import type { Margins, PaneDrawing } from '../core/pane';
import { measured } from '../core/series';
import { stagePlot } from '../core/stage';
import type { CursorPlace, StepChart, StepScene } from '../core/step-plot';
import { PAGE_STORES, type ChartStores } from '../core/stores';
import type { ColumnBins } from '../geometry/columns';
import { formatReading, formatShort } from '../geometry/format';
import { isWithin, type StepWindow } from '../geometry/steps';
import { accuracyAxis, lossAxis, type CurveAxis } from './curve-scales';
import { CURVES, CurvesData, type Curve } from './curves-data';
import { curvesData } from './curves-rows';
import { KeptCurves } from './kept-curves';

/** Fewest pixels between two marks of test results. */
const TEST_DISTANCE = 14;

/** What is shown of the curves. */
export interface CurvesView {
  readonly curves: readonly Curve[];
  /** The axis of the loss begins at 0 and is not logarithmic. */
  readonly linear: boolean;
  readonly batches: boolean;
  readonly tests: boolean;
}

export class CurvesChart implements StepChart {
  readonly xTitle: string;
  readonly margins = (width: number, height: number): Margins => stagePlot(width, height, 'names').margins;
  readonly #view: CurvesView;
  readonly #data = new CurvesData();
  readonly #panel: HTMLElement;
  readonly #plans: readonly LanePlan[];
  readonly #messages: Messages['charts'];
  readonly #stores: ChartStores;
  readonly #kept: KeptCurves;

  constructor(
    panel: HTMLElement,
    plans: readonly LanePlan[],
    messages: Messages['charts'],
    view: CurvesView,
    stores: ChartStores = PAGE_STORES,
  ) {
    this.xTitle = messages.curves.xTitle;
    this.#view = view;
    this.#panel = panel;
    this.#plans = plans;
    this.#messages = messages;
    this.#stores = stores;
    this.#kept = new KeptCurves(messages, stores);
  }

  series() {
    return this.#stores.metrics;
  }

  besides(): number {
    return this.#kept.endStep;
  }

  get name(): string {
    return this.#view.curves.join('-');
  }

  what(): string {
    const { config } = this.#stores.experiment.getState();
    const { lossTitle, accuracyTitle } = this.#messages.curves;
    const names = { loss: lossTitle(config.loss, false), accuracy: accuracyTitle };
    return this.#messages.joins.list(this.#view.curves.map((curve) => names[curve]));
  }

  data(window: StepWindow): ChartData {
    const { metrics, run, experiment } = this.#stores;
    return curvesData(metrics, run.getState().lanes, window, {
      curves: this.#view.curves,
      loss: experiment.getState().config.loss,
      messages: this.#messages,
    });
  }

  draw(scenes: readonly StepScene[]): readonly PaneDrawing[] {
    const [first] = scenes;
    if (first === undefined) return [];
    const { window } = first;
    const room = Math.min(...scenes.map(({ pane }) => pane.room));
    this.#data.update(this.#stores.metrics, window, room);
    const { config } = this.#stores.experiment.getState();
    const { training: chance } = chanceOfRun(config, this.#stores.run.getState());
    return scenes.flatMap((scene, i) => {
      const curve = this.#view.curves[i];
      if (curve === undefined) return [];
      const { height } = scene.pane;
      const axis =
        curve === 'accuracy'
          ? accuracyAxis(chance, height, this.#messages)
          : lossAxis(this.#data.of('loss'), {
              loss: config.loss,
              diverged: this.#data.diverged.some((at) => at !== null && isWithin(window, at)),
              chance,
              height,
              messages: this.#messages,
              others: [...this.#kept.within(window).losses, ...this.#testLosses(window)],
              linear: this.#view.linear,
            });
      return [this.#drawing(curve, scene, axis)];
    });
  }

  #drawing(curve: Curve, { window, x }: StepScene, own: CurveAxis): PaneDrawing {
    const { batches, tests, curves } = this.#view;
    const { raw, smooth } = this.#data.of(curve);
    const { metrics, run } = this.#stores;
    const { lanes } = metrics.layout;
    const end = Math.min(metrics.endStep, window.start + window.span);
    const facts = run.getState();
    // One plot alone is named by its panel.
    const { title, ...untitled } = own;
    const axis = curves.length > 1 && title !== undefined ? own : untitled;
    const kept = this.#kept.within(window).lines.get(curve) ?? [];
    const marks = [
      ruleY(own.chance.value),
      ...kept.map(keptLine),
      ...(batches ? lanes.map((_, lane) => rawCurve(raw, lane, end)) : []),
      ...lanes.map((_, lane) =>
        line(curvePoints(smooth, lane, end), {
          colour: laneColour(lane),
          width: 2.25,
          dash: laneDash(lane),
          join: 'round',
        }),
      ),
      ...lanes.flatMap(({ id }, lane) => {
        const made = facts.lanes.find((one) => one.id === id)?.tests ?? [];
        const shown = spacedTests(made, window, x).map((test) => ({ x: test.step, y: test[curve] }));
        const at = this.#data.diverged[lane] ?? null;
        const isDiverged = curve === 'loss' && at !== null && isWithin(window, at);
        return [
          ...(tests ? [dots(lane, shown, { radius: 4, hollow: true })] : []),
          // In the band of what is not finite, one beside the other where two lanes diverge at the same step.
          ...(isDiverged ? [dots(lane, [{ x: at, y: Number.NaN }], { radius: 5, shift: 4 * lane })] : []),
        ];
      }),
      changes(this.#messages, { run: facts, window, planOf: (lane) => this.#planOf(lane) }),
      keptLabels(kept, (frame) => labelBoxes(this.#labels(curve, end, frame), 'name', frame)),
      (frame: Frame) => lineLabels(this.#labels(curve, end, frame), 'name')(frame),
    ];
    return { axis, marks };
  }

  /** The lanes at the ends of their lines, and the level of chance at the right edge. */
  #labels(curve: Curve, end: number, { axis, right, x }: Frame): readonly LineLabel[] {
    const { averages } = this.#data.of(curve);
    const { metrics } = this.#stores;
    const row = metrics.indexOf(end - 1);
    const own = row < 0 ? [] : metrics.layout.lanes;
    const { chance } = this.#messages.curves;
    return [
      ...own.map(({ id }, lane) => ({
        lane,
        name: shortTitle(id, this.#messages),
        value: '',
        x: x(end - 1),
        y: axis.place(averages[lane]?.get(row) ?? Number.NaN),
      })),
      { lane: null, name: chance, value: '', x: right, y: axis.place(this.#chance(curve)) },
    ];
  }

  #chance(curve: Curve): number {
    const { config } = this.#stores.experiment.getState();
    return chanceOfRun(config, this.#stores.run.getState()).training[curve];
  }

  drawTop(_: StepScene, step: number | null, pane: number): readonly Mark[] {
    const curve = this.#view.curves[pane] ?? 'loss';
    if (step === null) return [];
    const values = this.#stores.metrics.layout.lanes.flatMap((_lane, lane) => {
      const y = this.#valueOf(lane, curve, step);
      return y === undefined ? [] : [dots(lane, [{ x: step, y }], { radius: 4.5 })];
    });
    return [ruleX(step), ...values];
  }

  place(step: number): CursorPlace {
    const text = this.#messages.step(step);
    return { long: text, short: text };
  }

  reading(lane: number, step: number): string {
    const [loss, accuracy] = CURVES.map((curve) => this.#valueOf(lane, curve, step));
    if (loss === undefined || accuracy === undefined) return this.#messages.table.none;
    const id = this.#stores.metrics.layout.lanes[lane]?.id;
    const test = this.#stores.run
      .getState()
      .lanes.find((facts) => facts.id === id)
      ?.tests.findLast((candidate) => candidate.step <= step);
    const text = this.#messages.curves.reading(formatReading(loss), percent(accuracy));
    return test === undefined
      ? text
      : text + this.#messages.curves.testReading(test.step, percent(test.accuracy));
  }

  /** Which lanes have diverged. */
  written(): void {
    const diverged = this.#stores.metrics.layout.lanes.flatMap(({ id }, i) => {
      const at = this.#data.diverged[i] ?? null;
      return at === null ? [] : [this.#messages.curves.diverged(laneName(id), at)];
    });
    writeText(this.#panel.querySelector('.chart-diverged'), diverged.join(' · '));
  }

  #valueOf(lane: number, curve: Curve, step: number): number | undefined {
    const { metrics } = this.#stores;
    return measured(metrics, lane, metrics.column(lane, curve), step);
  }

  #planOf(lane: string): LanePlan | undefined {
    return this.#plans[this.#stores.metrics.layout.lanes.findIndex(({ id }) => id === lane)];
  }

  /** Finite losses on the test images in sight. */
  #testLosses(window: StepWindow): readonly number[] {
    const tests = this.#stores.run.getState().lanes.flatMap((lane) => lane.tests);
    return tests.flatMap(({ step, loss }) =>
      loss > 0 && loss < Infinity && isWithin(window, step) ? [loss] : [],
    );
  }
}

/** A share of 0 to 1 to three digits. */
function percent(share: number): string {
  return Number.isFinite(share) ? `${formatShort(100 * share)} %` : formatReading(share);
}

/** The range of a lane's values in each column that holds a step. */
function ranges(bins: ColumnBins, lane: number, end: number) {
  const { stepsPerColumn: steps, window } = bins;
  const stop = end > window.start ? bins.columnOf(end - 1) + 1 : 0;
  return bins.filled(stop).map((column) => ({
    column,
    x: window.start + column * steps + (steps - 1) / 2,
    low: bins.min(lane, column),
    high: bins.max(lane, column),
  }));
}

/** Through the smallest and largest value of each column; a line breaks where a value is not finite. */
function curvePoints(bins: ColumnBins, lane: number, end: number): readonly (Point | null)[] {
  return ranges(bins, lane, end).flatMap(({ column, x, low, high }) => {
    // Upwards and downwards in turn, so that the line does not saw.
    const values = low === high ? [low] : column % 2 === 0 ? [low, high] : [high, low];
    return values.map((y) => (Number.isFinite(y) ? { x, y } : null));
  });
}

/** What was measured: a thin line, or the band between the smallest and the largest where steps share columns. */
function rawCurve(bins: ColumnBins, lane: number, end: number): Mark {
  const style = { colour: laneColour(lane), alpha: 0.4, join: 'round' as const };
  if (bins.stepsPerColumn === 1) return line(curvePoints(bins, lane, end), style);
  const band = ranges(bins, lane, end).map(({ x, low, high }) =>
    Number.isFinite(low + high) ? { x, y: low, to: high } : null,
  );
  return area(band, style);
}

/** Tests in sight that have room beside each other: the newest is always among them. */
function spacedTests(
  tests: readonly TestFacts[],
  { start, span }: StepWindow,
  x: (step: number) => number,
): readonly TestFacts[] {
  let last = Infinity;
  return tests.toReversed().filter(({ step }) => {
    // After the last step of a window is at its edge.
    if (step < start || step > start + span || last - x(step) < TEST_DISTANCE) return false;
    last = x(step);
    return true;
  });
}
