/** Sums over vectors, in float64, where squares of the tiniest float32 do not vanish. */
import { upper } from './wide';

// @ts-ignore: AssemblyScript decorates functions.
@inline
function square(wide: v128): v128 {
  return f64x2.mul(wide, wide);
}

/** The sum of four sums, of which the first has taken what was left over. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function total(first: f64, sums01: v128, sums23: v128): f64 {
  return first + f64x2.extract_lane(sums01, 1) + f64x2.extract_lane(sums23, 0) + f64x2.extract_lane(sums23, 1);
}

/** L2 norm, in sums of the squares of every fourth number. */
export function l2(x: usize, count: i32): f64 {
  let q01 = f64x2.splat(0);
  let q23 = q01;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = v128.load(x);
    q01 = f64x2.add(q01, square(f64x2.promote_low_f32x4(four)));
    q23 = f64x2.add(q23, square(upper(four)));
    x += 16;
  }
  let q0 = f64x2.extract_lane(q01, 0);
  for (; i < count; i++) {
    const value = <f64>load<f32>(x);
    q0 += value * value;
    x += 4;
  }
  return sqrt(total(q0, q01, q23));
}

/** L2 norm of the difference as float32 gives it, likewise. */
export function distance(a: usize, b: usize, count: i32): f64 {
  let q01 = f64x2.splat(0);
  let q23 = q01;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = f32x4.sub(v128.load(a), v128.load(b));
    q01 = f64x2.add(q01, square(f64x2.promote_low_f32x4(four)));
    q23 = f64x2.add(q23, square(upper(four)));
    a += 16;
    b += 16;
  }
  let q0 = f64x2.extract_lane(q01, 0);
  for (; i < count; i++) {
    const value = <f64>(load<f32>(a) - load<f32>(b));
    q0 += value * value;
    a += 4;
    b += 4;
  }
  return sqrt(total(q0, q01, q23));
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
    q01 = f64x2.add(q01, square(v01));
    q23 = f64x2.add(q23, square(v23));
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
  store<f64>(to, total(s0, s01, s23));
  store<f64>(to, total(q0, q01, q23), 8);
}

/** The sum of a · b, likewise. */
export function dot(a: usize, b: usize, count: i32): f64 {
  let d01 = f64x2.splat(0);
  let d23 = d01;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const left = v128.load(a);
    const right = v128.load(b);
    d01 = f64x2.add(d01, f64x2.mul(f64x2.promote_low_f32x4(left), f64x2.promote_low_f32x4(right)));
    d23 = f64x2.add(d23, f64x2.mul(upper(left), upper(right)));
    a += 16;
    b += 16;
  }
  let d0 = f64x2.extract_lane(d01, 0);
  for (; i < count; i++) {
    d0 += <f64>load<f32>(a) * <f64>load<f32>(b);
    a += 4;
    b += 4;
  }
  return total(d0, d01, d23);
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

/** Bin of a number: `bins` has that of every upper half of a float32's bits; -2 where `edges` decide, -1 for none. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function binOf(x: usize, bins: usize, edges: usize, sides: i32): i32 {
  const bin = <i32>load<i8>(bins + <usize>load<u16>(x, 2));
  return bin === -2 ? searched(load<f32>(x), edges, sides) : bin;
}

function searched(value: f32, edges: usize, sides: i32): i32 {
  const size = abs<f32>(value);
  let away = 0;
  while (away < sides && size >= load<f32>(edges + (<usize>away << 2))) away++;
  return value > 0 ? sides + away : sides - away;
}

/** Adds 1 to the count of a bin; that of none lies in front. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function count1(counts: usize, bin: i32): void {
  const at = counts + (<usize>(bin + 1) << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/**
 * Counts numbers by bin, in four rows of `row` counts that take turns, so that numbers in one bin do not wait for each other. In
 * front of each row is the count of what is in no bin.
 */
export function histogram(x: usize, count: i32, bins: usize, edges: usize, sides: i32, counts: usize, row: i32): void {
  const step = <usize>row << 2;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    count1(counts, binOf(x, bins, edges, sides));
    count1(counts + step, binOf(x + 4, bins, edges, sides));
    count1(counts + 2 * step, binOf(x + 8, bins, edges, sides));
    count1(counts + 3 * step, binOf(x + 12, bins, edges, sides));
    x += 16;
  }
  for (; i < count; i++) {
    count1(counts, binOf(x, bins, edges, sides));
    x += 4;
  }
}
