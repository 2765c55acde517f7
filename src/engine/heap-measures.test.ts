/** Measures on a machine against those of the processor, to the last bit. */
import { expect, it } from 'vitest';
import { histogram } from '../architecture/instruments';
import { distance, dot, histogramAt, l2, largest } from '../ops/simd/measures';
import { guarded, normals, plainMachine } from '../testing/guarded';
import { pairStatisticsAt } from './heap-measures';
import { l2Norm, pairStatistics } from './measures';

const machine = plainMachine();

const VECTORS: readonly [string, (count: number) => Float32Array][] = [
  ['ordinary numbers', (count) => normals(`ordinary ${count}`, count)],
  [
    'numbers whose squares float32 has not',
    (count) => normals(`tiny ${count}`, count).map((value) => 1e-41 * value),
  ],
  [
    'numbers whose squares overflow in float32',
    (count) => normals(`huge ${count}`, count).map((value) => 1e30 * value),
  ],
  ['zeros', (count) => new Float32Array(count)],
  [
    'a NaN',
    (count) => normals(`NaN ${count}`, count).map((value, i) => (i === count - 1 ? Number.NaN : value)),
  ],
  ['an infinity', (count) => normals(`∞ ${count}`, count).map((value, i) => (i === 0 ? -Infinity : value))],
];

it.each(VECTORS)('of %s', (_, make) => {
  for (const count of [1, 2, 3, 4, 5, 7, 8, 33, 1000]) {
    const [a, b] = [make(count), normals(`b ${count}`, count)];
    const [x, z] = [guarded(machine, a), guarded(machine, b)];
    expect(l2(machine, x.at, count)).toBe(l2Norm(a));
    expect(distance(machine, x.at, z.at, count)).toBe(l2Norm(a.map((value, i) => value - (b[i] as number))));
    for (const cosine of [true, false])
      expect(pairStatisticsAt(machine, x.at, z.at, count, cosine)).toEqual(pairStatistics(a, b, cosine));
    expect(pairStatisticsAt(machine, x.at, 0, count)).toEqual(pairStatistics(a, null));
    const most = a.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
    expect(largest(machine, x.at, count)).toBe(most);
    expect(histogramAt(machine, x.at, count)).toEqual(histogram(a));
  }
});

it('the sum of products', () => {
  const [x, z] = [guarded(machine, [1, 2, 3, 4, 5]), guarded(machine, [1, 0.5, 2, 0.25, 3])];
  expect(dot(machine, x.at, z.at, 5)).toBe(24);
});

it('puts numbers at the edges of bins where the processor does', () => {
  const sizes = Array.from({ length: 4000 }, (_, i) => 10 ** (-7 + i / 400));
  const edges = [0, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, Math.sqrt(10), Math.sqrt(0.1)];
  const values = Float32Array.from([...sizes, ...edges].flatMap((size) => [size, -size]));
  const at = guarded(machine, values).at;
  expect(histogramAt(machine, at, values.length)).toEqual(histogram(values));
});
