/**
 * One network that lives on the GPU, and a training step that was captured once. What changes from step to step (batch,
 * hyperparameters, skip gains) lies in buffers that are written before a replay.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig, LossConfig } from '../../config/schema';
import type { LaneState } from '../../contract/run-state';
import { Capture, type Replay } from '../../engine/webgpu/capture';
import { DeferredReductions, type PendingStatistics, type PendingSum } from '../../engine/webgpu/deferred';
import { readBuffer, type GpuAllocations, type Held } from '../../engine/webgpu/gpu-allocations';
import { ruleOf } from '../../engine/optimiser';
import { forward } from '../../network/forward';
import { kernels, useKernels } from '../../ops/active-kernels';
import { gatherImages } from '../../ops/webgpu/rearrange';
import { healthyRoom, keepHealthy } from '../../ops/webgpu/measure';
import { clipFactors, sumGradients, updateClipped, updateState } from '../../ops/webgpu/optimiser/optimisers';
import { gradientNormParts, storeMetrics, updateRunning } from '../../ops/webgpu/optimiser/packed';
import { lossScores, storeLogits, sumScores } from '../../ops/webgpu/scores';
import { webgpuKernels } from '../../ops/webgpu/kernel-set';
import type { GpuInputs } from './inputs';
import { LaneInputs } from './lane-inputs';
import { chunkTables, gradientTable, runningTable, unpack } from './layout';
import { GpuState } from './state';
import { lookUp } from '../gradient';

/** How a lane is trained. */
export type LaneTraining = Pick<ExperimentConfig, 'seeds' | 'loss' | 'optimiser'>;

/** Where a lane leaves its numbers. */
export interface LaneResults {
  /** [2 + layers], as bits. */
  readonly metrics: tf.Tensor;
  /** See `clipFactors`; null where gradients are not clipped. */
  readonly factors: tf.Tensor | null;
  /** [2], as bits. */
  readonly testScores: tf.Tensor;
  /** [batch, classes] of test images. */
  readonly testLogits: tf.Tensor;
}

export class GpuLane {
  readonly plan: LanePlan;
  readonly state: GpuState;
  readonly inputs: LaneInputs;
  readonly loss: LossConfig;
  readonly shared: GpuInputs;
  readonly #results: LaneResults;
  readonly #held: GpuAllocations;
  /** See `keepHealthy`. */
  readonly #healthy: Held;
  #step: Replay | undefined;
  #test: Replay | undefined;

  /** @param shared What all lanes read. */
  constructor(
    held: GpuAllocations,
    plan: LanePlan,
    { seeds, loss, optimiser }: LaneTraining,
    shared: GpuInputs,
    results: LaneResults,
  ) {
    this.plan = plan;
    this.loss = loss;
    this.shared = shared;
    this.#results = results;
    this.#held = held;
    this.state = new GpuState(held, plan, ruleOf(optimiser), seeds.init);
    const room = healthyRoom(this.state.layout.size);
    this.#healthy = held.upload(new Float32Array(room), [room]);
    this.inputs = new LaneInputs(held, plan, optimiser, shared);
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
    return this.state.snapshot(this.inputs.updates);
  }

  /** Parameters of the first step whose numbers were not all finite; of the newest while all are. Nothing may be under way. */
  async lastHealthy(): Promise<Float32Array<ArrayBuffer>> {
    const { layout } = this.state;
    return unpack(layout, await readBuffer(this.#held.backend.device, this.#healthy.buffer, 4 * layout.size));
  }

  /** Goes on from a snapshot of a lane of the same plan and optimiser, for all that is submitted from now on. */
  restore(state: LaneState): void {
    this.state.restore(state);
    this.inputs.restore(state.optimiser.updates);
  }

  dispose(): void {
    this.#step?.dispose();
    this.#test?.dispose();
  }

  async #captureStep(onProgress?: (fraction: number) => void): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const reductions = new DeferredReductions(capture);
    const { inputs, shared } = this;
    const { metrics } = this.#results;
    const { layout, packed, parameters } = this.state;
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
            const logits = forward(this.plan, shared.trainingImages(), {
              parameters: lookUp(parameters),
              mode: {
                kind: 'training',
                onStatistics: (norm, { mean, variance }) => {
                  seen.set(norm, reductions.statisticsOf(mean));
                  tf.dispose([mean, variance]);
                },
              },
              gains: inputs.gains,
              noise: inputs,
            });
            return lossScores(logits, shared.train, this.loss);
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
    const rows = gradientTable(layout, sumOf, (name) => inputs.groupOf(name));
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
    const { metrics, factors } = this.#results;
    const { hyper } = this.shared;
    const { paces } = this.inputs;
    const { layout, packed, running, rule } = this.state;
    const upload = (table: Int32Array): tf.Tensor => this.#held.upload(table, [table.length]).tensor;
    const { chunks, layers } = chunkTables(layout, this.plan, factors !== null);
    const [table, chunkTable] = [upload(gradientRows), upload(chunks)];
    if (factors !== null) sumGradients(packed.tensor, partials, table, paces);
    else updateState(packed.tensor, partials, table, hyper, paces, rule);
    const norms = gradientNormParts(packed.tensor, chunkTable);
    if (factors !== null) {
      clipFactors(norms, hyper, factors);
      updateClipped(packed.tensor, factors, table, hyper, paces, rule);
    }
    const norming = runningTable(layout, seen, (name) => this.inputs.groupOf(name));
    if (seen.size > 0) updateRunning(running.tensor, moments, upload(norming), hyper, paces);
    storeMetrics(scores, norms, upload(layers), metrics);
  }

  async #captureTest(): Promise<Replay> {
    const capture = new Capture(this.#held.backend);
    const { test } = this.shared;
    capture.record(() =>
      tf.tidy(() => {
        const logits = forward(this.plan, gatherImages(test.images, test.indices), {
          parameters: lookUp(this.state.parameters),
          mode: { kind: 'inference', statistics: lookUp(this.state.statistics) },
          gains: this.inputs.gains,
        });
        storeLogits(logits, this.#results.testLogits);
        sumScores(lossScores(logits, test, this.loss), this.#results.testScores);
      }),
    );
    return capture.finish();
  }
}
