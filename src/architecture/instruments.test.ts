import { expect, test } from 'vitest';
import { binOf, HISTOGRAM_BINS, HISTOGRAM_EDGES, histogram } from './instruments';

test('bins are half decades on either side of zero', () => {
  const middle = (HISTOGRAM_BINS - 1) / 2;
  expect(HISTOGRAM_BINS).toBe(33);
  expect([0, -0, 9e-7, -9e-7, 1e-40].map(binOf)).toEqual(Array.from({ length: 5 }, () => middle));
  expect([1.1e-6, 3.3e-6, 1.1e-5].map(binOf)).toEqual([middle + 1, middle + 2, middle + 3]);
  expect([-1.1e-6, -50, -1e9].map(binOf)).toEqual([middle - 1, 0, 0]);
  expect([50, 1e9].map(binOf)).toEqual([HISTOGRAM_BINS - 1, HISTOGRAM_BINS - 1]);
  expect([Number.NaN, Infinity].map(binOf)).toEqual([-1, -1]);
});

test('an edge belongs to the bin that it begins, on either side', () => {
  const middle = (HISTOGRAM_BINS - 1) / 2;
  HISTOGRAM_EDGES.forEach((edge, i) => {
    expect(edge / 10 ** (i / 2 - 6)).toBeCloseTo(1, 6);
    expect([binOf(edge), binOf(-edge)]).toEqual([middle + 1 + i, middle - 1 - i]);
    expect(binOf(edge * (1 - 1e-7))).toBe(middle + i);
  });
});

test('shares are right at every edge and next to it', () => {
  const beside = [...HISTOGRAM_EDGES].flatMap((edge) => [edge, -edge, edge * (1 - 1e-7), -edge * (1 - 1e-7)]);
  const values = Float32Array.from([...beside, 0, -0, 1e-45, -1e38]);
  const counts = Array.from({ length: HISTOGRAM_BINS }, () => 0);
  for (const value of values) counts[binOf(value)]!++;
  expect([...histogram(values)]).toEqual(counts.map((count) => Math.fround(count / values.length)));
});

test('shares are of all values, those that are not finite among them', () => {
  const shares = histogram(Float32Array.from([0, 0.5, 0.6, -0.5, Number.NaN, Infinity, 0, 0]));
  expect(shares[16]).toBe(3 / 8);
  expect([shares[16 + 12], shares[16 - 12]]).toEqual([2 / 8, 1 / 8]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(6 / 8);
});
