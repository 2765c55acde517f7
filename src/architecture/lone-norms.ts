/**
 * Norms that see a single value: less its own mean it is 0, so such a norm gives its shift whatever comes in, and nothing
 * passes it, forward or backward. PyTorch refuses a batch norm like that. Found in the plans, before anything is trained.
 */
import type { ExperimentConfig, NetworkConfig } from '../config/schema';
import { fitToBudget } from './budget';
import { gcd, type NormPlan } from './layer';
import { planLanes } from './plan-experiment';

type Trained = Pick<ExperimentConfig, 'data' | 'network' | 'lanes' | 'batchSize'>;

/** A norm of a lane that sees a single value. */
export interface LoneNorm {
  readonly lane: string;
  readonly norm: NormPlan;
}

/**
 * Values that each mean and variance of a norm is taken of: for batch norm those of a channel in all images of a batch, for
 * group and layer norm those of a group's channels in one image.
 */
export function valuesPerStatistic({ shape, groups }: NormPlan, batchSize: number): number {
  const positions = shape.height * shape.width;
  return groups === null ? batchSize * positions : (shape.channels / groups) * positions;
}

function isLone(norm: NormPlan, batchSize: number): boolean {
  return valuesPerStatistic(norm, batchSize) === 1;
}

/** The norms of an experiment that see a single value, lane by lane in the order of the forward pass. */
export function loneNorms(config: Trained): readonly LoneNorm[] {
  return planLanes(config).flatMap(({ norms }, index) =>
    norms
      .filter((norm) => isLone(norm, config.batchSize))
      .map((norm) => ({ lane: config.lanes[index]?.id ?? '', norm })),
  );
}

/**
 * The most groups, fewer than now, with which each of these norms sees more than one value; of settings that come to the
 * same, the smallest. Null where a single group is too many.
 */
function fewerGroups(now: number, norms: readonly NormPlan[]): number | null {
  let best: number | null = null;
  let most = 0;
  for (let given = 1; given < now; given++) {
    const grouped = norms.map((norm) => ({ ...norm, groups: gcd(given, norm.shape.channels) }));
    const total = grouped.reduce((sum, { groups }) => sum + groups, 0);
    if (total > most && !grouped.some((norm) => isLone(norm, 1))) [best, most] = [given, total];
  }
  return best;
}

/** The experiment with the networks changed whose norms see single values. */
function changeNetworks(
  config: ExperimentConfig,
  change: (network: NetworkConfig, norms: readonly NormPlan[]) => NetworkConfig,
): ExperimentConfig {
  const lone = new Set(loneNorms(config).map(({ lane }) => lane));
  const plans = planLanes(config);
  let { network } = config;
  const lanes = config.lanes.map((lane, index) => {
    const norms = plans[index]?.norms ?? [];
    if (!lone.has(lane.id)) return lane;
    // A classic network has as many groups as it has: a single one is the nearest that can be chosen.
    if (lane.classic !== undefined) return { ...lane, classic: { ...lane.classic, norm: 'layer' as const } };
    if (lane.network !== undefined) return { ...lane, network: change(lane.network, norms) };
    network = change(config.network, norms);
    return lane;
  });
  return { ...config, network, lanes };
}

/**
 * The nearest experiment in which every norm sees more than one value: batches of two, fewer groups, or both; where a browser
 * cannot bear those batches, layer norm. Null where none of these helps.
 */
export function withoutLoneNorms(config: ExperimentConfig): ExperimentConfig | null {
  const paired = (one: ExperimentConfig) => ({ ...one, batchSize: Math.max(2, config.batchSize) });
  const regrouped = changeNetworks(config, (network, norms) =>
    network.norm === 'group'
      ? { ...network, normGroups: fewerGroups(network.normGroups, norms) ?? network.normGroups }
      : network,
  );
  const layered = changeNetworks(config, (network) => ({ ...network, norm: 'layer' }));
  const helps = (one: ExperimentConfig): boolean =>
    loneNorms(one).length === 0 && fitToBudget(one).repairs.length === 0;
  return [paired(config), regrouped, paired(regrouped), layered].find(helps) ?? null;
}
