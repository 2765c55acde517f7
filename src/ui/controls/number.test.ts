import { describe, expect, it, test } from 'vitest';
import { SETTINGS } from '../../config/settings';
import { formatNumber, RATE_STOPS, readNumber, stopOf } from './number';

const bounds = { min: 0.00001, max: 10 };

describe('readNumber', () => {
  it.each([
    ['0.02', 0.02],
    [' 1e-3 ', 0.001],
    ['.5', 0.5],
    ['0,1', 0.1],
    ['10', 10],
  ])('reads %j', (text, value) => expect(readNumber(text, bounds, false)).toEqual({ value }));

  it.each(['', ' ', 'abc', '1 2', '0x10', 'Infinity', 'NaN', '1e', '--1', '1.2.3'])('refuses %j', (text) =>
    expect(readNumber(text, bounds, false)).toEqual({ problem: 'not-a-number' }),
  );

  it('knows bounds and whole numbers', () => {
    expect(readNumber('10.1', bounds, false)).toEqual({ problem: 'out-of-range' });
    expect(readNumber('0', bounds, false)).toEqual({ problem: 'out-of-range' });
    expect(readNumber('1e999', bounds, false)).toEqual({ problem: 'out-of-range' });
    expect(readNumber('2.5', bounds, true)).toEqual({ problem: 'not-integer' });
    expect(Object.is((readNumber('-0', { min: 0, max: 1 }, false) as { value: number }).value, 0)).toBe(true);
  });
});

it('formatNumber writes digits that read back as the same number', () => {
  expect(formatNumber(0.00001)).toBe('0.00001');
  expect(formatNumber(1e-7)).toBe('0.0000001');
  for (const value of [0.02, 1 / 3, 1.23456789012345e-7, 0.1 + 0.2, 999_999]) {
    expect(Number(formatNumber(value))).toBe(value);
  }
});

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
