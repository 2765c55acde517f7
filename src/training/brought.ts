/** Lanes that start from weights which the reader brought, in place of initial values. */
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig, LaneConfig } from '../config/schema';
import type { StartedLane } from '../contract/weights';
import type { LaneState } from '../contract/run-state';
import { Optimiser } from '../engine/optimiser';
import { initialParameters } from '../network/parameters';
import { beginningOf, matchWeights, type Beginning, type WeightsFile } from '../weights/match';

/** Weights by the hash that names them in an experiment. */
export type BroughtWeights = ReadonlyMap<string, WeightsFile>;

type Of = Pick<ExperimentConfig, 'seeds' | 'optimiser'>;

function fileOf({ weights }: LaneConfig, brought: BroughtWeights): WeightsFile | null {
  return weights === undefined ? null : (brought.get(weights.hash) ?? null);
}

/** What a lane begins with: of brought weights what fits, else the values of the seed, and untouched running statistics. */
export function beginningOfLane(
  lane: LaneConfig,
  plan: LanePlan,
  { seeds }: Pick<Of, 'seeds'>,
  brought: BroughtWeights,
): Beginning {
  const file = fileOf(lane, brought) ?? { tensors: new Map(), metadata: {} };
  return beginningOf(plan, file, initialParameters(plan, seeds.init));
}

/** The state at step 0 of a lane that starts from brought weights; null of one that does not. */
export function broughtState(
  lane: LaneConfig,
  plan: LanePlan,
  experiment: Of,
  brought: BroughtWeights,
): LaneState | null {
  if (fileOf(lane, brought) === null) return null;
  const optimiser = new Optimiser(plan.parameters, experiment.optimiser.kind).snapshot();
  return { ...beginningOfLane(lane, plan, experiment, brought), optimiser };
}

/** How much of brought weights lanes have taken, for the page. */
export function startedLanes(
  { lanes }: Pick<ExperimentConfig, 'lanes'>,
  plans: readonly LanePlan[],
  brought: BroughtWeights,
): readonly StartedLane[] {
  return lanes.flatMap((lane, index) => {
    const [file, plan] = [fileOf(lane, brought), plans[index]];
    if (file === null || plan === undefined) return [];
    const { fits, missing, mismatched } = matchWeights(plan, file);
    return [{ lane: lane.id, fits: fits.length, rest: [...missing, ...mismatched.map(({ name }) => name)] }];
  });
}
