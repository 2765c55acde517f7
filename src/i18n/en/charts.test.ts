import { expect, test } from 'vitest';
import { charts } from './charts';

test('the name of a network follows its skips', () => {
  expect(charts.titled('Plain', 27, 0)).toBe('Plain + 27 skips');
  expect(charts.titled('Residual', 0, 1)).toBe('Residual − 1 skip');
  expect(charts.titled('Copy', 3, 2)).toBe('Copy + 3 − 2 skips');
  expect(charts.titled('Plain', 0, 0)).toBe('Plain');
  expect(charts.titled('plain', 27, 0, true)).toBe('plain +27');
});
