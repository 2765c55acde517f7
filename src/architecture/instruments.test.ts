import { expect, test } from 'vitest';
import { binOf, HISTOGRAM_BINS } from './instruments';

test('bins are half decades on either side of zero', () => {
  const middle = (HISTOGRAM_BINS - 1) / 2;
  expect(HISTOGRAM_BINS).toBe(33);
  expect([0, -0, 9e-7, -9e-7, 1e-40].map(binOf)).toEqual(Array.from({ length: 5 }, () => middle));
  expect([1.1e-6, 3.3e-6, 1.1e-5].map(binOf)).toEqual([middle + 1, middle + 2, middle + 3]);
  expect([-1.1e-6, -50, -1e9].map(binOf)).toEqual([middle - 1, 0, 0]);
  expect([50, 1e9].map(binOf)).toEqual([HISTOGRAM_BINS - 1, HISTOGRAM_BINS - 1]);
  expect([Number.NaN, Infinity].map(binOf)).toEqual([-1, -1]);
});
