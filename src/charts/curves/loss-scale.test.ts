import { expect, test } from 'vitest';
import { lossBand, lossRange } from './loss-scale';

const CHANCE = Math.log(10);
const ends = (extent: readonly [number, number] | null): number[] => {
  const { low, high } = lossRange(extent, CHANCE);
  return [low, high].map((exponent) => Number((10 ** exponent).toPrecision(6)));
};

test.each([
  [null, [1, 5]],
  [
    [2.2, 2.4],
    [1, 5],
  ],
  [
    [0.31, 2.9],
    [0.2, 5],
  ],
  [
    [0.05, 2.3],
    [0.05, 5],
  ],
  [
    [2, 1e30],
    [1, 50],
  ],
  [
    [1e-12, 2],
    [0.002, 5],
  ],
] as const)('losses %j are shown on %j', (extent, expected) => expect(ends(extent)).toEqual(expected));

test('what lies outside has a band, what lies at the ends has none', () => {
  const range = lossRange([2, 1e30], CHANCE);
  expect([1e30, Infinity, Number.NaN, 0, 50, 1].map((value) => lossBand(value, range))).toEqual([
    'high',
    'non-finite',
    'non-finite',
    'low',
    null,
    null,
  ]);
});
