/** Against values that mpmath computed with 40 digits, and against what the engine that runs the tests has itself. */
import { assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosine, exponential, logarithm, power, realPower } from './arithmetic';

/** Distance in units in the last place of the second number. */
function ulps(measured: number, exact: number): number {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(exact)).buffer);
  bits[0] = (bits[0] ?? 0n) + 1n;
  const next = new Float64Array(bits.buffer)[0] ?? NaN;
  return Math.abs(measured - exact) / (next - Math.abs(exact));
}

describe('powers', () => {
  test.each([
    [0.9, 0, 1],
    [0.9, 1, 0.9],
    [0.9, 10, 0.3486784401000001],
    [0.9, 987, 6.8763316782606466e-46],
    [0.999, 945, 0.38849584071717586],
    [0.999, 100_000, 3.5385276883431275e-44],
    [0.99999, 123_456, 0.2909609617605209],
    [0.3, 50, 7.178979876918513e-27],
  ])('%d to the %d', (base, exponent, exact) => {
    expect(ulps(power(base, exponent), exact)).toBeLessThanOrEqual(1);
  });

  test('of zero, and beyond what a double holds', () => {
    expect([power(0, 0), power(0, 3), power(10, 400), power(0.1, 400)]).toStrictEqual([1, 0, Infinity, 0]);
  });

  test('are exact where the result is', () => {
    for (let k = 0; k <= 22; k++) expect(power(10, k)).toBe(Number(`1e${k}`));
    for (let k = 0; k <= 1023; k++)
      expect(power(2, k)).toBe(Number(`0x1${'0'.repeat(k >> 2)}`) * (1 << (k & 3)));
    expect(power(0.5, 1074)).toBe(5e-324);
  });

  test.each([
    [0.3, 2.5, 0.049295030175464945],
    [0.999, 0.1, 0.9998999549714793],
    [0.01, 10, 1.0000000000000002e-20],
  ])('%d to the real %d', (base, exponent, exact) => {
    expect(realPower(base, exponent) / exact).toBeCloseTo(1, 13);
  });

  test('of zero, and to the zeroth', () => {
    expect([realPower(0, 2), realPower(0, 0), realPower(3, 0)]).toStrictEqual([0, 1, 1]);
  });
});

describe('logarithm', () => {
  test.each([
    [0.5, -Math.LN2],
    [0.1, -2.3025850929940455],
    [Math.SQRT1_2, -0.3465735902799726],
    [1.0000001, 9.999999505838704e-8],
    [123456.789, 11.723646487185881],
    [1e-300, -690.7755278982137],
    [5e-324, -744.4400719213812],
    [Number.MAX_VALUE, 709.782712893384],
  ])('of %d', (x, exact) => {
    expect(ulps(logarithm(x), exact)).toBeLessThanOrEqual(1);
  });

  test('at the ends', () => {
    expect([1, 0, -1, NaN, Infinity].map(logarithm)).toStrictEqual([0, -Infinity, NaN, NaN, Infinity]);
  });
});

describe('exponential', () => {
  test.each([
    [0.5, 1.6487212707001282],
    [-0.5, 0.6065306597126334],
    [1, Math.E],
    [0.3465735902799727, Math.SQRT2],
    [20, 485165195.4097903],
    [-20, 2.061153622438558e-9],
    [700, 1.0142320547350045e304],
    [-740, 4.2e-322],
    [1e-9, 1.000000001],
  ])('of %d', (x, exact) => {
    expect(ulps(exponential(x), exact)).toBeLessThanOrEqual(1);
  });

  test('at the ends', () => {
    expect([0, -0, -746, 710, NaN, Infinity, -Infinity].map(exponential)).toStrictEqual([
      1,
      1,
      0,
      Infinity,
      NaN,
      Infinity,
      0,
    ]);
  });
});

describe('cosine', () => {
  test.each([
    [0.1, 0.9950041652780258],
    [0.7, 0.7648421872844885],
    [0.79, 0.7038453156522361],
    [1.5707963267948966, 6.123233995736766e-17],
    [2, -0.4161468365471424],
    [Math.PI, -1],
    [4, -0.6536436208636119],
    [-100, 0.8623188722876839],
    [800_000, 0.959365532058978],
  ])('of %d', (x, exact) => {
    expect(ulps(cosine(x), exact)).toBeLessThanOrEqual(1);
  });

  test('of zero, and of what is no angle, or too large a one', () => {
    expect([0, NaN, Infinity, 1e6].map(cosine)).toStrictEqual([1, NaN, NaN, NaN]);
  });
});

test('All are within a unit in the last place of those of the engine', () => {
  const near = (own: (x: number) => number, std: (x: number) => number) => (x: number) => {
    expect(ulps(own(x), std(x))).toBeLessThanOrEqual(1);
  };
  const all = { noNaN: true, noDefaultInfinity: true };
  assert(property(double({ ...all, min: 1e-320, max: 1e308 }), near(logarithm, Math.log)));
  assert(property(double({ ...all, min: -700, max: 700 }), near(exponential, Math.exp)));
  assert(property(double({ ...all, min: -8e5, max: 8e5 }), near(cosine, Math.cos)));
});
