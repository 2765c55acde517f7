/** Layouts that the cores read: images with borders, and filters by blocks of output channels. */

// @ts-ignore: AssemblyScript decorates functions.
@inline
function copyRow(to: usize, from: usize, bytes: i32): void {
  let b = 0;
  for (; b + 16 <= bytes; b += 16) v128.store(to + b, v128.load(from + b));
  for (; b < bytes; b += 4) store<f32>(to + b, load<f32>(from + b));
}

/**
 * Images [n, h, w, channels] into the middle of [groups, n, tall, wide, lanes]: every group of channels on its own, `top` rows
 * and `left` pixels in. Only the middle is written; lanes behind a group's channels stay as they are.
 */
export function arrange(
  x: usize, to: usize, n: i32, h: i32, w: i32, channels: i32, groups: i32,
  tall: i32, wide: i32, top: i32, left: i32, lanes: i32,
): void {
  const width = channels / groups;
  const pixel = lanes << 2;
  if (groups == 1 && lanes == channels) {
    const row = w * pixel;
    for (let i = 0; i < n; i++) for (let r = 0; r < h; r++) {
      copyRow(to + ((i * tall + top + r) * wide + left) * pixel, x, row);
      x += row;
    }
    return;
  }
  const whole = n * tall * wide * pixel;
  for (let i = 0; i < n; i++) for (let r = 0; r < h; r++) {
    let pixelAt = to + ((i * tall + top + r) * wide + left) * pixel;
    for (let c = 0; c < w; c++) {
      for (let g = 0, target = pixelAt; g < groups; g++) {
        copyRow(target, x, width << 2);
        x += width << 2;
        target += whole;
      }
      pixelAt += pixel;
    }
  }
}

/** How many of the outputs from `b` on make a block: 8 as long as more than 4 are left, then 4. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function blockOf(outs: i32, b: i32): i32 {
  return outs - b > 4 ? 8 : 4;
}

/** A filter [rows, all] of which the outputs `first` to `first + outs` become blocks [rows, 8 or 4], filled with 0. */
export function pack(filter: usize, to: usize, rows: i32, all: i32, first: i32, outs: i32): void {
  for (let b = 0; b < outs; b += 8) {
    const lanes = blockOf(outs, b);
    const width = min(lanes, outs - b);
    let from = filter + ((first + b) << 2);
    for (let r = 0; r < rows; r++) {
      if (width == lanes) copyRow(to, from, lanes << 2);
      else for (let l = 0; l < lanes; l++) store<f32>(to + (l << 2), l < width ? load<f32>(from + (l << 2)) : 0);
      from += all << 2;
      to += lanes << 2;
    }
  }
}

/**
 * The part of a filter [taps, ins, all] that leads to the outputs `first` to `first + outs`, inputs and outputs swapped: blocks
 * of inputs [taps, outs, 8 or 4], filled with 0. `order` names the tap of the filter for each of the `taps`.
 */
export function packTurned(
  filter: usize, to: usize, taps: i32, ins: i32, all: i32, first: i32, outs: i32, order: usize,
): void {
  const row = all << 2;
  for (let b = 0; b < ins; b += 8) {
    const lanes = blockOf(ins, b);
    const width = min(lanes, ins - b);
    const step = lanes << 2;
    for (let t = 0; t < taps; t++) {
      const tap = filter + ((load<i32>(order + (<usize>t << 2)) * ins + b) * all + first << 2);
      let o = 0;
      if (width == lanes) for (; o + 4 <= outs; o += 4) {
        for (let i = 0; i < lanes; i += 4) {
          const from = tap + i * row + (o << 2);
          const a = v128.load(from), c = v128.load(from + row), d = v128.load(from + 2 * row), e = v128.load(from + 3 * row);
          const ac = i32x4.shuffle(a, c, 0, 4, 1, 5), ac2 = i32x4.shuffle(a, c, 2, 6, 3, 7);
          const de = i32x4.shuffle(d, e, 0, 4, 1, 5), de2 = i32x4.shuffle(d, e, 2, 6, 3, 7);
          const at = to + (i << 2);
          v128.store(at, i32x4.shuffle(ac, de, 0, 1, 4, 5));
          v128.store(at + step, i32x4.shuffle(ac, de, 2, 3, 6, 7));
          v128.store(at + 2 * step, i32x4.shuffle(ac2, de2, 0, 1, 4, 5));
          v128.store(at + 3 * step, i32x4.shuffle(ac2, de2, 2, 3, 6, 7));
        }
        to += step << 2;
      }
      for (; o < outs; o++) {
        for (let i = 0; i < lanes; i++) store<f32>(to + (i << 2), i < width ? load<f32>(tap + i * row + (o << 2)) : 0);
        to += step;
      }
    }
  }
}
