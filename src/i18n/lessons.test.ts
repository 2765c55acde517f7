import { expect, test } from 'vitest';
import { formatFigure, formatValue } from './lessons';

test.each([
  [448.3, '448'],
  [1234567, '1,234,567'],
  [7.8, '7.80'],
  [56, '56'],
  [0.0123456, '0.0123'],
  [3.049e-38, '3.05×10⁻³⁸'],
  [-2.5e12, '−2.50×10¹²'],
  [0, '0'],
  [Infinity, '∞'],
  [-Infinity, '−∞'],
])('%d is written %s', (value, text) => {
  expect(formatFigure(value, 'en')).toBe(text);
});

test.each([
  [0.853, 'percent', '85.3 %'],
  [-0.071, 'points', '−7.10'],
  [12.4, 'times', '12.4×'],
  [1.3, 'number', '1.30'],
] as const)('%d in %s is %s', (value, unit, text) => {
  expect(formatValue(value, unit, 'en')).toBe(text);
});
