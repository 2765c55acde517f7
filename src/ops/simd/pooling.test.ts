/** Pooling on a machine against the reference set, on random shapes. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { randomStream } from '../../data/random';
import { guarded, largestError, normals, plainMachine } from '../../testing/guarded';
import { referenceKernels } from '../reference/kernel-set';
import { SimdGlobalAverage, SimdSubsample, SimdWindowPool } from './pooling';

const { pooling, windowPool } = referenceKernels;
const machine = plainMachine();

beforeAll(() => useNodeBackend('cpu'));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

type Shape = [number, number, number, number];
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
const image = (values: Float32Array, shape: Shape): tf.Tensor4D => tf.tensor4d(values, shape);

/** A gradient that is set, and one that is added to 1. */
function bothWays(size: number, run: (dx: number, adds: boolean) => void): Float32Array[] {
  const [set, added] = [
    guarded(machine, new Float32Array(size).fill(7)),
    guarded(machine, new Float32Array(size).fill(1)),
  ];
  run(set.at, false);
  run(added.at, true);
  return [set.values(), added.values().map((value) => value - 1)];
}

const random = randomStream(1, 'shapes');
const shapes = Array.from({ length: 60 }, (_, i): Shape => [
  1 + random.integer(3),
  1 + random.integer(9),
  1 + random.integer(9),
  1 + (i % 40),
]);

it('means over all positions, and shares of their gradients', () => {
  for (const [i, shape] of shapes.entries()) {
    const [n, h, w, c] = shape;
    const [x, dy] = [normals(`x${i}`, sizeOf(shape)), normals(`dy${i}`, n * c)];
    const kernel = new SimdGlobalAverage(machine, { n, positions: h * w, channels: c });
    const y = guarded(machine, new Float32Array(n * c));
    kernel.forward(guarded(machine, x).at, y.at);
    expect(largestError(y.values(), pooling.globalAverage(image(x, shape)).dataSync())).toBeLessThan(1e-6);
    const wanted = pooling.globalAverageGradient(tf.tensor2d(dy, [n, c]), shape).dataSync();
    const given = guarded(machine, dy);
    for (const dx of bothWays(sizeOf(shape), (at, adds) => kernel.gradient(given.at, at, adds)))
      expect(largestError(dx, wanted)).toBeLessThan(3e-6);
  }
});

describe.each(['max', 'average'] as const)('windows: %s', (kind) => {
  it('have the values and gradients of the reference, ties included', () => {
    for (const [i, shape] of shapes.entries()) {
      const [n, h, w, c] = shape;
      const stride = 1 + random.integer(3);
      const padding = random.integer(Math.min(2, stride));
      const kernel = Math.min(stride + random.integer(2), h, w) || 1;
      if (padding >= kernel) continue;
      const geometry = { kernel, stride, padding };
      // Of few values, so that many are equal.
      const x = normals(`x${i}`, sizeOf(shape)).map((value) => (i % 2 === 0 ? Math.round(value) : value));
      const pool = new SimdWindowPool(machine, { n, h, w, c, ...geometry, kind });
      const out: Shape = [n, pool.outH, pool.outW, c];
      const dy = normals(`dy${i}`, sizeOf(out));
      const [whole, given] = [guarded(machine, x), guarded(machine, dy)];
      const y = guarded(machine, new Float32Array(dy.length));
      pool.forward(whole.at, y.at);
      const wanted = (kind === 'max' ? windowPool.max : windowPool.mean)(image(x, shape), geometry);
      expect(wanted.shape).toEqual(out);
      expect(largestError(y.values(), wanted.dataSync())).toBeLessThan(1e-6);
      const slopes =
        kind === 'max'
          ? windowPool.maxGradient(image(dy, out), image(x, shape), wanted, geometry)
          : windowPool.meanGradient(image(dy, out), shape, geometry);
      const run = (at: number, adds: boolean): void => pool.gradient(given.at, whole.at, y.at, at, adds);
      for (const dx of bothWays(x.length, run))
        expect(largestError(dx, slopes.dataSync())).toBeLessThan(3e-6);
    }
  });
});

it('what is not finite shows in windows and means', () => {
  // Five channels: a vector and one beside.
  for (const channel of [1, 4]) {
    const x = normals('x', 4 * 4 * 5);
    x[channel] = Number.NaN;
    x[2 * 5 + channel] = Infinity;
    x[3 * 5 + channel] = -Infinity;
    const at = guarded(machine, x).at;
    const shape = { n: 1, h: 4, w: 4, c: 5, kernel: 2, stride: 2, padding: 0 };
    const y = guarded(machine, new Float32Array(20));
    new SimdWindowPool(machine, { ...shape, kind: 'max' }).forward(at, y.at);
    expect([...y.values()].flatMap((value, i) => (Number.isFinite(value) ? [] : [[i, value]]))).toEqual([
      [channel, Number.NaN],
      [5 + channel, Infinity],
    ]);
    new SimdWindowPool(machine, { ...shape, kind: 'average' }).forward(at, y.at);
    expect([...y.values()].flatMap((value, i) => (Number.isFinite(value) ? [] : [i]))).toEqual([
      channel,
      5 + channel,
    ]);
    new SimdGlobalAverage(machine, { n: 1, positions: 16, channels: 5 }).forward(at, y.at);
    expect([...y.values().subarray(0, 5)].map((value) => Number.isNaN(value))).toEqual(
      [0, 1, 2, 3, 4].map((i) => i === channel),
    );
  }
});

it('a gradient that is not a number goes on through a window with one', () => {
  const x = guarded(machine, Float32Array.of(1, Number.NaN, 3, 4));
  const y = guarded(machine, Float32Array.of(Number.NaN));
  const dx = guarded(machine, new Float32Array(4));
  const pool = new SimdWindowPool(machine, {
    n: 1,
    h: 2,
    w: 2,
    c: 1,
    kernel: 2,
    stride: 2,
    padding: 0,
    kind: 'max',
  });
  pool.gradient(guarded(machine, [Number.NaN]).at, x.at, y.at, dx.at, false);
  expect(dx.values().some((value) => Number.isNaN(value))).toBe(true);
});

it('subsampled images with new channels, and the way back', () => {
  for (const [i, shape] of shapes.entries()) {
    const [n, h, w, ci] = shape;
    const stride = 1 + random.integer(3);
    const co = ci + random.integer(5);
    const x = normals(`x${i}`, sizeOf(shape));
    const kernel = new SimdSubsample(machine, { n, h, w, ci, stride, co });
    const wanted = pooling.subsampleAndPad(image(x, shape), stride, co);
    const y = guarded(machine, new Float32Array(wanted.size).fill(3));
    kernel.forward(guarded(machine, x).at, y.at);
    expect(y.values()).toEqual(wanted.dataSync());
    const dy = normals(`dy${i}`, wanted.size);
    const slopes = pooling.subsampleAndPadGradient(image(dy, wanted.shape), shape, stride).dataSync();
    const given = guarded(machine, dy);
    for (const dx of bothWays(x.length, (at, adds) => kernel.gradient(given.at, at, adds)))
      expect(largestError(dx, slopes)).toBeLessThan(3e-6);
  }
});
