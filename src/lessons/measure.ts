/** What a run says to the question of a lesson: values of its measure, and the choice that they fall into. Pure. */
import { endLayers } from '../architecture/end-layers';
import { isClassicPlan, type LanePlan } from '../architecture/plan-experiment';
import { depthOf } from '../architecture/plan';
import type { ExperimentConfig } from '../config/schema';
import { gradientOf, type MetricColumn } from '../contract/metrics';
import type { Act, Measure, Moment, PlanQuantity, Question, Reading, RunQuantity } from './format';

/** A run as lessons read it; lanes by their place in the experiment. */
export interface RunView {
  readonly config: ExperimentConfig;
  readonly plans: readonly LanePlan[];
  /** A column of a lane's row of metrics; NaN where the step is not held. */
  value(lane: number, column: MetricColumn, step: number): number;
  /** The newest step measured, at or before this one; -1 where there is none. */
  newest(step: number): number;
  /** Accuracy on the test images, of the newest test after at most so many updates; null before the first. */
  test(lane: number, updates: number): number | null;
  /** A figure of the study of the question; null before it is done. */
  study(figure: string, lane: string | null): number | null;
}

/** Steps whose rows are read. A row is measured before the update of its step. */
export interface Moments {
  readonly start: number;
  readonly before: number;
  readonly after: number;
  /** The first row since the act began. */
  readonly since: number;
  /** Updates made when the act is done. */
  readonly updates: number;
}

/** The moments of an act that begins after `from` updates. */
export function momentsOf(act: Act, from: number): Moments {
  const steps = act.kind === 'train' || act.kind === 'switch' ? act.steps : 0;
  const before = Math.max(0, from - 1);
  // What is switched without training is measured anew at the step at hand.
  const after = steps > 0 ? from + steps - 1 : act.kind === 'switch' ? from : before;
  return { start: 0, before, after, since: steps > 0 ? from : after, updates: from + steps };
}

/** Readings that stand before the act; null for those that come with it. */
export interface Taken {
  readonly one: number | null;
  readonly other: number | null;
}

export interface Values {
  readonly value: number;
  readonly one: number;
  /** NaN where the measure has one reading only. */
  readonly other: number;
}

/**
 * What can be read before the act: a switch at the step at hand has its row measured anew, and what was there before is gone.
 * To be called when the step's run is set up, before anything is done.
 */
export function takeBefore({ one, other }: Measure, run: RunView, moments: Moments): Taken {
  const early = (reading: Reading | null): number | null =>
    reading === null || !('at' in reading) || reading.at === 'after'
      ? null
      : readingOf(reading, run, moments);
  return { one: early(one), other: early(other) };
}

/** The values of a measure once the act is done; null where something is not measured yet, or never will be. */
export function valuesOf(
  measure: Measure,
  run: RunView,
  moments: Moments,
  taken: Taken = { one: null, other: null },
): Values | null {
  const one = taken.one ?? readingOf(measure.one, run, moments);
  if (one === null) return null;
  if (measure.other === null) return { value: one, one, other: Number.NaN };
  const other = taken.other ?? readingOf(measure.other, run, moments);
  if (other === null) return null;
  return { value: measure.by === 'ratio' ? one / other : one - other, one, other };
}

/** Place of the choice whose range holds a value; -1 where none does. */
export function choiceOf({ choices }: Pick<Question, 'choices'>, value: number): number {
  return choices.findIndex(
    ({ from, below }) =>
      (from === null || value >= from) && (below === null || value < below) && value === value,
  );
}

function readingOf(reading: Reading, run: RunView, moments: Moments): number | null {
  if (reading.of === 'study') return run.study(reading.figure, reading.lane);
  const lane = run.config.lanes.findIndex(({ id }) => id === reading.lane);
  const plan = run.plans[lane];
  if (plan === undefined) return null;
  return 'at' in reading
    ? runReading(reading.of, run, lane, plan, moments, reading.at)
    : planReading(reading.of, plan);
}

/** Batches that a loss or an accuracy is the mean of, at most: one alone tells little. */
const WINDOW = 15;

function runReading(
  quantity: RunQuantity,
  run: RunView,
  lane: number,
  plan: LanePlan,
  moments: Moments,
  at: Moment,
): number | null {
  if (quantity === 'test') return run.test(lane, at === 'after' ? moments.updates : moments[at]);
  const step = moments[at];
  // A gradient that was thinned out is read at the step held before it; a run that is not there yet says nothing.
  const row = run.newest(step);
  if (row < 0 || run.newest(Infinity) < step) return null;
  if (quantity === 'loss' || quantity === 'accuracy')
    return meanOf(run, lane, quantity, at === 'after' ? moments.since : 0, step);
  const ends = endLayers(plan);
  if (ends === null) return null;
  const [first, last] = ends.map((layer) => run.value(lane, gradientOf(layer), row));
  if (first === undefined || last === undefined) return null;
  return quantity === 'first' ? first : quantity === 'last' ? last : first / last;
}

/** Mean of the batches held from a step to another, of the last of them; ∞ for a loss that is not finite. */
function meanOf(run: RunView, lane: number, column: 'loss' | 'accuracy', from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let step = run.newest(to); step >= Math.max(0, from) && count < WINDOW; step = run.newest(step - 1)) {
    sum += run.value(lane, column, step);
    count++;
  }
  const mean = sum / count;
  return column === 'loss' && !Number.isFinite(mean) ? Infinity : mean;
}

function planReading(quantity: PlanQuantity, plan: LanePlan): number {
  switch (quantity) {
    case 'depth':
      return isClassicPlan(plan) ? plan.layers.length : depthOf(plan);
    case 'parameters':
      return plan.parameterCount;
    case 'multiply-adds':
      return plan.multiplyAdds;
    case 'receptive-field':
      return plan.layers.findLast(({ kind }) => kind === 'conv')?.receptiveField ?? 1;
  }
  return quantity satisfies never;
}
