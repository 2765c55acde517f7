import { expect, test } from 'vitest';
import type { StreamValues } from '../../charts/core/streams';
import { asOne, FAINTEST, FLOW_WIDTH, streamStyle, type StreamStyle } from './Flow';

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

test('widths are the shares of the norms and fill the whole', () => {
  const { skip, branch } = style(values(1e-3, 3e-3));
  expect(skip).toBeCloseTo(0.75 * FLOW_WIDTH, 9);
  expect(branch).toBeCloseTo(0.25 * FLOW_WIDTH, 9);
});

test('the same shares at any size: shares are not logarithmic, and nothing under- or overflows', () => {
  for (const size of [1e-38, 1, 3e307]) {
    expect(style(values(size, size)).skip).toBeCloseTo(FLOW_WIDTH / 2, 9);
  }
});

test('a switched-off skip carries nothing, and a trickle can still be seen', () => {
  expect(style(values(1, 0))).toMatchObject({ skip: 0, branch: FLOW_WIDTH });
  expect(style(values(1, 1e-9)).skip).toBeGreaterThan(0.5);
});

test('strength rises with the logarithm of the norm, from faint to full', () => {
  const opacity = (norm: number): number => style(values(norm, 0)).opacity;
  expect(opacity(1e-4)).toBeCloseTo(FAINTEST, 9);
  expect(opacity(1)).toBe(1);
  expect(opacity(1e-2)).toBeCloseTo((1 + FAINTEST) / 2, 9);
  expect(opacity(1e-9)).toBe(FAINTEST);
});

test('what has no width says why', () => {
  expect(style(values(undefined, undefined)).state).toBe('unknown');
  expect(style(values(0, 0)).state).toBe('zero');
  expect(style(values(Infinity, 1)).state).toBe('non-finite');
  expect(style(values(Number.NaN, 1)).state).toBe('non-finite');
});

test('a folded run shows the mean share and the geometric mean of its norms', () => {
  const one = style(values(1e-3, 0), values(0, 1e-1));
  expect(one.skip).toBeCloseTo(FLOW_WIDTH / 2, 9);
  expect(one.opacity).toBeCloseTo((1 + FAINTEST) / 2, 9);
  expect(style(values(1, 1), values(undefined, undefined)).state).toBe('unknown');
});
