/**
 * What all lanes on the GPU read: the data set, and what a step tells all of them (the batch, how its images are changed, where
 * streams of random numbers begin, the hyperparameters), in buffers that are written before a replay.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig } from '../../config/schema';
import { augments, blackOf, drawChange } from '../../data/batches';
import type { DataSet, ImageSet } from '../../data/dataset';
import { jumpTables, streamState } from '../../data/random';
import { hyperparametersOf } from '../../engine/optimiser';
import type { GpuAllocations, Held } from '../../engine/webgpu/gpu-allocations';
import { gatherChanged, gatherImages } from '../../ops/webgpu/rearrange';
import { HYPER_SIZE } from '../../ops/webgpu/optimiser/hyper';
import { dropoutOf, FIRST_JUMP, JUMPS } from '../../ops/webgpu/dropout';
import { augmentationOf, type StepInputs } from '../step-inputs';

/** Numbers per image that say how it is changed: see `gatherChanged`. */
const CHANGE_SIZE = 4;

/** Words of the state of a stream of random numbers. */
const STREAM_SIZE = 4;

/** Images and labels of a set on the GPU, and a batch of them. */
class GpuSet {
  /** [count, H, W, C] */
  readonly images: tf.Tensor;
  /** [count] */
  readonly labels: tf.Tensor1D;
  /** Of the batch at hand [N]; negative where it is padded. */
  readonly indices: tf.Tensor1D;
  readonly #held: GpuAllocations;
  readonly #indices: Held<tf.Tensor1D>;

  constructor(
    held: GpuAllocations,
    { height, width, channels }: DataSet,
    { images, labels, count }: ImageSet,
    batch: number,
  ) {
    this.#held = held;
    this.images = held.upload(images, [count, height, width, channels]).tensor;
    this.labels = held.upload<tf.Tensor1D>(Int32Array.from(labels), [count]).tensor;
    this.#indices = held.upload<tf.Tensor1D>(new Int32Array(batch), [batch]);
    this.indices = this.#indices.tensor;
  }

  /** Chooses the batch of what is submitted from now on. */
  choose(indices: Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): void {
    this.#held.write(this.#indices, indices);
  }
}

export class GpuInputs {
  readonly train: GpuSet;
  readonly test: GpuSet;
  readonly #held: GpuAllocations;
  readonly #experiment: ExperimentConfig;
  readonly #size: Pick<DataSet, 'height' | 'width'>;
  readonly #hyper: Held<tf.Tensor1D>;
  /** What the hyperparameters say now. */
  #told = '';
  /** How images are changed, and what black is; null where they are not. */
  readonly #changes: { readonly each: Held; readonly black: tf.Tensor } | null;
  readonly #streams: Held;
  /** Names of the streams in the order of their states, as captured steps have asked for them: those of one name are the same. */
  readonly #names: string[] = [];
  #jumps: tf.Tensor | undefined;

  constructor(
    held: GpuAllocations,
    experiment: ExperimentConfig,
    plans: readonly LanePlan[],
    data: DataSet,
    testBatch: number,
  ) {
    const { batchSize, augmentation } = experiment;
    this.#held = held;
    this.#experiment = experiment;
    this.#size = { height: data.height, width: data.width };
    this.train = new GpuSet(held, data, data.train, batchSize);
    this.test = new GpuSet(held, data, data.test, testBatch);
    this.#hyper = held.upload<tf.Tensor1D>(new Float32Array(HYPER_SIZE), [HYPER_SIZE]);
    // No network drops at more places than it has layers.
    const most = plans.reduce((sum, { layers }) => sum + layers.length, 1);
    this.#streams = held.upload(new Int32Array(STREAM_SIZE * most), [most, STREAM_SIZE]);
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

  /** See `Hyperparameters`. */
  get hyper(): tf.Tensor1D {
    return this.#hyper.tensor;
  }

  /** The training images of the batch at hand [N, H, W, C], changed as the experiment asks for: to be captured. */
  trainingImages(): tf.Tensor4D {
    const { images, indices } = this.train;
    if (this.#changes === null) return gatherImages(images, indices);
    const { each, black } = this.#changes;
    return gatherChanged(images, indices, each.tensor, black, this.#experiment.augmentation.cutout);
  }

  /**
   * x with a share dropped by the stream of this name, to be captured: a step is told where each stream begins, and masks are
   * drawn on the GPU, from the same streams as on the processor.
   */
  drop<T extends tf.Tensor>(x: T, share: number, name: string): T {
    this.#jumps ??= this.#held.upload(jumpTables(FIRST_JUMP, JUMPS), [JUMPS, 32, 16, STREAM_SIZE]).tensor;
    const known = this.#names.indexOf(name);
    const stream = known >= 0 ? known : this.#names.push(name) - 1;
    return dropoutOf(x, share, { states: this.#streams.tensor, stream, jumps: this.#jumps });
  }

  /** Writes all of a step, for what is submitted from now on. */
  writeStep(inputs: StepInputs): void {
    const { step, seed, indices, optimiser, update } = inputs;
    const hyper = hyperparametersOf(optimiser, update);
    if (hyper.join() !== this.#told) this.#held.write(this.#hyper, hyper);
    this.#told = hyper.join();
    this.train.choose(indices);
    const states = this.#names.flatMap((name) => streamState(seed, 'dropout', step, name));
    if (states.length > 0) this.#held.write(this.#streams, Int32Array.from(states));
    if (this.#changes === null) return;
    const random = augmentationOf(inputs);
    const changes = Array.from(indices, () => {
      const { down, right, mirrored, top, left } = drawChange(
        this.#experiment.augmentation,
        this.#size,
        random,
      );
      return [down, right, mirrored ? 1 : 0, (top << 16) | (left & 0xffff)];
    });
    this.#held.write(this.#changes.each, Int32Array.from(changes.flat()));
  }
}
