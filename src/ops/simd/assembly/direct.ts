/**
 * Convolution as sums over taps, 4 pixels by 8 (or 4) output channels at a time. Where a pixel's input begins, where its output
 * lies and where its taps are is told by tables of offsets in bytes, so that stride, dilation and borders are none of its
 * business, and the gradient of the input is a convolution as well.
 */
import { blockOf } from './arrange';
import { get, offset, put } from './lanes';
import { madd } from './madd';

/**
 * Pixels `begin` to `end` of one block of outputs, `width` of which are stored. A filter is packed [taps, ins, 8 or 4]. 15
 * registers hold 8 sums, their inputs and filters, so that nothing is unrolled further.
 */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function block(
  isWide: bool, x: usize, filter: usize, y: usize, inAt: usize, outAt: usize, begin: i32, end: i32,
  tapAt: usize, taps: i32, ins: i32, width: i32, adds: bool,
): void {
  const last = end - 1;
  for (let at = begin; at < end; at += 4) {
    // Past the end the last pixel is computed again, and the same is stored.
    const at1 = min(at + 1, last), at2 = min(at + 2, last), at3 = min(at + 3, last);
    const p0 = x + offset(inAt, at), p1 = x + offset(inAt, at1), p2 = x + offset(inAt, at2), p3 = x + offset(inAt, at3);
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
    let f = filter;
    for (let t = 0; t < taps; t++) {
      const tap = offset(tapAt, t);
      let q0 = p0 + tap, q1 = p1 + tap, q2 = p2 + tap, q3 = p3 + tap;
      for (const over = q0 + (ins << 2); q0 < over;) {
        const u = v128.load(f);
        const s0 = v128.load32_splat(q0), s1 = v128.load32_splat(q1), s2 = v128.load32_splat(q2), s3 = v128.load32_splat(q3);
        a0 = madd(s0, u, a0);
        a1 = madd(s1, u, a1);
        a2 = madd(s2, u, a2);
        a3 = madd(s3, u, a3);
        if (isWide) {
          const v = v128.load(f, 16);
          b0 = madd(s0, v, b0);
          b1 = madd(s1, v, b1);
          b2 = madd(s2, v, b2);
          b3 = madd(s3, v, b3);
        }
        f += isWide ? 32 : 16;
        q0 += 4;
        q1 += 4;
        q2 += 4;
        q3 += 4;
      }
    }
    const o0 = y + offset(outAt, at), o1 = y + offset(outAt, at1), o2 = y + offset(outAt, at2), o3 = y + offset(outAt, at3);
    if (adds) {
      a0 = f32x4.add(a0, get(o0, width));
      a1 = f32x4.add(a1, get(o1, width));
      a2 = f32x4.add(a2, get(o2, width));
      a3 = f32x4.add(a3, get(o3, width));
      if (isWide) {
        b0 = f32x4.add(b0, get(o0 + 16, width - 4));
        b1 = f32x4.add(b1, get(o1 + 16, width - 4));
        b2 = f32x4.add(b2, get(o2 + 16, width - 4));
        b3 = f32x4.add(b3, get(o3 + 16, width - 4));
      }
    }
    put(o0, a0, width);
    put(o1, a1, width);
    put(o2, a2, width);
    put(o3, a3, width);
    if (isWide) {
      put(o0 + 16, b0, width - 4);
      put(o1 + 16, b1, width - 4);
      put(o2 + 16, b2, width - 4);
      put(o3 + 16, b3, width - 4);
    }
  }
}

/**
 * y (+)= Σ over taps and `ins` of x · filter, `outs` channels of `count` pixels, in stretches of `stretch` pixels whose inputs
 * stay in the cache while all blocks of outputs pass over them.
 */
export function convolve(
  x: usize, filter: usize, y: usize, inAt: usize, outAt: usize, count: i32, stretch: i32,
  tapAt: usize, taps: i32, ins: i32, outs: i32, adds: bool,
): void {
  const size = taps * ins << 2;
  for (let begin = 0; begin < count; begin += stretch) {
    const end = min(begin + stretch, count);
    for (let b = 0; b < outs; b += 8) {
      const width = min(8, outs - b), f = filter + b * size, o = y + (b << 2);
      if (blockOf(outs, b) == 8) block(true, x, f, o, inAt, outAt, begin, end, tapAt, taps, ins, width, adds);
      else block(false, x, f, o, inAt, outAt, begin, end, tapAt, taps, ins, width, adds);
    }
  }
}
