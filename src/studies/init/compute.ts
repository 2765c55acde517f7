/**
 * Init only: gradient norms and sizes of activations at step 0, over several seeds, for the network at hand and for the
 * same network at other depths. Nothing is trained.
 */
import * as tf from '@tensorflow/tfjs-core';
import { isClassicPlan, planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig } from '../../config/schema';
import { planBatches } from '../../data/batches';
import { l2Norm, standardDeviation } from '../../engine/measures';
import { readAll } from '../../engine/read';
import { initialParameters, layoutOf } from '../../network/parameters';
import { gradientOf, lookUp } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { GRADIENT_COST, imagesPerTurn } from '../../contract/study-work';
import { repeated, seedsFrom, unmeasured, type StudyContext, type StudyRun } from '../compute';
import type { RequestOf } from '../kinds';
import type { InitResult } from './kind';

/** Layers of the main line: a projection without its skip has no gradient, and gates are no layers of depth. */
function mainLine(plan: LanePlan): string[] {
  return plan.layers.filter(({ kind }) => kind === 'conv' || kind === 'dense').map(({ name }) => name);
}

export async function* study(request: RequestOf<'init'>, context: StudyContext): StudyRun<InitResult> {
  const { experiment, data } = context;
  const lanes = experiment.lanes.map(({ id }) => id);
  const seeds = seedsFrom(experiment.seeds.init, request.seeds);
  const depths = depthsOf(experiment, request.depths);
  const deepened = depths.map((depth) => withDepth(experiment, depth));
  // [depth][lane], the networks at hand first.
  const plans = [experiment, ...deepened].map(planLanes);
  const own = plans[0] ?? [];
  // One number for all, as the norm of a gradient depends on the size of its batch.
  const images = Math.min(
    ...plans
      .flat()
      .map((plan) => imagesPerTurn(plan, Math.min(experiment.batchSize, data.train.count), GRADIENT_COST)),
  );
  const table = (rows: readonly (readonly string[])[]): number[][][] =>
    rows.map((names) => names.map(() => unmeasured(seeds.length)));
  const layers = own.map(mainLine);
  const blocks = own.map((plan) => plan.blocks.map(({ name }) => name));
  const gradients = table(layers);
  const activations = table(blocks);
  const first = depths.map(() => lanes.map(() => unmeasured(seeds.length)));
  const last = depths.map(() => lanes.map(() => unmeasured(seeds.length)));
  const result = {
    kind: 'init',
    lanes,
    seeds,
    images,
    layers,
    gradients,
    blocks,
    activations,
    depths,
    first,
    last,
  } as const;
  // A classic network has no other depths.
  const isMeasured = (plan: LanePlan, at: number): boolean => at === 0 || !isClassicPlan(plan);
  const measured = plans.flatMap((each, at) => each.filter((plan) => isMeasured(plan, at)));
  const total = seeds.length * measured.reduce((sum, plan) => sum + plan.multiplyAdds, 0);
  let done = 0;

  for (let seed = 0; seed < seeds.length; seed++) {
    for (const [at, config] of [experiment, ...deepened].entries()) {
      for (const [lane, plan] of (plans[at] ?? []).entries()) {
        if (!isMeasured(plan, at)) continue;
        const found = await measure(repeated(config, seed), plan, lane, images, context, at === 0);
        if (at === 0) {
          found.norms.forEach((norm, layer) => put(gradients[lane]?.[layer], seed, norm));
          found.deviations.forEach((deviation, block) => put(activations[lane]?.[block], seed, deviation));
        } else {
          // The last of the main line is the classifier.
          put(first[at - 1]?.[lane], seed, found.norms[0]);
          put(last[at - 1]?.[lane], seed, found.norms.at(-2));
        }
        done += plan.multiplyAdds;
        yield { done, total, result };
      }
    }
  }
}

function put(values: number[] | undefined, index: number, value: number | undefined): void {
  // NaN stands for what is not measured yet.
  if (values !== undefined && value !== undefined) values[index] = Number.isNaN(value) ? Infinity : value;
}

/** Gradient norms of the main line, and the deviations of the blocks' outputs where they are asked for. */
async function measure(
  experiment: ExperimentConfig,
  plan: LanePlan,
  lane: number,
  images: number,
  { data }: StudyContext,
  watched: boolean,
): Promise<{ readonly norms: readonly number[]; readonly deviations: readonly number[] }> {
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
