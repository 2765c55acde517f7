/**
 * One network that lives on the GPU: parameters, velocity, gradients and running statistics packed in a few buffers, and a
 * training step that was captured once. What changes from step to step (batch, hyperparameters, skip gains) lies in buffers
 * that are written before a replay.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import { Capture, type Replay } from '../engine/webgpu/capture';
import { DeferredTails, type PendingStatistics } from '../engine/webgpu/deferred';
import type { Held, Holdings } from '../engine/webgpu/holdings';
import { readBuffer } from '../engine/webgpu/readback';
import type { RunningNorm } from '../engine/statistics';
import { forward } from '../network/network';
import { initialParameters, layoutOf } from '../network/parameters';
import { kernels, useKernels, type BatchStatistics } from '../ops/kernels';
import { crossEntropyScores, sumScores } from '../ops/webgpu/crossEntropy';
import { gatherImages } from '../ops/webgpu/gather';
import { healthyRoom, keepHealthy } from '../ops/webgpu/healthy';
import { gradientNormParts, storeMetrics, updateRunning, updateState } from '../ops/webgpu/packed';
import { webgpuKernels } from '../ops/webgpu/set';
import {
  chunkTables,
  gradientTable,
  pack,
  packedLayout,
  runningTable,
  unpack,
  type PackedLayout,
} from './gpu-layout';
import type { WatchedLane } from './gpu-watch';
import { lookUp } from './gradient';
import type { LaneState } from './lanes';

/** Images and labels of a set on the GPU, and the indices of the batch at hand. */
export interface GpuSet {
  /** [count, H, W, C] */
  readonly images: tf.Tensor;
  /** [count] */
  readonly labels: tf.Tensor1D;
  /** [N]; negative where a batch is padded. */
  readonly indices: tf.Tensor1D;
}

/** What all lanes share, and where this one leaves its numbers. */
export interface LaneSurroundings {
  readonly train: GpuSet;
  readonly test: GpuSet;
  /** See `updateState`. */
  readonly hyper: tf.Tensor1D;
  /** [2 + layers], as bits. */
  readonly metrics: tf.Tensor;
  /** [2], as bits. */
  readonly testScores: tf.Tensor;
}

/** Numbers between two gains: what a binding's offset must be a multiple of. */
const GAIN_PITCH = 64;

export class GpuLane {
  readonly #plan: LanePlan;
  readonly #around: LaneSurroundings;
  readonly #held: Holdings;
  readonly #layout: PackedLayout;
  readonly #state: Held;
  readonly #running: Held;
  /** See `keepHealthy`. */
  readonly #healthy: Held;
  readonly #gainBuffer: GPUBuffer;
  readonly #gains: readonly tf.Tensor1D[];
  readonly #parameters: ReadonlyMap<string, tf.Tensor>;
  readonly #statistics: ReadonlyMap<string, BatchStatistics>;
  #gainsNow: readonly number[];
  #step: Replay | undefined;
  #test: Replay | undefined;

  constructor(
    held: Holdings,
    plan: LanePlan,
    gains: readonly number[],
    seed: number,
    around: LaneSurroundings,
  ) {
    this.#plan = plan;
    this.#around = around;
    this.#held = held;
    const layout = packedLayout(plan);
    this.#layout = layout;
    const state = new Float32Array(3 * layout.size);
    state.set(pack(layout, initialParameters(plan, seed)));
    this.#state = held.upload(state, [3, layout.size]);
    const entries = layoutOf(plan.parameters).entries;
    this.#parameters = new Map(
      entries.map(({ name, shape }) => {
        const { offset } = lookUp(layout.parameters)(name);
        return [name, held.view(this.#state.buffer, offset, shape)];
      }),
    );
    const running = new Float32Array(layout.runningSize);
    for (const { variance, channels } of layout.norms.values())
      running.fill(1, variance, variance + channels);
    this.#running = held.upload(running, [layout.runningSize]);
    this.#statistics = new Map(
      [...layout.norms].map(([norm, { mean, variance, channels }]) => [
        norm,
        {
          mean: held.view<tf.Tensor1D>(this.#running.buffer, mean, [channels]),
          variance: held.view<tf.Tensor1D>(this.#running.buffer, variance, [channels]),
        },
      ]),
    );
    const room = healthyRoom(layout.size);
    this.#healthy = held.upload(new Float32Array(room), [room]);
    this.#gainsNow = gains;
    const spread = new Float32Array(Math.max(gains.length, 1) * GAIN_PITCH);
    gains.forEach((gain, block) => {
      spread[block * GAIN_PITCH] = gain;
    });
    this.#gainBuffer = held.upload(spread, [spread.length]).buffer;
    this.#gains = gains.map((_, block) => held.view(this.#gainBuffer, block * GAIN_PITCH, [1]));
  }

  /** Sets a skip gain for all replays that are submitted from now on. */
  setGain(block: number | 'all', gain: number): void {
    this.#gainsNow = this.#gainsNow.map((old, index) => (block === 'all' || block === index ? gain : old));
    this.#gains.forEach((_, index) => {
      if (block !== 'all' && block !== index) return;
      const offset = 4 * index * GAIN_PITCH;
      this.#held.backend.queue.writeBuffer(this.#gainBuffer, offset, new Float32Array([gain]));
    });
  }

  /** What the instruments need to look into this lane. */
  get watched(): WatchedLane {
    return {
      plan: this.#plan,
      layout: this.#layout,
      state: this.#state,
      parameters: this.#parameters,
      gains: this.#gains,
      train: this.#around.train,
    };
  }

  /** Skip gains in force for what is submitted now. */
  get gainsNow(): readonly number[] {
    return this.#gainsNow;
  }

