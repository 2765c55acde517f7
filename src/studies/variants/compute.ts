/**
 * The residual network of the experiment in several variants, each trained anew for some steps over several seeds. All variants
 * see the same batches and share the initial values of what they have in common.
 */
import { networkOf, type ExperimentConfig, type NetworkConfig } from '../../config/schema';
import { withBlocksOnly } from '../../contract/study-work';
import {
  curvePoints,
  repeated,
  seedsFrom,
  train,
  trainingPart,
  unlearnt,
  windowOf,
  type Learnt,
  type Training,
} from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import { VARIANTS_OF, type Variant, type VariantSet, type VariantsResult } from './kind';

/**
 * One residual lane of this variant: the network of the first lane that has skips, with all of them on. What the variants
 * of a set differ in is as usual in all but theirs; blocks of their own kinds are kept.
 */
function variantOf(experiment: ExperimentConfig, set: VariantSet, variant: Variant): ExperimentConfig {
  const { lanes } = withBlocksOnly(experiment);
  const lane = lanes.find(({ gains }) => gains.some((gain) => gain > 0)) ?? lanes[0];
  if (lane === undefined) throw new RangeError('There is no network of residual blocks');
  const own = networkOf(experiment, lane);
  const usual: Partial<NetworkConfig> =
    set === 'order'
      ? {}
      : set === 'shortcut'
        ? {
            gate: 'none',
            branchScale: 1,
            shortcutDropout: 0,
            shortcut: own.shortcut === 'C' ? 'B' : own.shortcut,
          }
        : { branchStart: 'plain' };
  return {
    ...experiment,
    network: { ...own, ...usual, ...variant.network },
    lanes: [{ id: 'residual', gains: lane.gains.map(() => variant.gain ?? 1) }],
    timeline: [],
    rates: [],
    testInterval: 0,
  };
}

export const study: Computation<RequestOf<'variants'>, VariantsResult, Training, Learnt> = {
  plan({ set, steps, ...request }, { experiment }) {
    const variants = VARIANTS_OF[set];
    const seeds = seedsFrom(experiment.seeds.init, request.seeds);
    const configs = variants.map((variant) => variantOf(experiment, set, variant));
    const parts = seeds.flatMap((_, seed) =>
      configs.map((config) =>
        trainingPart({ experiment: repeated(config, seed), steps, tested: true }, seed),
      ),
    );
    return {
      parts,
      combine: (found) => {
        const table = <V>(of: (learnt: Learnt) => V): V[][] =>
          variants.map((_, variant) =>
            seeds.map((_s, seed) => of(found[seed * variants.length + variant] ?? unlearnt(steps))),
          );
        return {
          kind: 'variants',
          set,
          lanes: [],
          variants: variants.map(({ name }) => name),
          seeds,
          steps,
          window: windowOf(steps),
          learningRate: experiment.optimiser.learningRate,
          finals: table(({ final }) => final),
          accuracies: table(({ accuracy }) => accuracy),
          points: curvePoints(steps),
          curves: table(({ curve }) => curve),
        };
      },
    };
  },
  perform: train,
};
