/** What the tests in the browser share: seeded values, both backends, and assertions. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import { assert } from 'vitest';
import { randomStream } from '../../src/data/random';
import { useKernels } from '../../src/ops/active-kernels';
import type { KernelSet } from '../../src/ops/kernels';
import { referenceKernels } from '../../src/ops/reference/kernel-set';
import { webgpuKernels } from '../../src/ops/webgpu/kernel-set';

export type Values = Float32Array<ArrayBuffer>;

/** Normal values, the same for the same label. */
export function random(label: string, shape: readonly number[]): { values: Values; shape: number[] } {
  const stream = randomStream(7, label);
  const size = shape.reduce((product, side) => product * side, 1);
  return { values: Float32Array.from({ length: size }, () => stream.normal()), shape: [...shape] };
}

/** Inputs of a kernel by their rank. */
export const as4 = (tensor: tf.Tensor | undefined): tf.Tensor4D => tensor as tf.Tensor4D;
export const as2 = (tensor: tf.Tensor | undefined): tf.Tensor2D => tensor as tf.Tensor2D;
export const as1 = (tensor: tf.Tensor | undefined): tf.Tensor1D => tensor as tf.Tensor1D;

/** Every value within `tolerance` of the expected one, relative to the largest of them. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance = 1e-5,
): void {
  assert(actual.length === expected.length, `${what}: ${actual.length} values instead of ${expected.length}`);
  const scale = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
  for (let i = 0; i < expected.length; i++) {
    const [is, should] = [actual[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    const error = Math.abs(is - should) / scale;
    assert(error <= tolerance, `${what}[${i}]: ${is} instead of ${should}, off by ${error.toExponential(1)}`);
  }
}

export async function runOn(
  backend: 'cpu' | 'webgpu',
  set: () => KernelSet,
  inputs: readonly { values: Values; shape: number[] }[],
  f: (kernels: KernelSet, inputs: tf.Tensor[]) => readonly tf.Tensor[],
): Promise<{ shape: number[]; values: Float32Array }[]> {
  await tf.setBackend(backend);
  useKernels(set());
  const tensors = inputs.map(({ values, shape }) => tf.tensor(values.slice(), shape));
  const outputs = tf.tidy(() => [...f(set(), tensors)]);
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  const results = outputs.map(({ shape }, i) => ({
    shape: [...shape],
    values: values[i] ?? new Float32Array(0),
  }));
  tf.dispose([...tensors, ...outputs]);
  return results;
}

/** Runs `f` with our kernels on WebGPU and with the reference on the processor, and compares all results. */
export async function assertMatchesReference(
  inputs: readonly { values: Values; shape: number[] }[],
  f: (kernels: KernelSet, inputs: tf.Tensor[]) => readonly tf.Tensor[],
  tolerance = 1e-5,
): Promise<void> {
  const expected = await runOn('cpu', () => referenceKernels, inputs, f);
  const actual = await runOn('webgpu', () => webgpuKernels(), inputs, f);
  expected.forEach((result, i) => {
    assert(
      String(actual[i]?.shape) === String(result.shape),
      `result ${i} has shape ${String(actual[i]?.shape)} instead of ${String(result.shape)}`,
    );
    assertClose(actual[i]?.values ?? [], result.values, `result ${i}`, tolerance);
  });
}