  /** The training step, captured when first asked for; `onProgress` hears of the share of its programs that are compiled. */
  async step(onProgress?: (fraction: number) => void): Promise<Replay> {
    this.#step ??= await this.#captureStep(onProgress);
    return this.#step;
  }

  /** The forward pass over a batch of test images, likewise. */
  async test(): Promise<Replay> {
    this.#test ??= await this.#captureTest();
    return this.#test;
  }

  /** Parameters, velocity and running statistics after all that has been submitted, read back. */
  async snapshot(): Promise<LaneState> {
    const { device } = this.#held.backend;
    const layout = this.#layout;
    const [state, running] = await Promise.all([
      readBuffer(device, this.#state.buffer, 2 * 4 * layout.size),
      readBuffer(device, this.#running.buffer, 4 * layout.runningSize),
    ]);
    const statistics = [...layout.norms].map(
      ([norm, { mean, variance, channels }]) =>
        [
          norm,
          {
            mean: running.slice(mean, mean + channels),
            variance: running.slice(variance, variance + channels),
          },
        ] satisfies [string, RunningNorm],
    );
    return {
      parameters: unpack(layout, state.subarray(0, layout.size)),
      statistics: new Map(statistics),
      optimiser: {
        first: unpack(layout, state.subarray(layout.size)),
        second: new Float32Array(0),
        // SGD does not count them.
        updates: 0,
      },
    };
  }

  /** Parameters of the first step whose numbers were not all finite; of the newest while all are. Nothing may be under way. */
  async lastHealthy(): Promise<Float32Array<ArrayBuffer>> {
    const layout = this.#layout;
    return unpack(layout, await readBuffer(this.#held.backend.device, this.#healthy.buffer, 4 * layout.size));
  }

  /** Goes on from a snapshot of a lane of the same plan, for all that is submitted from now on. */
  restore({ parameters, statistics, optimiser }: LaneState): void {
    const { queue } = this.#held.backend;
    const layout = this.#layout;
    queue.writeBuffer(this.#state.buffer, 0, pack(layout, parameters));
    queue.writeBuffer(this.#state.buffer, 4 * layout.size, pack(layout, optimiser.first));
    const running = new Float32Array(layout.runningSize);
    for (const [norm, { mean, variance }] of layout.norms) {
      const saved = lookUp(statistics)(norm);
      running.set(saved.mean, mean);
      running.set(saved.variance, variance);
    }
    queue.writeBuffer(this.#running.buffer, 0, running);
  }

  dispose(): void {
    this.#step?.dispose();
    this.#test?.dispose();
  }

  async #captureStep(onProgress?: (fraction: number) => void): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const tails = new DeferredTails(capture);
    const { train, hyper, metrics } = this.#around;
    const seen = new Map<string, PendingStatistics>();
    const before = kernels();
    useKernels(webgpuKernels(tails));
    // The scores' own gradient is not asked for; without one, tfjs would compute ones.
    const unit = tf.scalar(1);
    let scores: tf.Tensor;
    let gradients: readonly (tf.Tensor | null)[];
    const parameters = this.#held.view(this.#state.buffer, 0, [this.#layout.size]);
    try {
      capture.record(() => keepHealthy(parameters, metrics, this.#healthy.tensor));
      ({ value: scores, grads: gradients } = capture.record(() =>
        tf.engine().gradients(
          () => {
            const images = gatherImages(train.images, train.indices);
            const logits = forward(this.#plan, images, {
              parameters: lookUp(this.#parameters),
              mode: {
                kind: 'training',
                onStatistics: (norm, { mean, variance }) => {
                  seen.set(norm, tails.statisticsOf(mean));
                  tf.dispose([mean, variance]);
                },
              },
              gains: this.#gains,
            });
            return crossEntropyScores(logits, train);
          },
          [...this.#parameters.values()],
          unit,
          true,
        ),
      ));
    } finally {
      useKernels(before);
    }
    const names = [...this.#parameters.keys()];
    const gradientRows = gradientTable(this.#layout, (name) => {
      const gradient = gradients[names.indexOf(name)] ?? null;
      return gradient === null ? null : tails.sumOf(gradient);
    });
    const { gradients: partials, moments } = tails.place(this.#held.backend);
    this.#held.adopt(partials);
    this.#held.adopt(moments);
    const table = this.#held.upload(gradientRows, [gradientRows.length]).tensor;
    const { chunks, layers } = chunkTables(this.#layout, this.#plan);
    const chunkTable = this.#held.upload(chunks, [chunks.length]).tensor;
    const layerTable = this.#held.upload(layers, [layers.length]).tensor;
    capture.record(() => {
      updateState(this.#state.tensor, partials.tensor, table, hyper);
      if (seen.size > 0) {
        const rows = runningTable(this.#layout, seen);
        const runningRows = this.#held.upload(rows, [rows.length]).tensor;
        updateRunning(this.#running.tensor, moments.tensor, runningRows, hyper);
      }
      tf.tidy(() =>
        storeMetrics(scores, gradientNormParts(this.#state.tensor, chunkTable), layerTable, metrics),
      );
    });
    tf.dispose([unit, scores, ...gradients.filter((gradient) => gradient !== null)]);
    return capture.finish(onProgress);
  }

  async #captureTest(): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const { test, testScores } = this.#around;
    capture.record(() =>
      tf.tidy(() => {
        const logits = forward(this.#plan, gatherImages(test.images, test.indices), {
          parameters: lookUp(this.#parameters),
          mode: { kind: 'inference', statistics: lookUp(this.#statistics) },
          gains: this.#gains,
        });
        sumScores(crossEntropyScores(logits, test), testScores);
      }),
    );
    return capture.finish();
  }
}
