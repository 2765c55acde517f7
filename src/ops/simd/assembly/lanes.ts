/** The first `width` numbers there, at most 4; the other lanes are 0. Nothing behind them is read. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function get(from: usize, width: i32): v128 {
  if (width >= 4) return v128.load(from);
  if (width <= 0) return f32x4.splat(0);
  let lanes = v128.load32_zero(from);
  if (width > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(from, 4));
  if (width > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(from, 8));
  return lanes;
}

/** Stores the first `width` numbers, at most 4, and leaves what lies behind them. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function put(to: usize, lanes: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, lanes);
    return;
  }
  if (width > 0) v128.store_lane<f32>(to, lanes, 0);
  if (width > 1) v128.store_lane<f32>(to, lanes, 1, 4);
  if (width > 2) v128.store_lane<f32>(to, lanes, 2, 8);
}

/** The `index`-th of a table of offsets. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function offset(table: usize, index: i32): usize {
  return load<u32>(table + (<usize>index << 2));
}
