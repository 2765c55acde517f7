import { expect, test } from 'vitest';
import type { StreamValues } from '../../charts/core/streams';
import { asOne, streamStyle, THINNEST, WIDEST, type StreamStyle } from './Flow';

function values(branch: number | undefined, skip: number | undefined): StreamValues {
  return {
    'branch-gradient': branch,
    'shortcut-gradient': skip,
    cosine: 0,
    'output-gradient': 1,
    branch: 1,
    shortcut: 1,
    'branch-deviation': 1,
    'output-deviation': 1,
  };
}
const decades = { low: -4, high: 0 };
const style = (...blocks: StreamValues[]): StreamStyle => streamStyle(asOne(blocks), decades);
const MIDDLE = (THINNEST + WIDEST) / 2;

test('widths rise with the logarithms of the norms, each by its own, from the thinnest to the widest', () => {
  const ends = style(values(1e-4, 1));
  expect(ends).toMatchObject({ skip: WIDEST, state: 'flowing' });
  expect(ends.branch).toBeCloseTo(THINNEST, 9);
  const { skip, branch } = style(values(1e-2, 1e-1));
  expect(branch).toBeCloseTo(MIDDLE, 9);
  expect(skip).toBeCloseTo(THINNEST + 0.75 * (WIDEST - THINNEST), 9);
});

test('what is past the range is held at its ends', () => {
  expect(style(values(1e-9, 1e9))).toMatchObject({ skip: WIDEST, branch: THINNEST });
  expect(style(values(1e-44, 1)).branch).toBe(THINNEST);
});

test('a switched-off skip carries nothing, and a trickle can still be seen', () => {
  expect(style(values(1, 0))).toMatchObject({ skip: 0, branch: WIDEST });
  expect(style(values(1, 1e-9)).skip).toBe(THINNEST);
});

test('what has no width says why', () => {
  expect(style(values(undefined, undefined)).state).toBe('unknown');
  expect(style(values(0, 0)).state).toBe('zero');
  expect(style(values(Infinity, 1)).state).toBe('non-finite');
  expect(style(values(Number.NaN, 1)).state).toBe('non-finite');
});

test('a folded run shows the geometric mean of what flows through its blocks', () => {
  const one = style(values(1e-3, 0), values(1e-1, 1e-2));
  expect(one.branch).toBeCloseTo(MIDDLE, 9);
  expect(one.skip).toBeCloseTo(MIDDLE, 9);
  expect(style(values(1, 1), values(undefined, undefined)).state).toBe('unknown');
});
