/**
 * The regimes that depth leads to, judged on the user's own runs: by rules that stand on the page before anything is
 * measured, seed by seed; and what the run at hand and pinned runs of other seeds say about them. Pure; the texts say what the
 * numbers mean.
 */
import { equal } from '../../config/equal';
import type { PresetId } from '../../config/presets';
import { leastLoss } from '../../config/losses';
import { networkOf, type ExperimentConfig, type SeedsConfig } from '../../config/schema';
import type { LanePlan } from '../../architecture/plan-experiment';
import { clearTimeline, isRecorded } from '../../config/edit/edit';
import { gradientOf } from '../../contract/metrics';
import type { MetricsStore } from '../../state/metrics';
import { experimentOf, type PinnedRun } from '../../state/pinned-run';
import { divergenceOf, type RunFacts } from '../../state/run';

export const REGIME_CLAIMS = [
  'exploding',
  'signal-loss',
  'vanishing',
  'activation-explosion',
  'easier',
] as const;
export type RegimeClaim = (typeof REGIME_CLAIMS)[number];

/** The preset in which a claim was measured first. */
export const CLAIM_PRESETS: Readonly<Record<RegimeClaim, PresetId>> = {
  exploding: 'exploding-56',
  'signal-loss': 'signal-loss-56',
  vanishing: 'vanishing-56',
  'activation-explosion': 'activation-explosion-56',
  easier: 'exploding-20',
};

export interface LaneEvidence {
  /** Norms of dL/dW of the first and the last convolution at step 0; null where they are no longer known. */
  readonly first: number | null;
  readonly last: number | null;
  /** Mean loss of the newest steps; NaN where one of them was not finite. */
  readonly loss: number;
  /** Step of the divergence, or null. */
  readonly diverged: number | null;
}

/** What one run, of one set of seeds, says. */
export interface Evidence {
  readonly seeds: SeedsConfig;
  /** Steps taken. */
  readonly steps: number;
  readonly residual: LaneEvidence;
  readonly plain: LaneEvidence;
}

export type Why = 'setting' | 'pair' | 'switched' | 'rated' | 'steps' | 'start';

export type RegimeJudgement =
  | { readonly verdict: 'unknown'; readonly why: Why }
  | { readonly verdict: 'holds' | 'fails'; readonly evidence: readonly Evidence[] };

/** Steps before which a loss says little; the mean is that of the newest 15. */
const ENOUGH_STEPS = 100;

/** Whether a network is of the kind that a claim is about. */
function fits(claim: RegimeClaim, { norm, activation, branchStart }: ExperimentConfig['network']): boolean {
  switch (claim) {
    case 'exploding':
      return norm === 'batch';
    case 'signal-loss':
      return norm === 'none' && activation === 'tanh';
    case 'vanishing':
      return norm === 'none' && activation === 'sigmoid';
    case 'activation-explosion':
      return (
        norm === 'none' && branchStart === 'plain' && ['relu', 'leaky-relu', 'linear'].includes(activation)
      );
    case 'easier':
      return true;
  }
  return claim satisfies never;
}

/** Places of a lane with all skips and of one without any, of one architecture; null where there is no such pair. */
export function twins(
  config: ExperimentConfig,
): { readonly residual: number; readonly plain: number } | null {
  const pair = pairOf(config.lanes.map(({ gains }) => gains));
  if (pair === null) return null;
  const [residual, plain] = [config.lanes[pair.residual], config.lanes[pair.plain]];
  if (residual === undefined || plain === undefined) return null;
  return equal(networkOf(config, residual), networkOf(config, plain)) ? pair : null;
}

const NEEDS_START: ReadonlySet<RegimeClaim> = new Set(['exploding', 'vanishing']);

/** Losses between which a network learns. */
interface Levels {
  /** Of the best answer that is the same for all images. */
  readonly chance: number;
  /** That labels allow at all: not 0 where they are smoothed. */
  readonly least: number;
}

/** Whether a claim holds in one run; null where the run does not say. */
function holdsIn(
  claim: RegimeClaim,
  { residual, plain, steps }: Evidence,
  { chance, least }: Levels,
): boolean | null {
  /** What is left of the way from chance to the least loss. */
  const left = ({ loss }: LaneEvidence): number => (loss - least) / (chance - least);
  const ratio = ({ first, last }: LaneEvidence): number | null =>
    first === null || last === null ? null : first / last;
  switch (claim) {
    case 'exploding': {
      const [ofPlain, ofResidual] = [ratio(plain), ratio(residual)];
      if (ofPlain === null || ofResidual === null) return null;
      return ofPlain > 10 && ofPlain > 10 * ofResidual;
    }
    case 'vanishing': {
      const own = ratio(plain);
      // 0/0: nothing arrives anywhere.
      return own === null ? null : !(own >= 1e-6);
    }
    case 'activation-explosion':
      if (residual.diverged !== null && residual.diverged <= 20) return plain.diverged === null;
      if (residual.last === null || plain.last === null) return null;
      if (residual.last > 1000 && !(plain.last > 1000)) return true;
      return steps < 20 ? null : false;
    case 'signal-loss':
      return steps < ENOUGH_STEPS ? null : left(plain) >= 0.95 && left(residual) <= 0.8;
    case 'easier':
      return steps < ENOUGH_STEPS ? null : residual.loss <= 0.95 * plain.loss || Number.isNaN(plain.loss);
  }
  return claim satisfies never;
}

/**
 * Judges a claim by runs of the same experiment that differ in their seeds.
 * @param changed What was changed since step 0 in the run at hand: skips, or the learning rate alone.
 * @param chance Loss of the best answer that is the same for all training images; see `chanceOf`.
 * @param classes Number of classes.
 */
export function judgeRegime(
  claim: RegimeClaim,
  config: ExperimentConfig,
  runs: readonly Evidence[],
  changed: 'switched' | 'rated' | null,
  chance: number,
  classes: number,
): RegimeJudgement {
  const pair = twins(config);
  const lane = pair === null ? undefined : config.lanes[pair.residual];
  if (!fits(claim, lane === undefined ? config.network : networkOf(config, lane)))
    return { verdict: 'unknown', why: 'setting' };
  if (pair === null) return { verdict: 'unknown', why: 'pair' };
  if (changed !== null && !NEEDS_START.has(claim)) return { verdict: 'unknown', why: changed };
  const levels = { chance, least: leastLoss(config.loss, classes) };
  const verdicts = runs.flatMap((evidence) => {
    const holds = holdsIn(claim, evidence, levels);
    return holds === null ? [] : [{ holds, evidence }];
  });
  if (verdicts.length === 0)
    return {
      verdict: 'unknown',
      why: NEEDS_START.has(claim) ? 'start' : 'steps',
    };
  return {
    verdict: verdicts.every(({ holds }) => holds) ? 'holds' : 'fails',
    evidence: verdicts.map(({ evidence }) => evidence),
  };
}

/** Places of the first lane with all skips on and of the first with all off, by gains of at least one block. */
export function pairOf(
  gains: readonly (readonly number[])[],
): { readonly residual: number; readonly plain: number } | null {
  const every = (value: number): number =>
    gains.findIndex((lane) => lane.length > 0 && lane.every((gain) => gain === value));
  const [residual, plain] = [every(1), every(0)];
  return residual < 0 || plain < 0 ? null : { residual, plain };
}

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
