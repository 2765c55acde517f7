/** What the story of a run is told from: measured numbers of its lanes, read from the stores. */
import { endLayers } from '../../architecture/end-layers';
import { isClassicPlan, type LanePlan } from '../../architecture/plan-experiment';
import { dataFacts } from '../../config/data-sets';
import { leastLoss } from '../../config/losses';
import { networkOf, type ExperimentConfig } from '../../config/schema';
import type { Divergence } from '../../contract/messages';
import { gradientOf } from '../../contract/metrics';
import type { MetricsStore } from '../../state/metrics';
import { chanceOfRun, divergenceOf, type RunFacts } from '../../state/run';
import { switchGroups, type SkipChange } from '../../state/switch-groups';

/** Batches that a loss is the mean of, at most: one alone tells little. */
export const WINDOW = 15;

/** Batches of the newest loss, which says where a mean of `WINDOW` goes. */
const NEWEST = 5;

/** Batches that all have to say that nothing arrives: one alone may be dead by chance. */
const LASTING = 3;

/** Batches after which a guess about a switch is graded: what a switch does at first, it may undo. */
const SETTLED = 2 * WINDOW;

/** Norms of dL/dW of the first and the last convolution of the main line. */
export interface Ends {
  readonly first: number;
  readonly last: number;
}

/** What the last switches of a lane changed, and what was measured before them and since. */
export interface LastSwitch extends SkipChange {
  /** Steps from which on the first and the last of them are in force. */
  readonly step: number;
  readonly until: number;
  /** Of the row before them. */
  readonly before: Ends | null;
  /** Mean loss of at most `WINDOW` batches before them; at step 0 that of the first batch, NaN where it was not measured before. */
  readonly lossBefore: number;
  /** Mean loss of the last `WINDOW` of the first `SETTLED` batches since; NaN before. */
  readonly settled: number;
  /** Batches measured since. */
  readonly batches: number;
}

export interface StoryLane {
  readonly id: string;
  /** Blocks whose skip is on, of all; both 0 where a network has none. */
  readonly skips: { readonly on: number; readonly count: number };
  readonly hasNorm: boolean;
  /** Mean of at most `WINDOW` of the newest batches; NaN where one of them is not finite, or none is measured. */
  readonly loss: number;
  /** Mean of at most `NEWEST` of these; NaN as above. */
  readonly recent: number;
  /** Of step 0. */
  readonly startLoss: number;
  /** At step 0, and at the newest step; null where they are not known. */
  readonly start: Ends | null;
  readonly newest: Ends | null;
  /** First over last norm, geometric mean of as many batches as `loss` is of, but for dead ones; NaN where none is left. */
  readonly typical: number;
  /** First over last norm of at most `LASTING` of the newest batches, the newest last; 0 where nothing arrives at either end. */
  readonly ratios: readonly number[];
  readonly switched: LastSwitch | null;
  readonly diverged: Divergence | null;
}

export interface StoryFacts {
  readonly phase: 'preparing' | 'paused' | 'running' | 'failed';
  /** Updates made. */
  readonly step: number;
  /** Newest step measured; -1 before the first. */
  readonly measured: number;
  readonly lanes: readonly StoryLane[];
  /** Loss of the best answer that is the same for all images, and the least that labels allow. */
  readonly chance: number;
  readonly least: number;
}

/** Mean loss of the last `count` batches up to a row, of those from `least` on. */
function meanLoss(metrics: MetricsStore, lane: number, upTo: number, least = 0, count = WINDOW): number {
  const column = metrics.column(lane, 'loss');
  const from = Math.max(least, upTo + 1 - count);
  let sum = 0;
  for (let row = from; row <= upTo; row++) sum += metrics.value(lane, column, metrics.stepAt(row) ?? -1);
  return upTo < from ? Number.NaN : sum / (upTo + 1 - from);
}

