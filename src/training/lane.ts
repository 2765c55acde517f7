/** One network in training: its parameters and optimiser state on the processor, and its skip gains. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../architecture/plan';
import type { OptimiserConfig } from '../config/schema';
import { l2Norm, scoreLogits, type Score } from '../engine/measures';
import { readAll } from '../engine/read';
import { sgdUpdate } from '../engine/sgd';
import { RunningStatistics } from '../engine/statistics';
import { forward } from '../network/network';
import { initialParameters, layoutOf, type ParameterLayout } from '../network/parameters';
import { gradientOf, lookUp, parameterTensors, type Batch, type GradientResult } from './gradient';

export class Lane {
  readonly id: string;
  readonly plan: NetworkPlan;
  /** Skip gain per block, in force from the next gradient on. */
  gains: readonly number[];
  readonly #layout: ParameterLayout;
  readonly #parameters: Float32Array<ArrayBuffer>;
  readonly #velocity: Float32Array<ArrayBuffer>;
  readonly #running: RunningStatistics;

  constructor(id: string, plan: NetworkPlan, gains: readonly number[], seed: number) {
    this.id = id;
    this.plan = plan;
    this.gains = gains;
    this.#layout = layoutOf(plan.parameters);
    this.#parameters = initialParameters(plan, seed);
    this.#velocity = new Float32Array(this.#layout.size);
    this.#running = new RunningStatistics(plan);
  }

  /** Loss and gradients of a batch; changes nothing. */
  gradient(batch: Batch): Promise<GradientResult> {
    return gradientOf({
      plan: this.plan,
      layout: this.#layout,
      parameters: this.#parameters,
      gains: this.gains,
      batch,
    });
  }

  /** Takes a gradient in: running statistics, then parameters. */
  update({ gradient, statistics }: GradientResult, optimiser: OptimiserConfig): void {
    for (const { norm, mean, variance, count } of statistics)
      this.#running.update(norm, mean, variance, count);
    sgdUpdate(this.#parameters, this.#velocity, gradient, optimiser);
  }

  /** L2 norm of the gradient of each layer's weights, in the order of the plan's layers. */
  gradientNorms({ gradient }: GradientResult): number[] {
    const entries = new Map(this.#layout.entries.map((entry) => [entry.name, entry]));
    return this.plan.layers.map(({ name }) => {
      const { offset, size } = lookUp(entries)(`${name}.weight`);
      return l2Norm(gradient, offset, offset + size);
    });
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
        yield scoreLogits(values, labels, this.plan.classes);
      }
    } finally {
      tf.dispose([...parameters.values()]);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    }
  }
}
