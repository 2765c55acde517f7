/** What the run at hand and the pinned runs of the same experiment, of other seeds, say about the claims. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { clearTimeline, isRecorded } from '../../config/edit/edit';
import { equal } from '../../config/equal';
import type { ExperimentConfig } from '../../config/schema';
import { gradientOf } from '../../contract/metrics';
import type { MetricsStore } from '../../state/metrics';
import { experimentOf, type PinnedRun } from '../../state/pinned-run';
import { divergenceOf, type RunFacts } from '../../state/run';
import { twins, type Evidence, type LaneEvidence } from './regimes';

/** Steps that the loss is the mean of, at most: the last that are held. */
const WINDOW = 15;

/** Names of the first and the last convolution of the main line; null where there are not two. */
function endsOf(plan: LanePlan | undefined): readonly [string, string] | null {
  const names = plan?.layers.flatMap(({ name, kind }) => (kind === 'conv' ? [name] : [])) ?? [];
  const [first, last] = [names[0], names.at(-1)];
  return first === undefined || last === undefined || first === last ? null : [first, last];
}

/** First and last norm at step 0 per lane; null before it, and where there are not two. */
function startsOf(
  metrics: MetricsStore,
  plans: readonly LanePlan[],
): readonly (readonly [number, number] | null)[] {
  return metrics.layout.lanes.map((_, lane) => {
    const ends = endsOf(plans[lane]);
    const at = (name: string): number => metrics.value(lane, metrics.column(lane, gradientOf(name)), 0);
    return ends === null || !metrics.has(0) ? null : [at(ends[0]), at(ends[1])];
  });
}

/** The run at hand up to a step that `metrics` hold, the newest by default; null before its first gradient, and where it has no twins. */
export function evidenceOfRun(
  config: ExperimentConfig,
  facts: RunFacts,
  metrics: MetricsStore,
  plans: readonly LanePlan[],
  upTo = metrics.endStep - 1,
): Evidence | null {
  const pair = twins(config);
  if (pair === null || metrics.length === 0) return null;
  const end = upTo + 1;
  const starts = startsOf(metrics, plans);
  const last = metrics.indexOf(upTo);
  const from = Math.max(0, last + 1 - WINDOW);
  const lane = (index: number): LaneEvidence => {
    const column = metrics.column(index, 'loss');
    let sum = 0;
    for (let row = from; row <= last; row++) sum += metrics.value(index, column, metrics.stepAt(row) ?? -1);
    const start = starts[index] ?? null;
    const id = config.lanes[index]?.id;
    return {
      first: start?.[0] ?? null,
      last: start?.[1] ?? null,
      loss: sum / (last + 1 - from),
      diverged: divergenceOf(facts.divergences, id, upTo)?.step ?? null,
    };
  };
  return {
    seeds: config.seeds,
    steps: Math.min(facts.stepCount, end),
    residual: lane(pair.residual),
    plain: lane(pair.plain),
  };
}

/** Pinned runs of this experiment with other seeds, with nothing changed while training, the longest of each set of seeds. */
export function evidenceOfPins(
  config: ExperimentConfig,
  runs: readonly PinnedRun[],
  plans: readonly LanePlan[],
): readonly Evidence[] {
  const pair = twins(config);
  if (pair === null) return [];
  const found = new Map<string, Evidence>();
  for (const run of runs) {
    const own = experimentOf(run);
    const key = JSON.stringify(own.seeds);
    if (isRecorded(own) || equal(own.seeds, config.seeds)) continue;
    if (!equal({ ...own, seeds: config.seeds }, clearTimeline(config))) continue;
    if ((found.get(key)?.steps ?? -1) > run.steps) continue;
    const lane = (index: number): LaneEvidence => laneOfPin(run, index, plans[index]);
    found.set(key, {
      seeds: own.seeds,
      steps: run.steps,
      residual: lane(pair.residual),
      plain: lane(pair.plain),
    });
  }
  return [...found.values()];
}

function laneOfPin(run: PinnedRun, index: number, plan: LanePlan | undefined): LaneEvidence {
  const lane = run.lanes[index];
  const ends = endsOf(plan);
  const at = (name: string): number | null => {
    const value = lane?.initial?.[lane.layers.indexOf(name)];
    return value === undefined ? null : Number(value);
  };
  const newest = run.points.at(-1) ?? 0;
  let sum = 0;
  let steps = 0;
  // Points from the newest back, each the mean of its steps, until there are as many as the window has.
  for (let i = run.points.length - 1; i >= 0 && newest - (run.points[i] ?? 0) < WINDOW; i--) {
    const count = (run.points[i] ?? 0) - (i === 0 ? run.first : (run.points[i - 1] ?? 0));
    sum += count * (lane?.loss[i] ?? Number.NaN);
    steps += count;
  }
  return {
    first: ends === null ? null : at(ends[0]),
    last: ends === null ? null : at(ends[1]),
    loss: sum / steps,
    diverged: lane?.diverged ?? null,
  };
}
