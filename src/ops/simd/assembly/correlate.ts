/** The gradient of a filter: sums over pixels of an input by a gradient of the output. */
import { blockOf } from './arrange';
import { get, offset, put } from './lanes';
import { madd } from './madd';

/**
 * Adds to 4 rows of the gradient, from dw + e0 to dw + e3, `width` of 8 (or 4) outputs each. Their inputs lie at o0 to o3 from
 * where a pixel begins; `isRun`: one behind the other, so that one address does.
 */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function rows(
  isRun: bool, isWide: bool, x: usize, dy: usize, dw: usize, inAt: usize, count: i32, step: i32, width: i32,
  offsets: usize, places: usize,
): void {
  const o0 = offset(offsets, 0), o1 = offset(offsets, 1), o2 = offset(offsets, 2), o3 = offset(offsets, 3);
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  if (isRun) x += o0;
  for (const end = inAt + (<usize>count << 2); inAt < end; inAt += 4) {
    const q = x + load<u32>(inAt);
    const s0 = v128.load32_splat(isRun ? q : q + o0), s1 = isRun ? v128.load32_splat(q, 4) : v128.load32_splat(q + o1);
    const s2 = isRun ? v128.load32_splat(q, 8) : v128.load32_splat(q + o2);
    const s3 = isRun ? v128.load32_splat(q, 12) : v128.load32_splat(q + o3);
    const u = v128.load(dy);
    a0 = madd(s0, u, a0);
    a1 = madd(s1, u, a1);
    a2 = madd(s2, u, a2);
    a3 = madd(s3, u, a3);
    if (isWide) {
      const v = v128.load(dy, 16);
      b0 = madd(s0, v, b0);
      b1 = madd(s1, v, b1);
      b2 = madd(s2, v, b2);
      b3 = madd(s3, v, b3);
    }
    dy += step;
  }
  const w0 = dw + offset(places, 0), w1 = dw + offset(places, 1), w2 = dw + offset(places, 2), w3 = dw + offset(places, 3);
  // Rows may be the same, so that all are read before one is stored.
  a0 = f32x4.add(a0, get(w0, width));
  a1 = f32x4.add(a1, get(w1, width));
  a2 = f32x4.add(a2, get(w2, width));
  a3 = f32x4.add(a3, get(w3, width));
  if (isWide) {
    b0 = f32x4.add(b0, get(w0 + 16, width - 4));
    b1 = f32x4.add(b1, get(w1 + 16, width - 4));
    b2 = f32x4.add(b2, get(w2 + 16, width - 4));
    b3 = f32x4.add(b3, get(w3 + 16, width - 4));
    put(w0 + 16, b0, width - 4);
    put(w1 + 16, b1, width - 4);
    put(w2 + 16, b2, width - 4);
    put(w3 + 16, b3, width - 4);
  }
  put(w0, a0, width);
  put(w1, a1, width);
  put(w2, a2, width);
  put(w3, a3, width);
}

/**
 * Adds to `outs` columns of a gradient the products of `count` pixels, in stretches of `stretch` that stay in the cache. The
 * rows come by fours, `runs` of them with inputs one behind the other and then `scattered` ones; `offsets` has where
 * their inputs lie, `places` where their rows. dy has `step` bytes a pixel, with room for whole blocks of outputs.
 */
export function correlate(
  x: usize, dy: usize, dw: usize, inAt: usize, count: i32, stretch: i32, step: i32, outs: i32,
  offsets: usize, places: usize, runs: i32, scattered: i32,
): void {
  for (let begin = 0; begin < count; begin += stretch) {
    const pixels = min(stretch, count - begin), at = inAt + (<usize>begin << 2);
    for (let four = 0; four < runs + scattered; four++) {
      const o = offsets + (<usize>four << 4), p = places + (<usize>four << 4);
      for (let b = 0; b < outs; b += 8) {
        const width = min(8, outs - b), d = dy + begin * step + (b << 2), w = dw + (b << 2);
        if (blockOf(outs, b) == 8) {
          if (four < runs) rows(true, true, x, d, w, at, pixels, step, width, o, p);
          else rows(false, true, x, d, w, at, pixels, step, width, o, p);
        } else if (four < runs) rows(true, false, x, d, w, at, pixels, step, width, o, p);
        else rows(false, false, x, d, w, at, pixels, step, width, o, p);
      }
    }
  }
}
