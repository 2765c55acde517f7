/**
 * What all lanes on the GPU read: the data set, and what changes from one step to the next (the batch, how its images are
 * changed, what is dropped, the hyperparameters), in buffers that are written before a replay.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import { optimiserAt } from '../../config/schedule';
import type { ExperimentConfig, OptimiserConfig } from '../../config/schema';
import { augments, blackOf, drawChange } from '../../data/augment';
import type { DataSet, ImageSet } from '../../data/dataset';
import { randomStream } from '../../data/random';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { hyperparametersOf } from '../../engine/optimiser';
import { gatherChanged, gatherImages } from '../../ops/webgpu/rearrange';
import { HYPER_SIZE, type Hyperparameters } from '../../ops/webgpu/optimiser/hyper';
import { GpuNoise } from './noise';

/** Images and labels of a set on the GPU, and the indices of the batch at hand. */
export interface GpuSet {
  /** [count, H, W, C] */
  readonly images: tf.Tensor;
  /** [count] */
  readonly labels: tf.Tensor1D;
  /** [N]; negative where a batch is padded. */
  readonly indices: tf.Tensor1D;
}

/** A step to be taken, or only measured. */
export interface StepInput {
  readonly step: number;
  /** Of the batch, into the training images. */
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly update: boolean;
}

/** Numbers per image that say how it is changed: see `gatherChanged`. */
const CHANGE_SIZE = 4;

export class GpuInputs {
  readonly train: GpuSet;
  readonly test: GpuSet;
  readonly hyper: Hyperparameters;
  readonly noise: GpuNoise;
  readonly #held: GpuAllocations;
  readonly #experiment: ExperimentConfig;
  readonly #size: Pick<DataSet, 'height' | 'width'>;
  readonly #indices: GPUBuffer;
  readonly #testIndices: GPUBuffer;
  readonly #hyper: GPUBuffer;
  /** How images are changed, and what black is; null where they are not. */
  readonly #changes: { readonly each: Held; readonly black: tf.Tensor } | null;
  /** What the schedule goes on from. */
  #rate: number;
  /** What the hyperparameters say now. */
  #hyperNow = '';

  constructor(
    held: GpuAllocations,
    experiment: ExperimentConfig,
    plans: readonly LanePlan[],
    data: DataSet,
    testBatch: number,
  ) {
    const { batchSize, augmentation, seeds } = experiment;
    this.noise = new GpuNoise(held, plans, seeds.order);
    this.#held = held;
    this.#experiment = experiment;
    this.#rate = experiment.optimiser.learningRate;
    this.#size = { height: data.height, width: data.width };
    const train = uploadSet(held, data, data.train, batchSize);
    const test = uploadSet(held, data, data.test, testBatch);
    this.train = { ...train, indices: train.indices.tensor };
    this.test = { ...test, indices: test.indices.tensor };
    this.#indices = train.indices.buffer;
    this.#testIndices = test.indices.buffer;
    const hyper = held.upload<tf.Tensor1D>(new Float32Array(HYPER_SIZE), [HYPER_SIZE]);
    this.hyper = hyper.tensor;
    this.#hyper = hyper.buffer;
    const black = blackOf(data);
    this.#changes = augments(augmentation)
      ? {
          each: held.upload(new Int32Array(CHANGE_SIZE * batchSize), [batchSize, CHANGE_SIZE]),
          black: held.upload(
            Float32Array.from({ length: data.channels }, (_, channel) => black[channel] ?? 0),
            [data.channels],
          ).tensor,
        }
      : null;
  }

  /** The training images of the batch at hand [N, H, W, C], changed as the experiment asks for: to be captured. */
  trainingImages(): tf.Tensor4D {
    const { images, indices } = this.train;
    if (this.#changes === null) return gatherImages(images, indices);
    const { each, black } = this.#changes;
    return gatherChanged(images, indices, each.tensor, black, this.#experiment.augmentation.cutout);
  }

  /** The optimiser's settings at a step. */
  optimiserAt(step: number): OptimiserConfig {
    const { optimiser, schedule } = this.#experiment;
    return optimiserAt(step, { ...optimiser, learningRate: this.#rate }, schedule);
  }

  /** Sets the learning rate that the schedule goes on from. */
  setRate(rate: number): void {
    this.#rate = rate;
  }

  /** Writes all of a step, for what is submitted from now on. */
  writeStep({ step, indices, update }: StepInput): void {
    const { queue } = this.#held.backend;
    this.writeHyper(update, step);
    queue.writeBuffer(this.#indices, 0, indices);
    this.noise.writeStep(step);
    if (this.#changes === null) return;
    const { augmentation, seeds } = this.#experiment;
    const random = randomStream(seeds.order, 'augmentation', step);
    const changes = Array.from(indices, () => {
      const { down, right, mirrored, top, left } = drawChange(augmentation, this.#size, random);
      return [down, right, mirrored ? 1 : 0, (top << 16) | (left & 0xffff)];
    });
    queue.writeBuffer(this.#changes.each.buffer, 0, Int32Array.from(changes.flat()));
  }

  /** Writes the hyperparameters alone. */
  writeHyper(update: boolean, step: number): void {
    const values = hyperparametersOf(this.optimiserAt(step), update);
    if (values.join() === this.#hyperNow) return;
    this.#hyperNow = values.join();
    this.#held.backend.queue.writeBuffer(this.#hyper, 0, values);
  }

  /** Writes which test images come next; negative ones pad the batch. */
  writeTest(indices: Int32Array<ArrayBuffer>): void {
    this.#held.backend.queue.writeBuffer(this.#testIndices, 0, indices);
  }
}

function uploadSet(
  held: GpuAllocations,
  { height, width, channels }: DataSet,
  { images, labels, count }: ImageSet,
  batch: number,
): Omit<GpuSet, 'indices'> & { readonly indices: Held<tf.Tensor1D> } {
  return {
    images: held.upload(images, [count, height, width, channels]).tensor,
    labels: held.upload<tf.Tensor1D>(Int32Array.from(labels), [count]).tensor,
    indices: held.upload<tf.Tensor1D>(new Int32Array(batch), [batch]),
  };
}
