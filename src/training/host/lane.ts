/** One network in training: its parameters and optimiser state on the processor, and its skip gains. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig, LossConfig, OptimiserConfig } from '../../config/schema';
import { l2Norm, scoreLogits, type Score } from '../../engine/measures';
import { Optimiser } from '../../engine/optimiser';
import { readAll } from '../../engine/read';
import { RunningStatistics, type RunningNorm } from '../../engine/statistics';
import { forward, type ForwardOptions } from '../../network/network';
import type { Noise } from '../../network/noise';
import { initialParameters, layoutOf, type ParameterLayout } from '../../network/parameters';
import { faultInPass, type Fault } from '../fault';
import { gradientOf, lookUp, parameterTensors, type Batch, type GradientResult } from '../gradient';
import type { LaneState } from '../lanes';

/** Those who are shown what is inside the network. */
export type Watchers = Pick<ForwardOptions, 'watcher' | 'layers'>;

export class Lane {
  readonly id: string;
  readonly plan: LanePlan;
  /** Skip gain per block, in force from the next gradient on. */
  gains: readonly number[];
  readonly #layout: ParameterLayout;
  readonly #parameters: Float32Array<ArrayBuffer>;
  readonly #optimiser: Optimiser;
  readonly #loss: LossConfig;
  readonly #running: RunningStatistics;

  constructor(
    id: string,
    plan: LanePlan,
    gains: readonly number[],
    { seeds, optimiser, loss }: Pick<ExperimentConfig, 'seeds' | 'optimiser' | 'loss'>,
  ) {
    this.id = id;
    this.plan = plan;
    this.gains = gains;
    this.#layout = layoutOf(plan.parameters);
    this.#parameters = initialParameters(plan, seeds.init);
    this.#optimiser = new Optimiser(plan.parameters, optimiser.kind);
    this.#loss = loss;
    this.#running = new RunningStatistics(plan);
  }

  /** Loss and gradients of a batch, of which `noise` drops parts; changes nothing. */
  gradient(batch: Batch, noise?: Noise, watchers: Watchers = {}): Promise<GradientResult> {
    return gradientOf({
      plan: this.plan,
      layout: this.#layout,
      parameters: this.#parameters,
      gains: this.gains,
      batch,
      loss: this.#loss,
      ...(noise && { noise }),
      ...watchers,
    });
  }

  /** Where the forward pass of a batch breaks with the weights as they are; null where it does not. */
  fault(batch: Batch, noise?: Noise): Promise<Fault | null> {
    return faultInPass({
      plan: this.plan,
      layout: this.#layout,
      parameters: this.#parameters,
      gains: this.gains,
      batch,
      ...(noise && { noise }),
    });
  }

  /** L2 norm of each layer's weights, in the order of the plan's layers. */
  weightNorms(): number[] {
    return this.#normsOf(this.#parameters);
  }

  /** Takes a gradient in, as `update` does; tells, too, the L2 norm of what that changed in each layer's weights. */
  measuredUpdate(
    result: GradientResult,
    settings: OptimiserConfig,
  ): { readonly factor: number; readonly changes: readonly number[] } {
    const before = this.#parameters.slice();
    const factor = this.update(result, settings);
    return {
      factor,
      changes: this.#normsOf(before.map((value, i) => (this.#parameters[i] as number) - value)),
    };
  }

  /**
   * Takes a gradient in, with the settings of its step: running statistics, then parameters. Returns what clipping has multiplied
   * it with.
   */
  update({ gradient, reached, statistics }: GradientResult, settings: OptimiserConfig): number {
    for (const { norm, mean, variance, count } of statistics)
      this.#running.update(norm, mean, variance, count);
    return this.#optimiser.update(
      this.#parameters,
      gradient,
      settings,
      (parameter) => reached[parameter] === true,
    );
  }

  /** L2 norm of the gradient of each layer's weights, in the order of the plan's layers. */
  gradientNorms({ gradient }: GradientResult): number[] {
    return this.#normsOf(gradient);
  }

  /** dL/dW of a layer's weights. */
  weightGradient({ gradient }: GradientResult, layer: string): Float32Array {
    const entry = this.#layout.entries.find(({ name }) => name === `${layer}.weight`);
    return gradient.subarray(entry?.offset ?? 0, (entry?.offset ?? 0) + (entry?.size ?? 0));
  }

  #normsOf(values: Float32Array): number[] {
    const entries = new Map(this.#layout.entries.map((entry) => [entry.name, entry]));
    return this.plan.layers.map(({ name }) => {
      const { offset, size } = lookUp(entries)(`${name}.weight`);
      return l2Norm(values, offset, offset + size);
    });
  }

  /** Copies of parameters, optimiser and running statistics as they are now. */
  snapshot(): LaneState {
    const statistics = [...this.#running.norms].map(
      ([norm, { mean, variance }]) =>
        [norm, { mean: mean.slice(), variance: variance.slice() }] satisfies [string, RunningNorm],
    );
    return {
      parameters: this.#parameters.slice(),
      statistics: new Map(statistics),
      optimiser: this.#optimiser.snapshot(),
    };
  }

  /** Goes on from a snapshot of a lane of the same plan and optimiser. */
  restore({ parameters, statistics, optimiser }: LaneState): void {
    this.#parameters.set(parameters);
    this.#running.restore(statistics);
    this.#optimiser.restore(optimiser);
  }

  /** Scores of batches of test images, one at a time, with the running statistics in every norm. */
  async *test(
    batches: Iterable<{ readonly images: tf.Tensor4D; readonly labels: Uint8Array }>,
  ): AsyncGenerator<Score> {
    const parameters = parameterTensors(this.#layout, this.#parameters);
    const statistics = this.#running.toTensors();
    try {
      for (const { images, labels } of batches) {
        const logits = tf.tidy(() =>
          forward(this.plan, images, {
            parameters: lookUp(parameters),
            mode: { kind: 'inference', statistics: lookUp(statistics) },
            gains: this.gains,
          }),
        );
        images.dispose();
        const [values = new Float32Array(0)] = await readAll([logits]);
        logits.dispose();
        yield scoreLogits(values, labels, this.plan.classes, this.#loss);
      }
    } finally {
      tf.dispose([...parameters.values()]);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    }
  }
}
