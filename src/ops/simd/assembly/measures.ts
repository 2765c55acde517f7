/** Sums over vectors, in float64, where squares of the tiniest float32 do not vanish. */
import { upper } from './wide';

/** L2 norm, the squares added one after the other. */
export function l2(x: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const value = <f64>load<f32>(x);
    sum += value * value;
    x += 4;
  }
  return sqrt(sum);
}

/** L2 norm of the difference as float32 gives it. */
export function distance(a: usize, b: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const value = <f64>(load<f32>(a) - load<f32>(b));
    sum += value * value;
    a += 4;
    b += 4;
  }
  return sqrt(sum);
}

/** Writes the sum and the sum of the squares, as float64, each in sums of every fourth number. */
export function moments(x: usize, count: i32, to: usize): void {
  let s01 = f64x2.splat(0);
  let s23 = s01;
  let q01 = s01;
  let q23 = s01;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = v128.load(x);
    const v01 = f64x2.promote_low_f32x4(four);
    const v23 = upper(four);
    s01 = f64x2.add(s01, v01);
    s23 = f64x2.add(s23, v23);
    q01 = f64x2.add(q01, f64x2.mul(v01, v01));
    q23 = f64x2.add(q23, f64x2.mul(v23, v23));
    x += 16;
  }
  let s0 = f64x2.extract_lane(s01, 0);
  let q0 = f64x2.extract_lane(q01, 0);
  for (; i < count; i++) {
    const value = <f64>load<f32>(x);
    s0 += value;
    q0 += value * value;
    x += 4;
  }
  store<f64>(to, s0 + f64x2.extract_lane(s01, 1) + f64x2.extract_lane(s23, 0) + f64x2.extract_lane(s23, 1));
  store<f64>(to, q0 + f64x2.extract_lane(q01, 1) + f64x2.extract_lane(q23, 0) + f64x2.extract_lane(q23, 1), 8);
}

/** The sum of a · b, in sums of every second product. */
export function dot(a: usize, b: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const left = v128.load(a);
    const right = v128.load(b);
    sums = f64x2.add(sums, f64x2.mul(f64x2.promote_low_f32x4(left), f64x2.promote_low_f32x4(right)));
    sums = f64x2.add(sums, f64x2.mul(upper(left), upper(right)));
    a += 16;
    b += 16;
  }
  let even = f64x2.extract_lane(sums, 0);
  let odd = f64x2.extract_lane(sums, 1);
  for (; i < count; i++) {
    const term = <f64>load<f32>(a) * <f64>load<f32>(b);
    if ((i & 1) === 0) even += term;
    else odd += term;
    a += 4;
    b += 4;
  }
  return even + odd;
}

/** The largest magnitude, NaN where there is one. */
export function largest(x: usize, count: i32): f32 {
  let most = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    most = f32x4.max(most, f32x4.abs(v128.load(x)));
    x += 16;
  }
  let all: f32 = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; i < count; i++) {
    all = max<f32>(all, abs<f32>(load<f32>(x)));
    x += 4;
  }
  return all;
}

/** Counts numbers by bin: `bins` has that of every upper half of a float32's bits; -2 where `edges` decide, -1 for none. */
export function histogram(x: usize, count: i32, bins: usize, edges: usize, sides: i32, counts: usize): void {
  for (let i = 0; i < count; i++) {
    let bin = <i32>load<i8>(bins + <usize>load<u16>(x, 2));
    if (bin === -2) {
      const value = load<f32>(x);
      const size = abs<f32>(value);
      let away = 0;
      while (away < sides && size >= load<f32>(edges + (<usize>away << 2))) away++;
      bin = value > 0 ? sides + away : sides - away;
    }
    if (bin >= 0) {
      const at = counts + (<usize>bin << 2);
      store<i32>(at, load<i32>(at) + 1);
    }
    x += 4;
  }
}