/** Ratios of the last `count` batches up to a row, of those from `least` on; 0 of 0/0. */
function lastRatios(
  metrics: MetricsStore,
  upTo: number,
  least: number,
  count: number,
  endsAt: (step: number) => Ends | null,
): readonly number[] {
  const from = Math.max(least, upTo + 1 - count, 0);
  return Array.from({ length: Math.max(0, upTo + 1 - from) }, (_, i) => {
    const ends = endsAt(metrics.stepAt(from + i) ?? -1);
    if (ends === null) return [];
    return [ends.first === 0 ? 0 : ends.first / ends.last];
  }).flat();
}

/** Geometric mean, but for zeros and what is not finite; NaN of none. */
function geometricMean(ratios: readonly number[]): number {
  const logs = ratios.map(Math.log).filter(Number.isFinite);
  return logs.length === 0 ? Number.NaN : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** The run at hand. `plans` are those of the lanes, in their order. */
export function storyFacts(
  config: ExperimentConfig,
  run: RunFacts,
  metrics: MetricsStore,
  plans: readonly LanePlan[],
): StoryFacts {
  const measured = metrics.endStep - 1;
  const newestRow = metrics.length - 1;
  const lanes = run.lanes.map((facts): StoryLane => {
    const { id, gains } = facts;
    const lane = metrics.layout.lanes.findIndex((one) => one.id === id);
    const place = config.lanes.findIndex((one) => one.id === id);
    const own = config.lanes[place];
    const plan = plans[place];
    const names = endLayers(plan);
    const columns = names?.map((name) => metrics.column(lane, gradientOf(name))) ?? [];
    const endsOf = (row: Float32Array | Float64Array): Ends | null => {
      const [first, last] = columns.map((column) => row[column]);
      return first === undefined || last === undefined ? null : { first, last };
    };
    const endsAt = (step: number): Ends | null =>
      lane >= 0 && metrics.has(step) ? endsOf(metrics.row(lane, step)) : null;
    const group = switchGroups(run.switches, facts).at(-1);
    const kept = metrics.before(lane);
    const since = group === undefined ? -1 : metrics.indexOf(group.until - 1);
    const lossAt = metrics.column(lane, 'loss');
    // Whatever is held of the batches from `WINDOW` to `SETTLED` since the switch.
    const settledAt = group === undefined ? -1 : metrics.indexOf(group.until + SETTLED - 1);
    const settledFrom = group === undefined ? -1 : metrics.indexOf(group.until + WINDOW - 1) + 1;
    return {
      id,
      skips: { on: gains.filter((gain) => gain > 0).length, count: gains.length },
      hasNorm:
        plan !== undefined && isClassicPlan(plan)
          ? own?.classic?.norm !== 'none'
          : own !== undefined && networkOf(config, own).norm !== 'none',
      // Of those that are trained as they are now.
      loss: meanLoss(metrics, lane, newestRow, since + 1),
      recent: meanLoss(metrics, lane, newestRow, since + 1, NEWEST),
      startLoss: metrics.value(lane, lossAt, 0),
      start: endsAt(0),
      newest: endsAt(measured),
      typical: geometricMean(lastRatios(metrics, newestRow, since + 1, WINDOW, endsAt)),
      ratios: lastRatios(metrics, newestRow, since + 1, LASTING, endsAt),
      switched:
        group === undefined || (group.on === 0 && group.off === 0)
          ? null
          : {
              on: group.on,
              off: group.off,
              step: group.step,
              until: group.until,
              before: kept === null ? null : endsOf(kept.values),
              lossBefore:
                group.step === 0
                  ? (kept?.values[lossAt] ?? Number.NaN)
                  : meanLoss(metrics, lane, metrics.indexOf(group.step - 1)),
              settled:
                measured + 1 < group.until + SETTLED
                  ? Number.NaN
                  : meanLoss(metrics, lane, settledAt, settledFrom),
              batches: Math.max(0, newestRow - since),
            },
      diverged: divergenceOf(run.divergences, id),
    };
  });
  return {
    phase: run.status.kind,
    step: run.stepCount,
    measured,
    lanes,
    chance: chanceOfRun(config, run).training.loss,
    least: leastLoss(config.loss, dataFacts(config.data).classes),
  };
}
