/**
 * Variants of the residual network, each trained anew: the five orders of layers and the kinds of shortcuts of He 2016
 * (arXiv:1603.05027), and ways to start without a norm (De & Smith 2020, arXiv:2002.10444; Zhang 2019, arXiv:1901.09321).
 */
import { planLanes } from '../../architecture/plan-experiment';
import { SETTINGS } from '../../config/settings';
import type { BranchStart, ExperimentConfig, LayerOrder, NetworkConfig } from '../../config/schema';
import { choice, seedsField, stepsField, studyOf } from '../../contract/studies';
import { forwardWork, sumOfWork, timesWork, trainingWork, withBlocksOnly } from '../../contract/study-work';

const SETS = ['order', 'shortcut', 'norm-free'] as const;
export type VariantSet = (typeof SETS)[number];

/** Orders of layers, kinds of shortcuts, and starts: with batch norm, and without any norm by how branches start. */
export type VariantName =
  | LayerOrder
  | 'identity'
  | 'constant'
  | 'exclusive'
  | 'shortcut-only'
  | 'convolution'
  | 'dropout'
  | 'batch-norm'
  | BranchStart;

export interface Variant {
  readonly name: VariantName;
  readonly network: Partial<NetworkConfig>;
  /** Of every skip. */
  readonly gain?: number;
}

export const VARIANTS_OF: Readonly<Record<VariantSet, readonly Variant[]>> = {
  order: SETTINGS.order.choices.map((order) => ({ name: order, network: { order } })),
  // He 2016, table 1: on identity shortcuts, of the experiment's kind where the shape changes.
  shortcut: [
    { name: 'identity', network: {} },
    { name: 'constant', network: { branchScale: 0.5 }, gain: 0.5 },
    { name: 'exclusive', network: { gate: 'exclusive' } },
    { name: 'shortcut-only', network: { gate: 'shortcut-only' } },
    { name: 'convolution', network: { shortcut: 'C' } },
    { name: 'dropout', network: { shortcutDropout: 0.5 } },
  ],
  'norm-free': [
    { name: 'batch-norm', network: { norm: 'batch' } },
    ...SETTINGS.start.choices.map((branchStart): Variant => ({
      name: branchStart,
      network: { norm: 'none', branchStart, fixupScalars: branchStart === 'fixup' },
    })),
  ],
};

export interface VariantsResult {
  readonly kind: 'variants';
  readonly set: VariantSet;
  /** None: the variants are no lanes of the page. */
  readonly lanes: readonly string[];
  readonly variants: readonly VariantName[];
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly window: number;
  readonly learningRate: number;
  /** [variant][seed]: mean training loss of the last steps; Infinity where it diverged. */
  readonly finals: readonly (readonly number[])[];
  /** [variant][seed]: accuracy on test images at the end; NaN where it diverged, too. */
  readonly accuracies: readonly (readonly number[])[];
  /** Number of steps that each point of a curve ends with. */
  readonly points: readonly number[];
  /** [variant][seed][point]: mean training loss of the steps since the point before. */
  readonly curves: readonly (readonly (readonly number[])[])[];
}

/** All networks of an experiment with these settings. */
function varied(experiment: ExperimentConfig, part: Partial<NetworkConfig>): ExperimentConfig {
  return {
    ...experiment,
    network: { ...experiment.network, ...part },
    lanes: experiment.lanes.map((lane) =>
      lane.network === undefined ? lane : { ...lane, network: { ...lane.network, ...part } },
    ),
  };
}

/** Test images that each variant is asked at its end, as the run is. */
const TEST_IMAGES = 500;

export const VARIANTS = studyOf<VariantsResult>()({
  fields: { set: choice(SETS, 'order'), seeds: seedsField(2), steps: stepsField(100) },
  work: (experiment, { set, seeds, steps }) => {
    const own = withBlocksOnly(experiment);
    const one = { ...own, lanes: own.lanes.slice(0, 1) };
    const each = VARIANTS_OF[set].flatMap(({ network }) => {
      const variant = varied(one, network);
      return [trainingWork(variant, steps), forwardWork(planLanes(variant), TEST_IMAGES)];
    });
    return timesWork(seeds, sumOfWork(each));
  },
  pace: 1.1,
  needsBlocks: true,
  makes: (experiment, { set }) => VARIANTS_OF[set].map(({ network }) => varied(experiment, network)),
  trainings: ({ set, seeds }) => VARIANTS_OF[set].length * seeds,
});
