/**
 * Init only: gradient norms and sizes of activations at step 0, over several seeds, for the network at hand and for the
 * same network at other depths. Nothing is trained.
 */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../../architecture/memory';
import { isClassicPlan, planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig } from '../../config/schema';
import { planBatches } from '../../data/batches';
import type { DataSet } from '../../data/dataset';
import { l2Norm, standardDeviation } from '../../engine/measures';
import { readAll } from '../../engine/read';
import { initialParameters, layoutOf } from '../../network/parameters';
import { gradientOf, lookUp } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { GRADIENT_COST, imagesPerTurn } from '../../contract/study-work';
import { repeated, seedsFrom } from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import type { InitResult } from './kind';

/** Layers of the main line: a projection without its skip has no gradient, and gates are no layers of depth. */
function mainLine(plan: LanePlan): string[] {
  return plan.layers.filter(({ kind }) => kind === 'conv' || kind === 'dense').map(({ name }) => name);
}

/** A network at step 0. */
interface Task {
  readonly experiment: ExperimentConfig;
  readonly lane: number;
  readonly images: number;
  /** Whether the outputs of its blocks are measured as well. */
  readonly watched: boolean;
}

interface Found {
  /** Gradient norms of the main line. */
  readonly norms: readonly number[];
  /** Of the blocks' outputs, where these are asked for. */
  readonly deviations: readonly number[];
}

export const study: Computation<RequestOf<'init'>, InitResult, Task, Found> = {
  plan(request, { experiment, data }) {
    const lanes = experiment.lanes.map(({ id }) => id);
    const seeds = seedsFrom(experiment.seeds.init, request.seeds);
    const depths = depthsOf(experiment, request.depths);
    const configs = [experiment, ...depths.map((depth) => withDepth(experiment, depth))];
    // [depth][lane], the networks at hand first.
    const plans = configs.map(planLanes);
    const own = plans[0] ?? [];
    // One number for all, as the norm of a gradient depends on the size of its batch.
    const images = Math.min(
      ...plans
        .flat()
        .map((plan) => imagesPerTurn(plan, Math.min(experiment.batchSize, data.train.count), GRADIENT_COST)),
    );
    const subjects = plans.flatMap((each, at) =>
      each.flatMap((plan, lane) =>
        // A classic network has no other depths.
        at === 0 || !isClassicPlan(plan) ? [{ at, lane, plan }] : [],
      ),
    );
    const parts = seeds.flatMap((_, seed) =>
      subjects.map(({ at, lane, plan }) => ({
        task: { experiment: repeated(configs[at] ?? experiment, seed), lane, images, watched: at === 0 },
        work: plan.multiplyAdds,
        round: seed,
        memory: memoryOf([plan], images),
      })),
    );
    return {
      parts,
      combine: (found) => {
        const layers = own.map(mainLine);
        const blocks = own.map((plan) => plan.blocks.map(({ name }) => name));
        const bySeed = (at: number, lane: number, of: (one: Found) => number | undefined): number[] => {
          const place = subjects.findIndex((subject) => subject.at === at && subject.lane === lane);
          return seeds.map((_, seed) => {
            const one = place < 0 ? null : (found[seed * subjects.length + place] ?? null);
            const value = one === null ? undefined : of(one);
            // NaN stands for what is not measured yet.
            return value === undefined ? Number.NaN : Number.isNaN(value) ? Infinity : value;
          });
        };
        const ofDepths = (of: (one: Found) => number | undefined): number[][][] =>
          depths.map((_, depth) => lanes.map((_id, lane) => bySeed(depth + 1, lane, of)));
        return {
          kind: 'init',
          lanes,
          seeds,
          images,
          layers,
          gradients: layers.map((names, lane) =>
            names.map((_, layer) => bySeed(0, lane, ({ norms }) => norms[layer])),
          ),
          blocks,
          activations: blocks.map((names, lane) =>
            names.map((_, block) => bySeed(0, lane, ({ deviations }) => deviations[block])),
          ),
          depths,
          first: ofDepths(({ norms }) => norms[0]),
          // The last of the main line is the classifier.
          last: ofDepths(({ norms }) => norms.at(-2)),
        };
      },
    };
  },

  async *perform(task, { data }) {
    yield { share: 1, found: await measure(task, data) };
  },
};

async function measure({ experiment, lane, images, watched }: Task, data: DataSet): Promise<Found> {
  const plan = planLanes(experiment)[lane];
  if (plan === undefined) throw new RangeError(`There is no lane ${lane}`);
  const { seeds, batchSize, lanes, loss } = experiment;
  const indices = planBatches(data.train.count, batchSize, seeds.order).indicesOfStep(0).slice(0, images);
  const batch = trainingBatch(data, indices);
  const layout = layoutOf(plan.parameters);
  const outputs: tf.Tensor[] = [];
  const onValues = (
    _block: number,
    _branch: tf.Tensor,
    _shortcut: tf.Tensor | null,
    output: tf.Tensor,
  ): void => {
    outputs.push(tf.keep(output.clone()));
  };
  try {
    const { gradient } = await gradientOf({
      plan,
      layout,
      parameters: initialParameters(plan, seeds.init),
      gains: lanes[lane]?.gains ?? [],
      batch,
      loss,
      ...(watched && { watcher: { onValues, onGradient: () => undefined } }),
    });
    const entry = lookUp(new Map(layout.entries.map((each) => [each.name, each])));
    const norms = mainLine(plan).map((name) => {
      const { offset, size } = entry(`${name}.weight`);
      return l2Norm(gradient, offset, offset + size);
    });
    return { norms, deviations: (await readAll(outputs)).map(standardDeviation) };
  } finally {
    tf.dispose([batch.images, batch.oneHot, ...outputs]);
  }
}
