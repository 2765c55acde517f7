/**
 * Shattered gradients (Balduzzi 2017): how far the gradients of two inputs agree, by their distance along a line between
 * two test images. The gradient is that of the score of the first image's class with respect to the input, at step 0.
 * Batch norm uses statistics of a batch of training images, so that the points of a line do not depend on each other.
 */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../../architecture/memory';
import type { NetworkPlan } from '../../architecture/plan';
import type { ExperimentConfig } from '../../config/schema';
import { planBatches } from '../../data/batches';
import type { DataSet } from '../../data/dataset';
import { randomStream } from '../../data/random';
import { forward } from '../../network/forward';
import type { ForwardOptions } from '../../network/options';
import { initialParameters } from '../../network/parameters';
import type { BatchStatistics } from '../../ops/kernels';
import { lookUp } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { GRADIENT_COST, imagesPerTurn, withBlocksOnly } from '../../contract/study-work';
import { disposeAll, repeated, residualPlans, seedsFrom, taken, tensorsOf, unmeasured } from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import { DISTANCES, LINES, PLACES, POSITIONS, type ShatteringResult } from './kind';

/** A straight line from one image to another; positions are shares of it. */
interface Line {
  readonly from: Float32Array;
  readonly to: Float32Array;
  /** Class of the first image. */
  readonly label: number;
}

/** Cosine of the angle between two vectors; NaN where one is zero. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa) / Math.sqrt(bb);
}

/** Mean cosine per distance of gradients at `POSITIONS`; `gradients` holds them one after another. */
function cosinesOf(gradients: Float32Array): number[] {
  const size = gradients.length / POSITIONS.length;
  const at = (index: number): Float32Array => gradients.subarray(index * size, (index + 1) * size);
  return DISTANCES.map((_, distance) => {
    const each = PLACES.map((_place, place) => cosine(at(place), at(PLACES.length * (1 + distance) + place)));
    return each.reduce((sum, value) => sum + value, 0) / each.length;
  });
}

/** A network at step 0, and the lines of one repetition. */
interface Task {
  readonly experiment: ExperimentConfig;
  readonly lane: number;
  readonly linesSeed: number;
}

/** Mean cosines by distance; null while they are measured. */
type Cosines = readonly number[] | null;

export const study: Computation<RequestOf<'shattering'>, ShatteringResult, Task, Cosines> = {
  plan(request, context) {
    const experiment = withBlocksOnly(context.experiment);
    const lanes = experiment.lanes.map(({ id }) => id);
    const seeds = seedsFrom(experiment.seeds.init, request.seeds);
    const depths = depthsOf(experiment, request.depths);
    const configs = depths.map((depth) => withDepth(experiment, depth));
    // [depth][lane]
    const plans = configs.map(residualPlans);
    const parts = seeds.flatMap((linesSeed, seed) =>
      configs.flatMap((config, depth) =>
        (plans[depth] ?? []).map((plan, lane) => ({
          task: { experiment: repeated(config, seed), lane, linesSeed },
          work: LINES * POSITIONS.length * plan.multiplyAdds,
          round: seed,
          memory: memoryOf([plan], imagesPerTurn(plan, experiment.batchSize)),
        })),
      ),
    );
    return {
      parts,
      combine: (found) => ({
        kind: 'shattering',
        lanes,
        seeds,
        lines: LINES,
        depths,
        distances: DISTANCES,
        cosines: depths.map((_d, depth) =>
          lanes.map((_l, lane) =>
            seeds.map(
              (_s, seed) =>
                found[(seed * depths.length + depth) * lanes.length + lane] ?? unmeasured(DISTANCES.length),
            ),
          ),
        ),
      }),
    };
  },

  async *perform({ experiment, lane, linesSeed }, { data }) {
    const plan = residualPlans(experiment)[lane];
    if (plan === undefined) throw new RangeError(`There is no lane ${lane} of blocks`);
    const lines = drawLines(data, linesSeed);
    const network = await Untrained.create(experiment, plan, lane, data);
    try {
      const each: number[][] = [];
      for (const line of lines) {
        const gradients = new Float32Array(POSITIONS.length * line.from.length);
        const size = imagesPerTurn(plan, POSITIONS.length, GRADIENT_COST);
        for (let start = 0; start < POSITIONS.length; start += size) {
          const positions = POSITIONS.slice(start, start + size);
          gradients.set(await network.gradients(line, positions), start * line.from.length);
          const ended = start + positions.length;
          yield { share: (each.length + ended / POSITIONS.length) / lines.length, found: null };
        }
        each.push(cosinesOf(gradients));
      }
      yield {
        share: 1,
        found: DISTANCES.map((_, i) => each.reduce((sum, one) => sum + (one[i] ?? 0), 0) / each.length),
      };
    } finally {
      network.dispose();
    }
  },
};

