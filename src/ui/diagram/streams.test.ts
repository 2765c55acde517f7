import { expect, test } from 'vitest';
import type { StreamValues } from '../../charts/streams';
import { FAINTEST, FLOW_WIDTH, streamStyle } from './streams';

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

test('widths are the shares of the norms and fill the whole', () => {
  const style = streamStyle(values(1e-3, 3e-3), decades);
  expect(style.skip).toBeCloseTo(0.75 * FLOW_WIDTH, 9);
  expect(style.branch).toBeCloseTo(0.25 * FLOW_WIDTH, 9);
});

test('the same shares at any size: shares are not logarithmic, and nothing under- or overflows', () => {
  for (const size of [1e-38, 1, 3e307]) {
    expect(streamStyle(values(size, size), decades).skip).toBeCloseTo(FLOW_WIDTH / 2, 9);
  }
});

test('a switched-off skip carries nothing, and a trickle can still be seen', () => {
  expect(streamStyle(values(1, 0), decades)).toMatchObject({ skip: 0, branch: FLOW_WIDTH });
  expect(streamStyle(values(1, 1e-9), decades).skip).toBeGreaterThan(0.5);
});

test('strength rises with the logarithm of the norm, from faint to full', () => {
  const opacity = (norm: number): number => streamStyle(values(norm, 0), decades).opacity;
  expect(opacity(1e-4)).toBeCloseTo(FAINTEST, 9);
  expect(opacity(1)).toBe(1);
  expect(opacity(1e-2)).toBeCloseTo((1 + FAINTEST) / 2, 9);
  expect(opacity(1e-9)).toBe(FAINTEST);
});

test('what has no width says why', () => {
  expect(streamStyle(values(undefined, undefined), decades).state).toBe('unknown');
  expect(streamStyle(values(0, 0), decades).state).toBe('zero');
  expect(streamStyle(values(Infinity, 1), decades).state).toBe('non-finite');
  expect(streamStyle(values(Number.NaN, 1), decades).state).toBe('non-finite');
});
