/** Norms where numbers are few, tiny, huge or none, in place, and with given statistics; against their definitions in float64. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simdModule } from '../../../scripts/simd';
import type { ActivationName } from '../../config/activations';
import { randomStream } from '../../data/random';
import { OwnHeap } from './heap';
import { Machine } from './machine';
import { SimdBias, SimdScalars } from './affine';
import { SimdBatchNorm, SimdGroupNorm } from './norms';

const EPSILON = Math.fround(1e-5);
const machine = new Machine(new WebAssembly.Module(readFileSync(simdModule('plain'))), new OwnHeap());

const put = (values: ArrayLike<number>): number => {
  const at = machine.allocate(values.length);
  machine.floats(at, values.length).set(values);
  return at;
};
const told = (at: number, count: number): number[] => [...machine.floats(at, count)];

/** The largest difference, in shares of the largest number. */
function errorOf(found: readonly number[], wanted: readonly number[]): number {
  const largest = Math.max(Number.MIN_VALUE, ...wanted.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - (wanted[i] ?? 0)))) / largest;
}

const none = { activation: 'linear', shortcut: 0, gain: 0 } as const;

/** Batch norm and its gradient by their definition, [rows, channels]. */
function batchNorm64(
  x: readonly number[],
  dy: readonly number[],
  channels: number,
  scale: readonly number[],
) {
  const rows = x.length / channels;
  const [y, dx] = [x.map(() => 0), x.map(() => 0)];
  const [dScale, dShift] = [scale.map(() => 0), scale.map(() => 0)];
  for (let c = 0; c < channels; c++) {
    const of = (all: readonly number[]): number[] =>
      Array.from({ length: rows }, (_, r) => all[r * channels + c] ?? 0);
    const mean = (all: readonly number[]): number => all.reduce((sum, value) => sum + value, 0) / rows;
    const centre = mean(of(x));
    const inverse = 1 / Math.sqrt(mean(of(x).map((value) => (value - centre) ** 2)) + EPSILON);
    const unit = of(x).map((value) => (value - centre) * inverse);
    const factor = scale[c] ?? 0;
    const slopes = of(dy);
    const level = mean(slopes);
    const along = mean(slopes.map((value, r) => value * (unit[r] ?? 0)));
    for (const [r, d] of slopes.entries()) {
      y[r * channels + c] = factor * (unit[r] ?? 0);
      dx[r * channels + c] = factor * inverse * (d - level - (unit[r] ?? 0) * along);
    }
    dScale[c] = along * rows;
    dShift[c] = level * rows;
  }
  return { y, dx, dScale, dShift };
}

/** x, dy and scale of a case, as float32. */
function numbersOf(
  seed: number,
  rows: number,
  channels: number,
  sizes: { x?: number; dy?: number; offset?: number },
) {
  const random = randomStream(seed, 'limits');
  const draw = (count: number, size: number, offset = 0): number[] =>
    Array.from({ length: count }, () => Math.fround(offset + size * random.normal()));
  return {
    x: draw(rows * channels, sizes.x ?? 1, sizes.offset),
    dy: draw(rows * channels, sizes.dy ?? 1),
    scale: draw(channels, 1),
  };
}

/** Trains one step in place: dx is written over dy. */
function trained(x: readonly number[], dy: readonly number[], scale: readonly number[], positions: number) {
  const channels = scale.length;
  const rows = x.length / channels;
  const [from, y, d, factor, shift] = [put(x), put(x), put(dy), put(scale), put(scale.map(() => 0))];
  const [mean, variance, inverse, dScale, dShift] = Array.from({ length: 5 }, () =>
    put(scale.map(() => 0)),
  ) as [number, number, number, number, number];
  const norm = new SimdBatchNorm(machine, { rows, channels, positions });
  norm.training(from, factor, shift, none, y, y, mean, variance, inverse);
  norm.trainingGradient(d, y, from, factor, mean, inverse, none, d, false, dScale, dShift, 0, false);
  return {
    y: told(y, x.length),
    dx: told(d, x.length),
    dScale: told(dScale, channels),
    dShift: told(dShift, channels),
    inverse: told(inverse, channels),
  };
}

