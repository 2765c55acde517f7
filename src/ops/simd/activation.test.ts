import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simdModule } from '../../../scripts/simd';
import { ACTIVATIONS, type ActivationName } from '../../config/activations';
import { activate64, ACTIVATION_POINTS, ACTIVATION_REFERENCES } from '../../testing/activations';
import { Activation, keepsInput } from './epilogue';
import { OwnHeap } from './heap';
import { Machine } from './machine';

const machine = new Machine(new WebAssembly.Module(readFileSync(simdModule('plain'))), new OwnHeap());

/** y and, from a gradient of ones or the one given, dx. Both are written in place, between numbers that must stay. */
function run(values: ArrayLike<number>, activation: ActivationName, dy?: ArrayLike<number>) {
  const count = values.length;
  const [x, y, d] = [machine.allocate(count), machine.allocate(count + 8), machine.allocate(count + 8)];
  const ones = new Float32Array(count).fill(1);
  machine.floats(x, count).set(values);
  for (const [at, given] of [
    [y, values],
    [d, dy ?? ones],
  ] as const) {
    machine.floats(at, count + 8).fill(777);
    machine.floats(at + 16, count).set(given);
  }
  const own = new Activation(machine, count);
  own.forward(y + 16, y + 16, activation);
  own.gradient(d + 16, keepsInput(activation) ? x : y + 16, d + 16, activation);
  const edges = [y, d].flatMap((at) =>
    [at, at + 16 + 4 * count].flatMap((edge) => [...machine.floats(edge, 4)]),
  );
  expect(edges.every((edge) => edge === 777)).toBe(true);
  const told = [y, d].map((at) => machine.floats(at + 16, count).slice()) as [Float32Array, Float32Array];
  for (const at of [x, y, d]) machine.heap.free(at);
  return { y: told[0], dx: told[1] };
}

/** The distance of neighbours in float32 at a number; of the smallest that is normal below that. */
function ulp(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(Math.abs(value), 2 ** -126))) - 23);
}

/** Equal to so many digits, and NaN where NaN is expected. */
function expectSame(actual: Float32Array, expected: readonly number[]): void {
  const off = [...actual].flatMap((value, i) => {
    const wanted = Math.fround(expected[i] ?? 0);
    const isClose = Math.abs(value - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted));
    return Object.is(value, wanted) || isClose ? [] : [[i, value, wanted]];
  });
  expect(off).toEqual([]);
}

const specials = [
  ['a NaN', Float32Array.of(Number.NaN)],
  ['a NaN with a sign', new Float32Array(new Uint32Array([0xffc00000]).buffer)],
  ['∞', Float32Array.of(Infinity)],
  ['−∞', Float32Array.of(-Infinity)],
  ['huge values', Float32Array.of(3e38, -3e38)],
] as const;

/** How many units in the last place they may be off, between −80 and 80. */
const ULPS: Readonly<Partial<Record<ActivationName, number>>> = {
  relu: 0,
  linear: 0,
  'leaky-relu': 1,
  'hard-swish': 2,
  elu: 4,
  silu: 4,
  mish: 4,
  tanh: 4,
  sigmoid: 4,
};

describe.each(ACTIVATIONS)('%s', (activation) => {
  it('and its derivative are PyTorch’s, huge and tiny numbers included', () => {
    const { values, slopes } = ACTIVATION_REFERENCES[activation];
    const { y, dx } = run(ACTIVATION_POINTS, activation);
    expectSame(y, values);
    expectSame(dx, slopes);
  });

  it.each(specials)('takes %s as defined', (_, special) => {
    for (const at of [0, 5, 17]) {
      const values = Float32Array.from({ length: 19 }, (__, i) => Math.sin(i) * 2);
      values.set(special, at);
      expectSame(
        run(values, activation).y,
        [...values].map((value) => activate64(value, activation)),
      );
    }
  });

  it('NaN goes back', () => {
    const { dx } = run([1, -1, 0.5, 2, 1], activation, [Number.NaN, 1, 1, 1, Number.NaN]);
    expect([...dx].map((value) => Number.isNaN(value))).toEqual([true, false, false, false, true]);
  });

  it('is exact to a few units in the last place', () => {
    const values = Float32Array.from({ length: 40_001 }, (_, i) => ((i - 20_000) / 20_000) ** 5 * 80);
    const { y } = run(values, activation);
    const units = ULPS[activation];
    const errors = [...y].map((value, i) => {
      const x = values[i] ?? 0;
      const wanted = activate64(x, activation);
      // GELU has Φ by Abramowitz & Stegun 7.1.26, whose error is absolute, as in the other kernels.
      const unit = units === undefined ? 3e-7 * Math.abs(x) + 1e-38 : ulp(wanted);
      return Math.abs(value - wanted) / unit;
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(units ?? 1);
  });
});
