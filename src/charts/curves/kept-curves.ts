/** The curves of kept runs, which hold means of steps, brought to the steps and the smoothness of the run at hand. */
import { power } from '../../config/arithmetic';
import { isSameLoss } from '../../config/losses';
import type { ExperimentConfig } from '../../config/schema';
import type { Messages } from '../../i18n/messages';
import { hasSameData, keptExperiment, lossOf, type PinnedRun } from '../../state/pinned-run';
import { overlays } from '../../state/pins';
import type { KeptLine } from '../core/kept-lines';
import type { Point } from '../core/marks';
import type { ChartStores } from '../core/stores';
import { SMOOTHING } from '../geometry/columns';
import { normalExtent } from '../geometry/scales';
import { isWithin, type StepWindow } from '../geometry/steps';
import { CURVES, type Curve } from './curves-data';

/** Share of a kept curve in sight up to which it has its label. */
const LABELLED = 0.5;

type KeptRuns = readonly { readonly letter: string; readonly run: PinnedRun }[];

/** What of kept runs is drawn. */
interface KeptDrawing {
  /** Smallest and largest finite loss in sight; empty where none is. */
  readonly losses: readonly number[];
  readonly lines: ReadonlyMap<Curve, readonly KeptLine[]>;
}

/** The kept runs that compare with the run at hand; of a hundred of them nothing is reckoned anew from frame to frame. */
export class KeptCurves {
  readonly #messages: Messages['charts'];
  readonly #stores: Pick<ChartStores, 'pins' | 'experiment'>;
  #runs: { readonly of: readonly unknown[]; readonly value: KeptRuns } | null = null;
  #drawing: { readonly of: readonly unknown[]; readonly value: KeptDrawing } | null = null;

  constructor(messages: Messages['charts'], stores: Pick<ChartStores, 'pins' | 'experiment'>) {
    this.#messages = messages;
    this.#stores = stores;
  }

  /** Step after the last of any. */
  get endStep(): number {
    return Math.max(0, ...this.#all().map(({ run }) => run.points.at(-1) ?? 0));
  }

  /** What is drawn in a window; the same object until runs, experiment or window change. */
  within(window: StepWindow): KeptDrawing {
    const runs = this.#all();
    const { config } = this.#stores.experiment.getState();
    const of = [runs, window.start, window.span];
    if (this.#drawing === null || of.some((each, i) => each !== this.#drawing?.of[i])) {
      const lines = CURVES.map((curve) => [curve, this.#lines(curve, runs, window, config)] as const);
      this.#drawing = { of, value: { losses: lossesOf(runs, window, config), lines: new Map(lines) } };
    }
    return this.#drawing.value;
  }

  #all(): KeptRuns {
    const pins = this.#stores.pins.getState();
    const { config } = this.#stores.experiment.getState();
    if (this.#runs?.of[0] !== pins || this.#runs.of[1] !== config)
      this.#runs = {
        of: [pins, config],
        value: overlays(pins).filter(({ run }) => hasSameData(run, config)),
      };
    return this.#runs.value;
  }

  #lines(curve: Curve, runs: KeptRuns, window: StepWindow, config: ExperimentConfig): readonly KeptLine[] {
    return runs.flatMap(({ letter, run }, place) => {
      if (curve === 'loss' && !isSameLoss(lossOf(run), config.loss)) return [];
      const steps = middles(run);
      const words = this.#messages.kept(letter, keptExperiment(run), config);
      return run.lanes.map((own, lane): KeptLine => {
        const points = smoothed(own[curve], run).map((y, i): Point | null => {
          const x = steps[i] ?? -1;
          return y === null || !isWithin(window, x) ? null : { x, y };
        });
        return {
          place,
          lane,
          // What differs is said once of a run, over the loss.
          label: lane === 0 && curve === 'loss' ? words : letter,
          points,
          // Over the line, and off the words at the end of that of the run at hand.
          labelled: (x, y) => [x, y - 6],
          mayEnd: ({ x }) => x <= window.start + (LABELLED + lane / 6) * ((steps.at(-1) ?? 0) - window.start),
        };
      });
    });
  }
}

/** Of runs that were trained by the loss of the run at hand: others are not of its axis. */
function lossesOf(runs: KeptRuns, window: StepWindow, config: ExperimentConfig): readonly number[] {
  const losses = runs.flatMap(({ run }) => {
    if (!isSameLoss(lossOf(run), config.loss)) return [];
    const steps = middles(run);
    return run.lanes.flatMap(({ loss }) =>
      loss.map((value, i) => (isWithin(window, steps[i] ?? -1) ? (value ?? Number.NaN) : Number.NaN)),
    );
  });
  return normalExtent(losses) ?? [];
}

/** Steps in the middle of what each point of a kept curve is the mean of. */
export function middles({ first, points }: Pick<PinnedRun, 'first' | 'points'>): number[] {
  return points.map((end, i) => ((i === 0 ? first : (points[i - 1] ?? first)) + end - 1) / 2);
}

/** A kept curve as smooth as the run at hand, whose average a step counts in as much. */
export function smoothed(
  values: readonly (number | null)[],
  { first, points }: Pick<PinnedRun, 'first' | 'points'>,
): (number | null)[] {
  let [mean, weight] = [0, 0];
  return values.map((value, i) => {
    const steps = (points[i] ?? 0) - (i === 0 ? first : (points[i - 1] ?? 0));
    const keeps = power(1 - SMOOTHING, steps);
    if (value === null) {
      [mean, weight] = [0, 0];
      return null;
    }
    weight = keeps * weight + 1 - keeps;
    // Values that are equal have their own value as their mean, to the last bit.
    mean += ((1 - keeps) / weight) * (value - mean);
    return mean;
  });
}