describe('batch norm', () => {
  it.each([
    ['ordinary numbers', {}],
    ['a mean far from zero', { x: 0.5, offset: 100 }],
    ['tiny inputs', { x: 1e-20 }],
    ['tiny gradients', { dy: 1e-30 }],
    ['huge inputs', { x: 1e15 }],
  ])('of %s is its definition', (_, sizes) => {
    for (const [rows, channels] of [
      [8192, 8],
      [300, 16],
      [700, 5],
      [64, 40],
      [36, 33],
    ] as const) {
      const { x, dy, scale } = numbersOf(rows, rows, channels, sizes);
      const found = trained(x, dy, scale, rows / 4);
      const wanted = batchNorm64(x, dy, channels, scale);
      // A mean in float32 is off by its last digit, which is 1e-5 of a deviation here.
      const tolerance = 'offset' in sizes ? 3e-5 : 3e-6;
      for (const name of ['y', 'dx', 'dScale', 'dShift'] as const)
        expect({ name, rows, isClose: errorOf(found[name], wanted[name]) < tolerance }).toEqual({
          name,
          rows,
          isClose: true,
        });
    }
  });

  it('of one row is its shift, and nothing goes back', () => {
    for (const channels of [1, 3, 4, 9, 16]) {
      const { x, dy, scale } = numbersOf(channels, 1, channels, {});
      const { y, dx, dScale, dShift, inverse } = trained(x, dy, scale, 1);
      expect([...y, ...dScale].every((value) => value === 0)).toBe(true);
      expect(dx.every((value) => Math.abs(value) < 1e-4)).toBe(true);
      expect(dShift).toEqual(dy);
      expect(inverse.every((value) => value === Math.fround(1 / Math.sqrt(EPSILON)))).toBe(true);
    }
  });

  it('of a channel that is not finite is NaN, and its neighbours are not', () => {
    for (const special of [Number.NaN, Infinity, -Infinity]) {
      for (const channels of [1, 3, 8, 21]) {
        const { x, dy, scale } = numbersOf(7, 30, channels, {});
        const spoilt = channels - 1;
        x[12 * channels + spoilt] = special;
        const { y, dx } = trained(x, dy, scale, 10);
        for (const [i, value] of [...y.entries(), ...dx.entries()])
          expect(Number.isNaN(value)).toBe(i % channels === spoilt);
      }
    }
  });

  it.each([
    ['linear', (d: number) => d],
    ['relu', (d: number, y: number) => (y > 0 ? d : 0)],
    ['sigmoid', (d: number, y: number) => d * y * (1 - y)],
  ] as const)('with given statistics and %s is affine, and so is its gradient', (activation, back) => {
    const define: Readonly<Partial<Record<ActivationName, (x: number) => number>>> = {
      relu: (x) => Math.max(x, 0),
      sigmoid: (x) => 1 / (1 + Math.exp(-x)),
    };
    for (const [channels, adds] of [
      [1, false],
      [6, true],
      [8, false],
      [23, true],
    ] as const) {
      const rows = 14;
      const { x, dy, scale } = numbersOf(channels, rows, channels, {});
      const { x: s } = numbersOf(channels + 100, rows, channels, {});
      const [shift, mean] = [scale.map((value) => value / 3), scale.map((value) => value - 0.2)];
      const variance = scale.map((value) => Math.fround(value * value));
      const at = [x, scale, shift, mean, variance, s, dy].map(put);
      const [from, factor, offset, centre, spread, shortcut, d] = at as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const [y, dx, ds] = [put(x), put(x), put(s)];
      const end = { activation, shortcut, gain: 0.5 };
      const norm = new SimdBatchNorm(machine, { rows, channels, positions: rows / 2 });
      norm.inference(from, factor, offset, centre, spread, end, y, y);
      norm.frozenGradient(d, y, factor, spread, end, dx, adds, ds, adds);
      const slopes = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + EPSILON));
      const wanted = x.map((value, i) => {
        const c = i % channels;
        const sum = (value - (mean[c] ?? 0)) * (slopes[c] ?? 0) + (shift[c] ?? 0) + 0.5 * (s[i] ?? 0);
        return (define[activation] ?? Number)(sum);
      });
      const slope = (i: number): number => back(dy[i] ?? 0, wanted[i] ?? 0);
      expect(errorOf(told(y, x.length), wanted)).toBeLessThan(1e-6);
      const wantedX = x.map((value, i) => slope(i) * (slopes[i % channels] ?? 0) + (adds ? value : 0));
      expect(errorOf(told(dx, x.length), wantedX)).toBeLessThan(1e-6);
      const wantedS = s.map((value, i) => 0.5 * slope(i) + (adds ? value : 0));
      expect(errorOf(told(ds, x.length), wantedS)).toBeLessThan(1e-6);
    }
  });
});

describe('a gain of 0', () => {
  it('leaves out a shortcut, whatever it is', () => {
    const [n, positions, channels] = [2, 3, 6];
    const rows = n * positions;
    const { x, scale } = numbersOf(3, rows, channels, {});
    const [from, s, y, factor] = [put(x), put(x.map(() => Number.NaN)), put(x), put(scale)];
    const [mean, variance, inverse] = [put(x), put(x), put(x)];
    const end = { activation: 'relu', shortcut: s, gain: 0 } as const;
    const runs = [
      () =>
        new SimdBatchNorm(machine, { rows, channels, positions }).training(
          from,
          factor,
          factor,
          end,
          y,
          y,
          mean,
          variance,
          inverse,
        ),
      () =>
        new SimdGroupNorm(machine, { n, positions, channels, groups: 3 }).forward(
          from,
          factor,
          factor,
          end,
          y,
          y,
          mean,
          inverse,
        ),
      () => new SimdBias(machine, { rows, channels }).forward(from, factor, end, y, y),
      () => new SimdBias(machine, { rows, channels }).forward(from, 0, end, y, y),
      () => new SimdScalars(machine, { size: rows * channels }).forward(from, factor, factor, end, y, y),
    ];
    for (const run of runs) {
      machine.floats(y, x.length).fill(Number.NaN);
      run();
      expect(told(y, x.length).every((value) => value >= 0)).toBe(true);
    }
  });
});

it('learned scalars have the gradient of their definition over many numbers, in place', () => {
  for (const size of [1, 5, 16, 20_003]) {
    const { x, dy } = numbersOf(size, size, 1, {});
    const factor = put([1.5]);
    const [from, d, dFactor, dBias] = [put(x), put(dy), put([0]), put([0])];
    const scalars = new SimdScalars(machine, { size });
    scalars.gradient(d, 0, from, factor, none, d, false, dFactor, dBias, 0, false);
    const sum = dy.reduce((all, value) => all + value, 0);
    const along = dy.reduce((all, value, i) => all + value * (x[i] ?? 0), 0);
    expect(told(dBias, 1)).toEqual([Math.fround(sum)]);
    expect(told(dFactor, 1)[0]).toBeCloseTo(along, 4);
    expect(
      errorOf(
        told(d, size),
        dy.map((value) => 1.5 * value),
      ),
    ).toBeLessThan(1e-7);
  }
});
