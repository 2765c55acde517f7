/** Exponential, logarithm and power of float64, operation by operation those of `config/arithmetic.ts` (Sun's fdlibm). */

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/** Sign, exponent and the 20 upper bits of the fraction. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function highWord(x: f64): u32 {
  return <u32>(reinterpret<u64>(x) >> 32);
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function withHighWord(x: f64, high: u32): f64 {
  return reinterpret<f64>((reinterpret<u64>(x) & 0xffff_ffff) | (<u64>high << 32));
}

/** 2 to a whole number from −1022 to 1023. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function twoTo(exponent: i32): f64 {
  return withHighWord(0, <u32>((exponent + 1023) * 0x10_0000));
}

export function exponential(x: f64): f64 {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const size = abs(x);
  if (size < 3.725290298461914e-9) return 1 + x;
  let k: i32 = 0;
  if (highWord(size) > 0x3fd6_2e42) {
    const sign: f64 = x < 0 ? -1 : 1;
    k = <i32>(highWord(size) < 0x3ff0_a2b2 ? sign : trunc(1.4426950408889634 * x + sign / 2));
  }
  const high = x - <f64>k * LN2_HIGH;
  const low = <f64>k * LN2_LOW;
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
  if (k === 1024) return y * 2 * 8.98846567431158e307;
  return k >= -1021 ? y * twoTo(k) : y * twoTo(k + 1000) * 9.332636185032189e-302;
}

export function logarithm(x: f64): f64 {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  // Subnormal numbers are brought up first.
  const small = x < 2.2250738585072014e-308;
  const scaled = small ? x * 18014398509481984 : x;
  const word = highWord(scaled);
  const fraction = <i32>(word & 0xf_ffff);
  const above = (fraction + 0x9_5f64) & 0x10_0000;
  const k = <i32>(word >> 20) - 1023 + (above >> 20) - (small ? 54 : 0);
  const f = withHighWord(scaled, <u32>(fraction | (above ^ 0x3ff0_0000))) - 1;
  const whole = <f64>k;
  if ((0xf_ffff & (2 + fraction)) < 3) {
    if (f === 0) return k === 0 ? 0 : whole * LN2_HIGH + whole * LN2_LOW;
    const R = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - R : whole * LN2_HIGH - (R - whole * LN2_LOW - f);
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
    return k === 0
      ? f - (half - s * (half + R))
      : whole * LN2_HIGH - (half - (s * (half + R) + whole * LN2_LOW) - f);
  }
  return k === 0 ? f - s * (f - R) : whole * LN2_HIGH - (s * (f - R) - whole * LN2_LOW - f);
}

/** A power of a number that is not negative. */
export function realPower(base: f64, exponent: f64): f64 {
  if (exponent === 0) return 1;
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  return exponential(exponent * logarithm(base));
}
