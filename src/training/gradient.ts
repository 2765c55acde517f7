/** One forward and backward pass of one network: loss and the gradients of all parameters, brought to the processor. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { LossConfig } from '../config/schema';
import { forward } from '../network/forward';
import type { BlockWatcher, LayerWatcher } from '../network/options';
import type { Noise } from '../network/noise';
import type { ParameterLayout } from '../network/parameters';
import type { BatchStatistics } from '../ops/kernels';
import { batchLoss } from '../ops/loss';
import { scoreLogits } from '../engine/measures';
import { peek, readAll } from '../engine/read';
import { simdMachine } from '../engine/simd';
import type { Batch } from './batch';
import { gradientOnHeap } from './planned/gradient';
import { tensorWatcher } from './planned/tensor-watcher';

export type { Batch } from './batch';

export interface NormStatistics {
  readonly norm: string;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Values per channel that they were taken over. */
  readonly count: number;
}

export interface GradientResult {
  readonly loss: number;
  /** Share of the batch classified rightly. */
  readonly accuracy: number;
  /** [N · classes], row by row. */
  readonly logits: Float32Array;
  /** dL/dw in the layout of the parameters. */
  readonly gradient: Float32Array<ArrayBuffer>;
  /** Per parameter of the layout, whether anything flows back to it at all. */
  readonly reached: readonly boolean[];
  readonly statistics: readonly NormStatistics[];
}

export interface GradientRequest {
  readonly plan: LanePlan;
  readonly layout: ParameterLayout;
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly gains: readonly number[];
  readonly batch: Batch;
  readonly loss: LossConfig;
  readonly watcher?: BlockWatcher;
  readonly layers?: LayerWatcher;
  readonly noise?: Noise;
}

/** Parameters as tensors, by name. The caller disposes them. */
export function parameterTensors(
  layout: ParameterLayout,
  values: Float32Array<ArrayBuffer>,
): Map<string, tf.Tensor> {
  return new Map(
    layout.entries.map(({ name, offset, size, shape }) => [
      name,
      // A copy: the cpu backend keeps the very array, and updates are made in place.
      tf.tensor(values.slice(offset, offset + size), [...shape]),
    ]),
  );
}

/** Finds in a map what must be there. */
export function lookUp<T>(map: ReadonlyMap<string, T>): (name: string) => T {
  return (name) => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`The plan names no ${name}`);
    return found;
  };
}

/**
 * Loss, accuracy, logits and gradients of a batch with the statistics of the batch in every norm. Leaves no tensor behind.
 * A parameter that nothing flows through (a projection whose skip is off) has the gradient 0.
 */
export async function gradientOf(request: GradientRequest): Promise<GradientResult> {
  const machine = simdMachine();
  const { noise } = request;
  if (machine === null || (noise !== undefined && noise.streams === undefined))
    return gradientByTape(request);
  const { plan, parameters, batch, gains, loss } = request;
  const watching = tensorWatcher(machine, plan, batch.labels.length, request);
  return gradientOnHeap(machine, plan, parameters, {
    batch: { pixels: peek(batch.images), labels: batch.labels },
    gains,
    loss,
    ...(noise?.streams && { streams: noise.streams }),
    ...(watching && { watching }),
  });
}

/** By the engine of tfjs, whatever its backend. */
async function gradientByTape(request: GradientRequest): Promise<GradientResult> {
  const { plan, layout, batch } = request;
  const tensors = parameterTensors(layout, request.parameters);
  const seen: { norm: string; statistics: BatchStatistics }[] = [];
  let logits: tf.Tensor2D | undefined;
  const { value, grads } = tf.engine().gradients(
    () => {
      const scores = forward(plan, batch.images, {
        parameters: lookUp(tensors),
        mode: { kind: 'training', onStatistics: (norm, statistics) => seen.push({ norm, statistics }) },
        gains: request.gains,
        ...(request.watcher && { watcher: request.watcher }),
        ...(request.layers && { layers: request.layers }),
        ...(request.noise && { noise: request.noise }),
      });
      logits = tf.keep(scores.clone());
      return batchLoss(scores, batch.oneHot, request.loss);
    },
    [...tensors.values()],
    undefined,
    true,
  );
  if (logits === undefined) throw new Error('The forward pass left no logits');
  // tfjs leaves out what nothing flows through.
  const gradients = grads as (tf.Tensor | undefined)[];
  const present = gradients.filter((gradient) => gradient !== undefined);
  const statistics = seen.flatMap((entry) => [entry.statistics.mean, entry.statistics.variance]);
  const all = [logits, ...present, ...statistics];
  try {
    const [logitValues = new Float32Array(0), ...rest] = await readAll(all);
    const gradient = new Float32Array(layout.size);
    let next = 0;
    layout.entries.forEach(({ offset }, i) => {
      if (gradients[i] !== undefined) gradient.set(rest[next++] ?? [], offset);
    });
    const { loss, correct } = scoreLogits(logitValues, batch.labels, plan.classes, request.loss);
    const positions = new Map(plan.norms.map(({ name, shape }) => [name, shape.height * shape.width]));
    return {
      loss,
      accuracy: correct / batch.labels.length,
      logits: logitValues,
      gradient,
      reached: layout.entries.map((_, i) => gradients[i] !== undefined),
      statistics: seen.map(({ norm }, i) => ({
        norm,
        mean: rest[next + 2 * i] ?? new Float32Array(0),
        variance: rest[next + 2 * i + 1] ?? new Float32Array(0),
        count: batch.labels.length * (positions.get(norm) ?? 0),
      })),
    };
  } finally {
    tf.dispose([value, ...all, ...tensors.values()]);
  }
}
