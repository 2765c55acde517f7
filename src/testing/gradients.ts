/** What tests of ops share: random values, tensors of them, and comparison of gradients with definitions in float64. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { randomStream } from '../data/random';
import type { Image64 } from './ops64';

/** Random values that are exact in float32, so that both computations start from the same numbers. */
export function random(label: string, count: number): number[] {
  const stream = randomStream(1, label);
  return Array.from({ length: count }, () => Math.fround(stream.normal()));
}

export const image = (label: string, shape: Image64['shape']): Image64 => ({
  shape,
  values: random(label, shape.reduce((product, side) => product * side, 1)), // prettier-ignore
});

export const tensorOf = ({ shape, values }: Image64): tf.Tensor4D => tf.tensor4d([...values], [...shape]);

export function expectClose(actual: tf.Tensor, expected: readonly number[], tolerance = 2e-5): void {
  const values = actual.dataSync();
  expect(values.length).toBe(expected.length);
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  expected.forEach((value, i) =>
    expect(Math.abs((values[i] ?? NaN) - value) / scale).toBeLessThan(tolerance),
  );
}

/** Gradients of the scalar product of f's result with `weights`, by every input. */
export function gradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  weights: readonly number[],
): tf.Tensor[] {
  const { shape } = tf.tidy(() => f(...inputs));
  return tf.grads(f)(inputs, tf.tensor([...weights], shape));
}
