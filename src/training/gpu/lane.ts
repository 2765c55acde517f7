/**
 * One network that lives on the GPU, and a training step that was captured once. What changes from step to step (batch,
 * hyperparameters, skip gains) lies in buffers that are written before a replay.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Blocks, ExperimentConfig } from '../../config/schema';
import { covers } from '../../config/switches';
import { Capture, type Replay } from '../../engine/webgpu/capture';
import { DeferredReductions, type PendingStatistics, type PendingSum } from '../../engine/webgpu/deferred';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { ruleOf } from '../../engine/optimiser';
import { readBuffer } from '../../engine/webgpu/readback';
import { forward } from '../../network/network';
import { kernels, useKernels } from '../../ops/active-kernels';
import { gatherImages } from '../../ops/webgpu/rearrange';
import { healthyRoom, keepHealthy } from '../../ops/webgpu/measure';
import { clipFactors, sumGradients, updateClipped, updateState } from '../../ops/webgpu/optimiser/optimisers';
import { gradientNormParts, storeMetrics, updateRunning } from '../../ops/webgpu/conv/packed';
import { lossScores, sumScores } from '../../ops/webgpu/scores';
import { webgpuKernels } from '../../ops/webgpu/kernel-set';
import type { GpuInputs } from './inputs';
import { chunkTables, gradientTable, runningTable, unpack } from './layout';
import { LaneNoise } from './noise';
import { GpuPace } from './pace';
import { GpuState } from './state';
import type { WatchedLane } from './watch';
import { lookUp } from '../gradient';
import type { LaneState } from '../lanes';

/** How a lane is trained. */
export type LaneTraining = Pick<ExperimentConfig, 'seeds' | 'loss' | 'optimiser'>;

/** What all lanes share, and where this one leaves its numbers. */
export interface LaneSurroundings {
  readonly inputs: GpuInputs;
  /** [2 + layers], as bits. */
  readonly metrics: tf.Tensor;
  /** See `clipFactors`; null where gradients are not clipped. */
  readonly factors: tf.Tensor | null;
  /** [2], as bits. */
  readonly testScores: tf.Tensor;
}

/** Numbers between two gains: what a binding's offset must be a multiple of. */
const GAIN_PITCH = 64;

export class GpuLane {
  readonly #plan: LanePlan;
  readonly #training: LaneTraining;
  readonly #around: LaneSurroundings;
  readonly #held: GpuAllocations;
  readonly #state: GpuState;
  /** See `keepHealthy`. */
  readonly #healthy: Held;
  readonly #noise: LaneNoise;
  readonly #pace: GpuPace;
  readonly #gainBuffer: GPUBuffer;
  readonly #gains: readonly tf.Tensor1D[];
  #gainsNow: readonly number[];
  #step: Replay | undefined;
  #test: Replay | undefined;

