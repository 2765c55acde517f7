/** Gradient norms of packed parameters on WebGPU, from numbers whose squares are none: against float64. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import { BLOCK, gradientNormParts, NORM_CHUNK, storeMetrics } from '../../src/ops/webgpu/optimiser/packed';
import { random } from './testing';

/** Gradients of one layer each, with the relative error that their own rounding allows. */
const LAYERS: readonly {
  readonly name: string;
  readonly values: readonly number[];
  readonly error: number;
}[] = [
  { name: 'ordinary', values: [...random('ordinary', [3 * NORM_CHUNK + 5]).values], error: 1e-5 },
  { name: '1e-30', values: filled(70, 1e-30), error: 1e-5 },
  { name: '1e30', values: filled(70, -1e30), error: 1e-5 },
  { name: 'subnormal', values: filled(9, 3e-41), error: 1e-4 },
  { name: 'many subnormal ones', values: filled(2 * NORM_CHUNK, 1e-38), error: 1e-5 },
  { name: 'the smallest number', values: [2 ** -149, 0, 0], error: 0 },
  { name: 'zeros', values: filled(64, 0), error: 0 },
  { name: 'infinite', values: [1, -Infinity, 2], error: 0 },
  { name: 'not a number', values: [1, Number.NaN, Infinity], error: 0 },
];

function filled(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

test('gradient norms of the tiniest and the largest numbers', async () => {
  const gradient: number[] = [];
  const chunks: number[] = [];
  const layers: number[] = [];
  for (const { values } of LAYERS) {
    const first = chunks.length / 2;
    for (let start = 0; start < values.length; start += NORM_CHUNK)
      chunks.push(gradient.length + start, Math.min(NORM_CHUNK, values.length - start));
    layers.push(first, chunks.length / 2 - first);
    gradient.push(...values, ...filled((BLOCK - (values.length % BLOCK)) % BLOCK, 0));
  }
  await tf.setBackend('webgpu');
  const size = gradient.length;
  const state = tf.tensor(Float32Array.from([...filled(2 * size, 0), ...gradient]), [3, size]);
  const target = tf.tensor(new Int32Array(2 + LAYERS.length), [2 + LAYERS.length], 'int32');
  const scores = tf.tensor2d([0, 0], [1, 2]);
  const parts = gradientNormParts(state, tf.tensor(Int32Array.from(chunks), [chunks.length / 2, 2], 'int32'));
  storeMetrics(scores, parts, tf.tensor(Int32Array.from(layers), [LAYERS.length, 2], 'int32'), target);
  const bits = Int32Array.from(await target.data());
  const norms = new Float32Array(bits.buffer);
  LAYERS.forEach(({ name, values, error }, i) => {
    const norm = norms[2 + i] ?? -1;
    // What the GPU was given, which float32 has rounded.
    const expected = Math.sqrt(values.reduce((sum, value) => sum + Math.fround(value) ** 2, 0));
    const right = Number.isFinite(expected)
      ? Math.abs(norm - expected) <= error * expected
      : !Number.isFinite(norm);
    assert(right, `${name}: ${norm} instead of ${expected}`);
  });
});
