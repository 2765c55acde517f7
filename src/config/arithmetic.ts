/**
 * Powers, exponentials, logarithms and cosines for numbers that a link has to replay. The language leaves `**` and most of
 * `Math` to its engines, which differ in the last bits; sums, products, quotients and square roots are rounded alike
 * everywhere (IEEE 754), and nothing else is used here. The functions of reals are those of Sun's fdlibm, which V8 has too,
 * operation by operation: within 1 unit in the last place.
 */

/**
 * A whole power, from 0 on, by squaring. Every product carries what its rounding took away, so that the result is that of a
 * single rounding, or next to it, while it is no smaller than 2^-900.
 */
export function power(base: number, exponent: number): number {
  let [product, productRest] = [1, 0];
  let [square, squareRest] = [base, 0];
  for (let left = exponent; left >= 1; left = Math.floor(left / 2)) {
    if (left % 2 >= 1) [product, productRest] = multiply(product, productRest, square, squareRest);
    [square, squareRest] = multiply(square, squareRest, square, squareRest);
  }
  return product;
}

/** (a + aRest) · (b + bRest), as a number and what is left of it (Dekker 1971). */
function multiply(a: number, aRest: number, b: number, bRest: number): [number, number] {
  const product = a * b;
  const size = Math.abs(product);
  // What is out of the range of exact halves has no rest.
  if (!(size > 2 ** -900 && size < 2 ** 900)) return [product, 0];
  const [aHead, bHead] = [upperHalf(a), upperHalf(b)];
  const [aTail, bTail] = [a - aHead, b - bHead];
  const lost = aTail * bTail - (product - aHead * bHead - aTail * bHead - aHead * bTail);
  const rest = lost + (a * bRest + aRest * b);
  const sum = product + rest;
  return [sum, rest - (sum - product)];
}

/** The upper 26 bits of a double's fraction (Veltkamp 1968). */
function upperHalf(value: number): number {
  const shifted = value * (2 ** 27 + 1);
  return shifted - (shifted - value);
}

/** A power of a number that is not negative: e^(exponent · ln base), and 1 where the exponent is 0. */
export function realPower(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return base === 0 ? (exponent > 0 ? 0 : Infinity) : exponential(exponent * logarithm(base));
}

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
/** Where the upper half of a double lies. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Sign, exponent and the 20 upper bits of the fraction. */
function highWord(x: number): number {
  double[0] = x;
  return words[HIGH] as number;
}

/** A double with another upper half. */
function withHighWord(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0];
}

/** 2 to a whole number from −1022 to 1023. */
function twoTo(exponent: number): number {
  return withHighWord(0, (exponent + 1023) * 0x10_0000);
}

/** ln 2 in two parts, the first of 33 bits: whole multiples of it are exact. */
const LN2 = { high: 0.6931471803691238, low: 1.9082149292705877e-10 } as const;

/** Natural logarithm (fdlibm's `e_log.c`). */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  // Subnormal numbers are brought up first.
  const small = x < 2 ** -1022;
  const scaled = small ? x * 2 ** 54 : x;
  const high = highWord(scaled);
  const fraction = high & 0xf_ffff;
  // x = 2^k · (1 + f) with 1 + f from √½ to √2.
  const above = (fraction + 0x9_5f64) & 0x10_0000;
  const k = (high >>> 20) - 1023 + (above >> 20) - (small ? 54 : 0);
  const f = withHighWord(scaled, fraction | (above ^ 0x3ff0_0000)) - 1;
  if ((0xf_ffff & (2 + fraction)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * LN2.high + k * LN2.low;
    const R = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - R : k * LN2.high - (R - k * LN2.low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const R = odd + even;
  if (((fraction - 0x6_147a) | (0x6_b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + R)) : k * LN2.high - (half - (s * (half + R) + k * LN2.low) - f);
  }
  return k === 0 ? f - s * (f - R) : k * LN2.high - (s * (f - R) - k * LN2.low - f);
}

/** e^x (fdlibm's `e_exp.c`). */
export function exponential(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const size = Math.abs(x);
  if (size < 2 ** -28) return 1 + x;
  // x = k · ln 2 + high − low, what is left being at most half of ln 2.
  let k = 0;
  if (highWord(size) > 0x3fd6_2e42)
    k = highWord(size) < 0x3ff0_a2b2 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + Math.sign(x) / 2);
  const [high, low] = [x - k * LN2.high, k * LN2.low];
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * 2 ** 1023;
  return k >= -1021 ? y * twoTo(k) : y * twoTo(k + 1000) * 2 ** -1000;
}

/** π/2 in three parts of 33 bits, each with what follows it. */
const QUARTER_TURN = [
  { part: 1.5707963267341256, rest: 6.077100506506192e-11 },
  { part: 6.077100506303966e-11, rest: 2.0222662487959506e-21 },
  { part: 2.0222662487111665e-21, rest: 8.4784276603689e-32 },
] as const;

/**
 * Cosine (fdlibm's `s_cos.c`) of an angle in radians, of at most 2^19 quarter turns; NaN beyond.
 */
export function cosine(x: number): number {
  const angle = Math.abs(x);
  if (!(angle <= 2 ** 19 * (Math.PI / 2))) return NaN;
  if (highWord(angle) <= 0x3fe9_21fb) return kernelCosine(angle, 0);
  const turns = Math.floor(angle * 0.6366197723675814 + 0.5);
  // What is left of the angle, in two parts; with more of π where the first parts cancel each other.
  let r = angle;
  let w = 0;
  for (const [at, { part, rest }] of QUARTER_TURN.entries()) {
    const before = r;
    const taken = turns * part;
    r = before - taken;
    w = turns * rest - (at === 0 ? 0 : before - r - taken);
    const lost = (highWord(angle) >>> 20) - (highWord(Math.abs(r - w)) >>> 20);
    if (lost <= (at === 0 ? 16 : 49)) break;
  }
  const head = r - w;
  const tail = r - head - w;
  switch (turns % 4) {
    case 0:
      return kernelCosine(head, tail);
    case 1:
      return -kernelSine(head, tail);
    case 2:
      return -kernelCosine(head, tail);
    default:
      return kernelSine(head, tail);
  }
}

/** Of head + tail, at most π/4 (fdlibm's `k_cos.c`). */
function kernelCosine(head: number, tail: number): number {
  const size = Math.abs(head);
  if (size < 2 ** -27) return 1;
  const z = head * head;
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (2.480158728947673e-5 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const high = highWord(size);
  if (high < 0x3fd3_3333) return 1 - (0.5 * z - (z * r - head * tail));
  const quarter = high > 0x3fe9_0000 ? 0.28125 : withHighWord(0, high - 0x20_0000);
  const half = 0.5 * z - quarter;
  return 1 - quarter - (half - (z * r - head * tail));
}

/** Likewise (fdlibm's `k_sin.c`). */
function kernelSine(head: number, tail: number): number {
  const z = head * head;
  const v = z * head;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return head - (z * (0.5 * tail - v * r) - tail - v * -0.16666666666666632);
}