  constructor(
    held: GpuAllocations,
    plan: LanePlan,
    gains: readonly number[],
    training: LaneTraining,
    around: LaneSurroundings,
  ) {
    this.#plan = plan;
    this.#training = training;
    this.#around = around;
    this.#held = held;
    this.#state = new GpuState(held, plan, ruleOf(training.optimiser), training.seeds.init);
    const room = healthyRoom(this.#state.layout.size);
    this.#healthy = held.upload(new Float32Array(room), [room]);
    this.#noise = new LaneNoise(held, plan, training.seeds.order, around.inputs.noise);
    this.#pace = new GpuPace(held, plan, training.optimiser);
    this.#gainsNow = gains;
    const spread = new Float32Array(Math.max(gains.length, 1) * GAIN_PITCH);
    gains.forEach((gain, block) => {
      spread[block * GAIN_PITCH] = gain;
    });
    this.#gainBuffer = held.upload(spread, [spread.length]).buffer;
    this.#gains = gains.map((_, block) => held.view(this.#gainBuffer, block * GAIN_PITCH, [1]));
  }

  /** Sets a skip gain for all replays that are submitted from now on. */
  setGain(blocks: Blocks, gain: number): void {
    this.#gainsNow = this.#gainsNow.map((old, block) => (covers(blocks, block) ? gain : old));
    this.#gains.forEach((_, block) => {
      if (!covers(blocks, block)) return;
      const offset = 4 * block * GAIN_PITCH;
      this.#held.backend.queue.writeBuffer(this.#gainBuffer, offset, new Float32Array([gain]));
    });
  }

  /** Writes what a step is told of this lane alone, for what is submitted from now on; with `update` it counts as taken. */
  writeStep(step: number, update: boolean): void {
    this.#noise.writeStep(step, this.#gainsNow);
    this.#pace.writeStep(this.#gainsNow, this.#around.inputs.optimiserAt(step), update);
  }

  /** What the instruments need to look into this lane. */
  get watched(): WatchedLane {
    return {
      plan: this.#plan,
      layout: this.#state.layout,
      state: this.#state.packed,
      parameters: this.#state.parameters,
      gains: this.#gains,
      loss: this.#training.loss,
      inputs: this.#around.inputs,
      noise: this.#noise,
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

  /** See `GpuState.snapshot`. */
  snapshot(): Promise<LaneState> {
    return this.#state.snapshot(this.#pace.updates);
  }

  /** Parameters of the first step whose numbers were not all finite; of the newest while all are. Nothing may be under way. */
  async lastHealthy(): Promise<Float32Array<ArrayBuffer>> {
    const { layout } = this.#state;
    return unpack(layout, await readBuffer(this.#held.backend.device, this.#healthy.buffer, 4 * layout.size));
  }

  /** Goes on from a snapshot of a lane of the same plan and optimiser, for all that is submitted from now on. */
  restore(state: LaneState): void {
    this.#state.restore(state);
    this.#pace.restore(state.optimiser.updates);
  }

  dispose(): void {
    this.#step?.dispose();
    this.#test?.dispose();
  }

  async #captureStep(onProgress?: (fraction: number) => void): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const reductions = new DeferredReductions(capture);
    const { inputs, metrics } = this.#around;
    const { layout, packed, parameters } = this.#state;
    const seen = new Map<string, PendingStatistics>();
    const before = kernels();
    useKernels(webgpuKernels(reductions));
    // The scores' own gradient is not asked for; without one, tfjs would compute ones.
    const unit = tf.scalar(1);
    let scores: tf.Tensor;
    let gradients: readonly (tf.Tensor | null)[];
    const weights = this.#held.view(packed.buffer, 0, [layout.size]);
    try {
      capture.record(() => keepHealthy(weights, metrics, this.#healthy.tensor));
      ({ value: scores, grads: gradients } = capture.record(() =>
        tf.engine().gradients(
          () => {
            const logits = forward(this.#plan, inputs.trainingImages(), {
              parameters: lookUp(parameters),
              mode: {
                kind: 'training',
                onStatistics: (norm, { mean, variance }) => {
                  seen.set(norm, reductions.statisticsOf(mean));
                  tf.dispose([mean, variance]);
                },
              },
              gains: this.#gains,
              noise: this.#noise,
            });
            return lossScores(logits, inputs.train, this.#training.loss);
          },
          [...parameters.values()],
          unit,
          true,
        ),
      ));
    } finally {
      useKernels(before);
    }
    const names = [...parameters.keys()];
    const sumOf = (name: string): PendingSum | null => {
      const gradient = gradients[names.indexOf(name)] ?? null;
      return gradient === null ? null : reductions.sumOf(gradient);
    };
    const rows = gradientTable(layout, sumOf, (name) => this.#pace.groupOf(name));
    const { gradients: partials, moments } = reductions.place(this.#held.backend);
    this.#held.adopt(partials);
    this.#held.adopt(moments);
    capture.record(() =>
      tf.tidy(() => this.#finishStep(scores, partials.tensor, rows, moments.tensor, seen)),
    );
    tf.dispose([unit, scores, ...gradients.filter((gradient) => gradient !== null)]);
    return capture.finish(onProgress);
  }

  /** What follows the backward pass: the step along the gradients, running statistics and metrics. */
  #finishStep(
    scores: tf.Tensor,
    partials: tf.Tensor,
    gradientRows: Int32Array,
    moments: tf.Tensor,
    seen: ReadonlyMap<string, PendingStatistics>,
  ): void {
    const { inputs, metrics, factors } = this.#around;
    const { hyper } = inputs;
    const { layout, packed, running } = this.#state;
    const rule = ruleOf(this.#training.optimiser);
    const paces = this.#pace.tensor;
    const upload = (table: Int32Array): tf.Tensor => this.#held.upload(table, [table.length]).tensor;
    const { chunks, layers } = chunkTables(layout, this.#plan, factors !== null);
    const [table, chunkTable] = [upload(gradientRows), upload(chunks)];
    if (factors !== null) sumGradients(packed.tensor, partials, table, paces);
    else updateState(packed.tensor, partials, table, hyper, paces, rule);
    const norms = gradientNormParts(packed.tensor, chunkTable);
    if (factors !== null) {
      clipFactors(norms, hyper, factors);
      updateClipped(packed.tensor, factors, table, hyper, paces, rule);
    }
    const norming = runningTable(layout, seen, (name) => this.#pace.groupOf(name));
    if (seen.size > 0) updateRunning(running.tensor, moments, upload(norming), hyper, paces);
    storeMetrics(scores, norms, upload(layers), metrics);
  }

  async #captureTest(): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const { inputs, testScores } = this.#around;
    const { test } = inputs;
    capture.record(() =>
      tf.tidy(() => {
        const logits = forward(this.#plan, gatherImages(test.images, test.indices), {
          parameters: lookUp(this.#state.parameters),
          mode: { kind: 'inference', statistics: lookUp(this.#state.statistics) },
          gains: this.#gains,
        });
        sumScores(lossScores(logits, test, this.#training.loss), testScores);
      }),
    );
    return capture.finish();
  }
}
