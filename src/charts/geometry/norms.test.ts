import { expect, test } from 'vitest';
import { formatExact, formatNorm, formatPercent, formatPower, formatRatio } from './format';
import { classify, isNormal } from './norms';

test.each([
  [0, 'zero'],
  [-0, 'zero'],
  [5e-324, 'underflow'],
  [1.401298464324817e-45, 'underflow'],
  [1.1754942e-38, 'underflow'],
  [1.1754943508222875e-38, 'normal'],
  [3.4e38, 'normal'],
  [Infinity, 'infinite'],
  [-Infinity, 'infinite'],
  [Number.NaN, 'nan'],
])('%d is %s', (value, expected) => {
  expect(classify(value)).toBe(expected);
  expect(isNormal(value)).toBe(expected === 'normal');
});

test.each([
  [0, '0'],
  [1e-40, 'underflow'],
  [Number.NaN, 'NaN'],
  [Infinity, '∞'],
  [1, '1.00'],
  [0.0012345, '0.00123'],
  [0.00099951, '1.00e-3'],
  [9.996, '10.0'],
  [196.4, '196'],
  [12345, '12300'],
  [123456, '1.23e5'],
  [2.6e-14, '2.60e-14'],
])('%d reads %s as a norm', (value, text) => expect(formatNorm(value)).toBe(text));

test.each([
  [1.401298464324817e-45, '1.401298e-45'],
  [0.12345678, '0.1234568'],
  [Math.LN10, '2.302585'],
  [-Infinity, '−∞'],
])('%d reads %s exactly', (value, text) => expect(formatExact(value)).toBe(text));

test.each([
  [196, 0.2969, '660×'],
  [2.7, 0.52, '5.2×'],
  [2.6e-14, 0.16, '1.6e-13×'],
  [0, 0.16, '0×'],
  [1, 0, '∞'],
  [0, 0, 'NaN'],
  [Infinity, 1, '∞'],
  [1, Infinity, '0×'],
])('%d over %d is %s', (first, last, text) => expect(formatRatio(first, last)).toBe(text));

test('powers of ten are plain near one and raised far from it', () => {
  expect([-12, -4, -3, 0, 4, 5].map(formatPower)).toEqual(['10⁻¹²', '10⁻⁴', '0.001', '1', '10000', '10⁵']);
});

test('a share becomes percent', () => expect(formatPercent(0.40625)).toBe('40.63 %'));
