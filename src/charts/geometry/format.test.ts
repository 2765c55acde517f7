import { expect, test } from 'vitest';
import {
  formatExact,
  formatNorm,
  formatPercent,
  formatRatio,
  formatShare,
  formatShort,
  classify,
  isNormal,
} from './format';

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
  [0.00099951, '1.00×10⁻³'],
  [9.996, '10.0'],
  [196.4, '196'],
  [12345, '12300'],
  [123456, '1.23×10⁵'],
  [2.6e-14, '2.60×10⁻¹⁴'],
])('%d reads %s as a norm', (value, text) => expect(formatNorm(value)).toBe(text));

test.each([
  [1.401298464324817e-45, '1.401298×10⁻⁴⁵'],
  [0.12345678, '0.1234568'],
  [Math.LN10, '2.302585'],
  [-Infinity, '−∞'],
])('%d reads %s exactly', (value, text) => expect(formatExact(value)).toBe(text));

test.each([
  [196, 0.2969, '660×'],
  [2.7, 0.52, '5.2×'],
  [2.6e-14, 0.16, '1.6×10⁻¹³'],
  [0, 0.16, '0×'],
  [1, 0, '∞'],
  [0, 0, '0/0'],
  [Infinity, 1, '∞'],
  [1, Infinity, '0×'],
])('%d over %d is %s', (first, last, text) => expect(formatRatio(first, last)).toBe(text));

test('powers of ten are plain near one and raised far from it', () => {
  expect([-12, -4, -3, 0, 4, 5].map((exponent) => formatShort(10 ** exponent, 1))).toEqual([
    '10⁻¹²',
    '10⁻⁴',
    '0.001',
    '1',
    '10000',
    '10⁵',
  ]);
});

test.each([
  [0, '0'],
  [0.25, '0.25'],
  [2.30412, '2.3'],
  [-0.0999951, '−0.1'],
  [0.00099999, '0.001'],
  [99_999, '10⁵'],
  [123_456, '1.23×10⁵'],
  [-2e-7, '−2×10⁻⁷'],
  [1.204e-7, '1.2×10⁻⁷'],
  [10 ** -37, '10⁻³⁷'],
])('%d reads %s in short', (value, text) => expect(formatShort(value)).toBe(text));

test.each([
  [0, '0'],
  [0.004, '<1'],
  [0.126, '13'],
  [0.9999, '>99'],
  [1, '100'],
])('a share of %d in whole percent is %s', (share, text) => expect(formatShare(share)).toBe(text));

test('a share becomes percent', () => expect(formatPercent(0.40625)).toBe('40.63 %'));
