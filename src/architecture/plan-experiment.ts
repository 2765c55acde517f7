/** The plans of the networks of an experiment, whose data set decides their input and their classes. */
import { dataFacts } from '../config/data-sets';
import type { ClassicConfig } from '../config/classic';
import {
  architectureOf,
  isClassic,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
} from '../config/schema';
import { planClassic } from './classic';
import type { ImageShape } from './layer';
import type { LanePlan, NetworkPlan } from './nodes';
import { planNetwork } from './plan';

export { isClassicPlan, type LanePlan } from './nodes';

type Planned = Pick<ExperimentConfig, 'network' | 'lanes'>;

/**
 * So many architectures have their plans kept, those that were asked for last: what is undone is kept too, and would else hold the
 * plans of a hundred networks, each of hundreds of blocks.
 */
export const MOST_PLANNED = 16;

/** Plans by what they are of and their input, in the order in which they were asked for last. Configs are never changed. */
const plans = new Map<NetworkConfig | ClassicConfig, Map<string, LanePlan>>();

function planOf(architecture: NetworkConfig | ClassicConfig, input: ImageShape, classes: number): LanePlan {
  const key = [input.height, input.width, input.channels, classes].join();
  const known = plans.get(architecture) ?? new Map<string, LanePlan>();
  plans.delete(architecture);
  plans.set(architecture, known);
  for (const oldest of plans.keys()) {
    if (plans.size <= MOST_PLANNED) break;
    plans.delete(oldest);
  }
  let plan = known.get(key);
  if (plan === undefined) {
    plan = isClassic(architecture)
      ? planClassic(architecture, input, classes)
      : planNetwork(architecture, input, classes);
    known.set(key, plan);
  }
  return plan;
}

/** Shape of the images and number of the classes of an experiment. */
export function inputOf(data: ExperimentConfig['data']): [ImageShape, number] {
  const { inputSize } = data;
  const { channels, classes } = dataFacts(data);
  return [{ height: inputSize, width: inputSize, channels }, classes];
}

/** Plans the network of an experiment: that of all lanes that have none of their own. */
export function planExperiment({ data, network }: Pick<ExperimentConfig, 'data' | 'network'>): NetworkPlan {
  return planOf(network, ...inputOf(data)) as NetworkPlan;
}

/** Plans of all lanes for this input, in their order; lanes of one architecture have the very same plan. */
export function planLanesFor(config: Planned, input: ImageShape, classes: number): readonly LanePlan[] {
  const { height, width, channels } = input;
  return config.lanes.map((lane) =>
    planOf(architectureOf(config, lane), { height, width, channels }, classes),
  );
}

/** Plan of one lane of an experiment. */
export function planLane(config: Planned & Pick<ExperimentConfig, 'data'>, lane: LaneConfig): LanePlan {
  return planOf(architectureOf(config, lane), ...inputOf(config.data));
}

/** Plans of all lanes of an experiment, likewise. */
export function planLanes(config: Planned & Pick<ExperimentConfig, 'data'>): readonly LanePlan[] {
  return planLanesFor(config, ...inputOf(config.data));
}
