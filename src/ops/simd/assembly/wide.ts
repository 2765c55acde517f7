/** Two numbers of float32 as numbers of float64, and back. */

// @ts-ignore: AssemblyScript decorates functions.
@inline
export function widened(from: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(from));
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
export function narrowed(to: usize, numbers: v128): void {
  v128.store64_lane(to, f32x4.demote_f64x2_zero(numbers), 0);
}

/** The upper two numbers of four as float64. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
}
