/** The plan of the network of an experiment, whose data set decides its input and its classes. */
import { DATA_SETS } from '../config/data-sets';
import type { ExperimentConfig } from '../config/schema';
import { planNetwork, type NetworkPlan } from './plan';

/** Plans the network that all lanes of an experiment share. */
export function planExperiment({ data, network }: Pick<ExperimentConfig, 'data' | 'network'>): NetworkPlan {
  const { channels, classes } = DATA_SETS[data.set];
  return planNetwork(network, { height: data.inputSize, width: data.inputSize, channels }, classes);
}
