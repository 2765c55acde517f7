import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../config/settings';
import { RATE_STOPS, stopOf } from './rate-stops';

describe('the stops of the live learning rate', () => {
  test('go from the smallest to the largest rate of an experiment, in steps of a third at most', () => {
    expect(RATE_STOPS[0]).toBe(SETTINGS.lr.min);
    expect(RATE_STOPS.at(-1)).toBe(SETTINGS.lr.max);
    RATE_STOPS.slice(1).forEach((rate, i) => {
      const ratio = rate / (RATE_STOPS[i] ?? Number.NaN);
      expect(ratio).toBeGreaterThan(1);
      expect(ratio).toBeLessThan(1.34);
    });
  });

  test('are as short in a link as they look', () => {
    for (const rate of RATE_STOPS)
      expect(String(rate).replace(/0\.0*|e-\d+/, '').length).toBeLessThanOrEqual(3);
  });

  test.each([
    [0.02, 0.02],
    [0.0137, 0.015],
    [0.0134, 0.012],
    [0.000_000_1, 0.000_01],
    [99, 10],
  ])('a rate of %d is shown at %d', (rate, stop) => {
    expect(RATE_STOPS[stopOf(rate)]).toBe(stop);
  });
});