/** Lines between test images of different classes. */
function drawLines({ test, height, width, channels }: DataSet, seed: number): Line[] {
  const random = randomStream(seed, 'shattering');
  const size = height * width * channels;
  const image = (index: number): Float32Array => test.images.subarray(index * size, (index + 1) * size);
  return Array.from({ length: LINES }, () => {
    const from = random.integer(test.count);
    let to = from;
    while (test.labels[to] === test.labels[from]) to = random.integer(test.count);
    return { from: image(from), to: image(to), label: test.labels[from] ?? 0 };
  });
}

/** A network at step 0, with the statistics of a batch in its norms. */
class Untrained {
  readonly #plan: NetworkPlan;
  readonly #options: ForwardOptions;
  readonly #tensors: ReadonlyMap<string, tf.Tensor>;
  readonly #statistics: ReadonlyMap<string, BatchStatistics>;

  private constructor(
    plan: NetworkPlan,
    gains: readonly number[],
    tensors: ReadonlyMap<string, tf.Tensor>,
    statistics: ReadonlyMap<string, BatchStatistics>,
  ) {
    this.#plan = plan;
    this.#tensors = tensors;
    this.#statistics = statistics;
    const mode = { kind: 'frozen', statistics: lookUp(statistics) } as const;
    this.#options = { parameters: lookUp(tensors), mode, gains };
  }

  static async create(
    { seeds, batchSize, lanes }: ExperimentConfig,
    plan: NetworkPlan,
    lane: number,
    data: DataSet,
  ): Promise<Untrained> {
    const gains = lanes[lane]?.gains ?? [];
    const tensors = tensorsOf(plan, initialParameters(plan, seeds.init));
    const statistics = new Map<string, BatchStatistics>();
    const images = imagesPerTurn(plan, batchSize);
    const indices = planBatches(data.train.count, batchSize, seeds.order).indicesOfStep(0).slice(0, images);
    const batch = trainingBatch(data, indices);
    tf.tidy(() => {
      const onStatistics = (norm: string, of: BatchStatistics): void => void statistics.set(norm, of);
      forward(plan, batch.images, {
        parameters: lookUp(tensors),
        mode: { kind: 'training', onStatistics },
        gains,
      });
    });
    tf.dispose([batch.images, batch.oneHot]);
    return new Untrained(plan, gains, tensors, statistics);
  }

  /** Gradients of the class's score at these positions on a line, one after another. */
  async gradients({ from, to, label }: Line, positions: readonly number[]): Promise<Float32Array> {
    const { height, width, channels } = this.#plan.input;
    const pixels = new Float32Array(positions.length * from.length);
    positions.forEach((position, row) => {
      from.forEach((value, i) => {
        pixels[row * from.length + i] = value + position * ((to[i] ?? 0) - value);
      });
    });
    const { classes } = this.#plan;
    const gradient = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [positions.length, height, width, channels]);
      const scores = new Float32Array(positions.length * classes);
      for (let row = 0; row < positions.length; row++) scores[row * classes + label] = 1;
      const options = { ...this.#options, byImages: true };
      return tf.grad((x) => forward(this.#plan, x as tf.Tensor4D, options))(
        images,
        tf.tensor2d(scores, [positions.length, classes]),
      );
    });
    return taken(gradient);
  }

  dispose(): void {
    disposeAll(this.#tensors, this.#statistics);
  }
}
