/** A factor and a number for all values alike, with what follows in the same pass; and sums over all of them. */
import { madd } from './madd';

/** y = factor · x + bias + gain · s, nothing below 0 where `relu`. */
export function affine(x: usize, y: usize, s: usize, count: i32, factor: f32, bias: f32, gain: f32, relu: bool): void {
  const f = f32x4.splat(factor), b = f32x4.splat(bias), g = f32x4.splat(gain), low = f32x4.splat(relu ? 0 : -Infinity);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let v = madd(v128.load(x), f, b);
    if (s) { v = madd(v128.load(s), g, v); s += 16; }
    v128.store(y, f32x4.pmax(v, low));
    x += 16; y += 16;
  }
  for (; i < count; i++) {
    let v = load<f32>(x) * factor + bias;
    if (s) { v += load<f32>(s) * gain; s += 4; }
    store<f32>(y, relu && v < 0 ? 0 : v);
    x += 4; y += 4;
  }
}

/** to = factor · d, added or set, with d = dy where y is above 0, or everywhere without y. */
export function masked(dy: usize, y: usize, to: usize, count: i32, factor: f32, adds: bool): void {
  const f = f32x4.splat(factor), zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let d = v128.load(dy);
    if (y) { d = v128.andnot(d, f32x4.le(v128.load(y), zero)); y += 16; }
    d = f32x4.mul(d, f);
    v128.store(to, adds ? f32x4.add(v128.load(to), d) : d);
    dy += 16; to += 16;
  }
  for (; i < count; i++) {
    let d = load<f32>(dy);
    if (y) { if (load<f32>(y) <= 0) d = 0; y += 4; }
    d *= factor;
    store<f32>(to, adds ? load<f32>(to) + d : d);
    dy += 4; to += 4;
  }
}

/** Σ x, in float64. */
export function sumOf(x: usize, count: i32): f64 {
  let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    a = f64x2.add(a, f64x2.promote_low_f32x4(v128.load64_zero(x, 0)));
    b = f64x2.add(b, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
    c = f64x2.add(c, f64x2.promote_low_f32x4(v128.load64_zero(x, 16)));
    d = f64x2.add(d, f64x2.promote_low_f32x4(v128.load64_zero(x, 24)));
    x += 32;
  }
  let sum = together(a, b, c, d);
  for (; i < count; i++) { sum += <f64>load<f32>(x); x += 4; }
  return sum;
}

/** Σ a · b, in float64. */
export function productOf(x: usize, y: usize, count: i32): f64 {
  let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    a = f64x2.add(a, wideProduct(v128.load64_zero(x, 0), v128.load64_zero(y, 0)));
    b = f64x2.add(b, wideProduct(v128.load64_zero(x, 8), v128.load64_zero(y, 8)));
    c = f64x2.add(c, wideProduct(v128.load64_zero(x, 16), v128.load64_zero(y, 16)));
    d = f64x2.add(d, wideProduct(v128.load64_zero(x, 24), v128.load64_zero(y, 24)));
    x += 32; y += 32;
  }
  let sum = together(a, b, c, d);
  for (; i < count; i++) { sum += <f64>load<f32>(x) * <f64>load<f32>(y); x += 4; y += 4; }
  return sum;
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function wideProduct(a: v128, b: v128): v128 {
  return f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
}

function together(a: v128, b: v128, c: v128, d: v128): f64 {
  const all = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
}
