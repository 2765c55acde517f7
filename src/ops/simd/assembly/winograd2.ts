/**
 * 3×3 convolutions of stride 1 by Winograd's minimal filtering F(2×2, 3×3) (Lavin & Gray 2015, arXiv:1509.09308): 2×2 outputs
 * from 4×4 inputs by 16 products where there are 36, y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A. Over channels each of the 16 points is a
 * product of matrices. Tiles come in blocks that stay in the cache; numbers of channels are multiples of 4.
 *
 * Bᵀ = [1 0 −1 0; 0 1 1 0; 0 −1 1 0; 0 1 0 −1], G = [1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1], Aᵀ = [1 1 1 0; 0 1 −1 −1]
 */
import { blockOf } from './arrange';
import { offset } from './lanes';
import { addProducts, multiply } from './products';

/** Points of a transformed tile. */
const POINTS: i32 = 16;

/** A row times B, stored at points `step` bytes apart. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function storeTimesB(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.sub(a, c));
  v128.store(to + step, f32x4.add(b, c));
  v128.store(to + 2 * step, f32x4.sub(c, b));
  v128.store(to + 3 * step, f32x4.sub(b, d));
}

/** V[point][tile][channel] = Bᵀ d B of tiles that begin at `from`, in frames of `row` bytes a row. */
function transformInput(x: usize, V: usize, from: usize, tiles: i32, block: i32, channels: i32, row: i32): void {
  const pixel = <usize>channels << 2, step = block * pixel;
  for (let t = 0; t < tiles; t++) {
    let p = x + offset(from, t);
    for (let o = V + t * pixel, end = o + pixel; o < end; o += 16) {
      const p1 = p + row, p2 = p1 + row, p3 = p2 + row;
      const a0 = v128.load(p), a1 = v128.load(p + pixel), a2 = v128.load(p + 2 * pixel), a3 = v128.load(p + 3 * pixel);
      const b0 = v128.load(p1), b1 = v128.load(p1 + pixel), b2 = v128.load(p1 + 2 * pixel), b3 = v128.load(p1 + 3 * pixel);
      const c0 = v128.load(p2), c1 = v128.load(p2 + pixel), c2 = v128.load(p2 + 2 * pixel), c3 = v128.load(p2 + 3 * pixel);
      storeTimesB(o, step, f32x4.sub(a0, c0), f32x4.sub(a1, c1), f32x4.sub(a2, c2), f32x4.sub(a3, c3));
      storeTimesB(o + 4 * step, step, f32x4.add(b0, c0), f32x4.add(b1, c1), f32x4.add(b2, c2), f32x4.add(b3, c3));
      storeTimesB(o + 8 * step, step, f32x4.sub(c0, b0), f32x4.sub(c1, b1), f32x4.sub(c2, b2), f32x4.sub(c3, b3));
      const d0 = v128.load(p3), d1 = v128.load(p3 + pixel), d2 = v128.load(p3 + 2 * pixel), d3 = v128.load(p3 + 3 * pixel);
      storeTimesB(o + 12 * step, step, f32x4.sub(b0, d0), f32x4.sub(b1, d1), f32x4.sub(b2, d2), f32x4.sub(b3, d3));
      p += 16;
    }
  }
}

/** A row of three times Gᵀ, stored at points `step` bytes apart. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function storeTimesG(to: usize, step: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5), outer = f32x4.add(a, c);
  v128.store(to, a);
  v128.store(to + step, f32x4.mul(half, f32x4.add(outer, b)));
  v128.store(to + 2 * step, f32x4.mul(half, f32x4.sub(outer, b)));
  v128.store(to + 3 * step, c);
}

/** U[point][block of outs][ins][8 or 4] = G g Gᵀ of a packed filter [block of outs][9][ins][8 or 4]. */
export function winograd2Filter(filter: usize, U: usize, ins: i32, outs: i32): void {
  const half = f32x4.splat(0.5), step = <usize>(ins * outs) << 2;
  for (let b = 0; b < outs; b += 8) {
    const tap = <usize>(ins * blockOf(outs, b)) << 2;
    for (let f = filter, end = f + tap; f < end; f += 16) {
      const a0 = v128.load(f), a1 = v128.load(f + tap), a2 = v128.load(f + 2 * tap);
      const b0 = v128.load(f + 3 * tap), b1 = v128.load(f + 4 * tap), b2 = v128.load(f + 5 * tap);
      const c0 = v128.load(f + 6 * tap), c1 = v128.load(f + 7 * tap), c2 = v128.load(f + 8 * tap);
      const o0 = f32x4.add(a0, c0), o1 = f32x4.add(a1, c1), o2 = f32x4.add(a2, c2);
      storeTimesG(U, step, a0, a1, a2);
      storeTimesG(U + 4 * step, step,
        f32x4.mul(half, f32x4.add(o0, b0)), f32x4.mul(half, f32x4.add(o1, b1)), f32x4.mul(half, f32x4.add(o2, b2)));
      storeTimesG(U + 8 * step, step,
        f32x4.mul(half, f32x4.sub(o0, b0)), f32x4.mul(half, f32x4.sub(o1, b1)), f32x4.mul(half, f32x4.sub(o2, b2)));
      storeTimesG(U + 12 * step, step, c0, c1, c2);
      U += 16;
    }
    filter += 9 * tap;
  }
}

/** y (+)= Aᵀ M A at `to`; `ends` has the columns of each tile that lie within the image, and 8 times its rows. */
function transformOutput(
  M: usize, y: usize, to: usize, ends: usize, tiles: i32, block: i32, channels: i32, row: i32, adds: bool,
): void {
  const pixel = <usize>channels << 2, step = block * pixel;
  for (let t = 0; t < tiles; t++) {
    const end = offset(ends, t), hasRight = (end & 7) == 2, hasBottom = end >> 3 == 2, isWhole = hasRight && hasBottom;
    let o = y + offset(to, t);
    for (let m = M + t * pixel, over = m + pixel; m < over; m += 16) {
      const m1 = m + 4 * step, m2 = m1 + 4 * step, m3 = m2 + 4 * step;
      const a0 = v128.load(m), a1 = v128.load(m + step), a2 = v128.load(m + 2 * step), a3 = v128.load(m + 3 * step);
      const b0 = v128.load(m1), b1 = v128.load(m1 + step), b2 = v128.load(m1 + 2 * step), b3 = v128.load(m1 + 3 * step);
      const c0 = v128.load(m2), c1 = v128.load(m2 + step), c2 = v128.load(m2 + 2 * step), c3 = v128.load(m2 + 3 * step);
      const e0 = f32x4.add(f32x4.add(a0, b0), c0), e1 = f32x4.add(f32x4.add(a1, b1), c1);
      const e2 = f32x4.add(f32x4.add(a2, b2), c2), e3 = f32x4.add(f32x4.add(a3, b3), c3);
      let y00 = f32x4.add(f32x4.add(e0, e1), e2), y01 = f32x4.sub(f32x4.sub(e1, e2), e3);
      const d0 = v128.load(m3), d1 = v128.load(m3 + step), d2 = v128.load(m3 + 2 * step), d3 = v128.load(m3 + 3 * step);
      const f0 = f32x4.sub(f32x4.sub(b0, c0), d0), f1 = f32x4.sub(f32x4.sub(b1, c1), d1);
      const f2 = f32x4.sub(f32x4.sub(b2, c2), d2), f3 = f32x4.sub(f32x4.sub(b3, c3), d3);
      let y10 = f32x4.add(f32x4.add(f0, f1), f2), y11 = f32x4.sub(f32x4.sub(f1, f2), f3);
      const below = o + row;
      if (adds) {
        y00 = f32x4.add(y00, v128.load(o));
        if (hasRight) y01 = f32x4.add(y01, v128.load(o + pixel));
        if (hasBottom) y10 = f32x4.add(y10, v128.load(below));
        if (isWhole) y11 = f32x4.add(y11, v128.load(below + pixel));
      }
      v128.store(o, y00);
      if (hasRight) v128.store(o + pixel, y01);
      if (hasBottom) v128.store(below, y10);
      if (isWhole) v128.store(below + pixel, y11);
      o += 16;
    }
  }
}

/** y (+)= the convolution of framed images with the transformed filters U. V and M are room for a block of tiles. */
export function winograd2(
  x: usize, U: usize, y: usize, from: usize, to: usize, ends: usize, tiles: i32, block: i32,
  ins: i32, outs: i32, inRow: i32, outRow: i32, V: usize, M: usize, room: usize, adds: bool,
): void {
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t), at = <usize>t << 2;
    transformInput(x, V, from + at, here, block, ins, inRow);
    multiply(V, U, M, POINTS, here, block, ins, outs);
    transformOutput(M, y, to + at, ends + at, here, block, outs, outRow, adds);
  }
}

/** A row of two times Aᵀ, stored at points `step` bytes apart. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function storeTimesA(to: usize, step: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + step, f32x4.add(a, b));
  v128.store(to + 2 * step, f32x4.sub(a, b));
  v128.store(to + 3 * step, f32x4.neg(b));
}

/** Z[point][tile][channel] = A dy Aᵀ of the 2×2 gradients of each tile. */
function transformGradient(
  dy: usize, Z: usize, at: usize, ends: usize, tiles: i32, block: i32, channels: i32, row: i32,
): void {
  const pixel = <usize>channels << 2, step = block * pixel, none = f32x4.splat(0);
  for (let t = 0; t < tiles; t++) {
    const end = offset(ends, t), hasRight = (end & 7) == 2, hasBottom = end >> 3 == 2, isWhole = hasRight && hasBottom;
    let p = dy + offset(at, t);
    for (let o = Z + t * pixel, over = o + pixel; o < over; o += 16) {
      const a = v128.load(p), b = hasRight ? v128.load(p + pixel) : none;
      const c = hasBottom ? v128.load(p + row) : none, d = isWhole ? v128.load(p + row + pixel) : none;
      storeTimesA(o, step, a, b);
      storeTimesA(o + 4 * step, step, f32x4.add(a, c), f32x4.add(b, d));
      storeTimesA(o + 8 * step, step, f32x4.sub(a, c), f32x4.sub(b, d));
      storeTimesA(o + 12 * step, step, f32x4.neg(c), f32x4.neg(d));
      p += 16;
    }
  }
}

/** A row of four times G, stored at taps `step` bytes apart. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function storeTimesGBack(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  const half = f32x4.splat(0.5), inner = f32x4.mul(half, f32x4.add(b, c));
  v128.store(to, f32x4.add(a, inner));
  v128.store(to + step, f32x4.mul(half, f32x4.sub(b, c)));
  v128.store(to + 2 * step, f32x4.add(inner, d));
}

/** dFilter[tap][in][out] = Gᵀ dU G. */
function gradientOfTaps(dU: usize, dFilter: usize, ins: i32, outs: i32): void {
  const half = f32x4.splat(0.5), step = <usize>(ins * outs) << 2;
  for (let p = dU, end = p + step; p < end; p += 16) {
    const p1 = p + 4 * step, p2 = p1 + 4 * step, p3 = p2 + 4 * step;
    const b0 = v128.load(p1), b1 = v128.load(p1 + step), b2 = v128.load(p1 + 2 * step), b3 = v128.load(p1 + 3 * step);
    const c0 = v128.load(p2), c1 = v128.load(p2 + step), c2 = v128.load(p2 + 2 * step), c3 = v128.load(p2 + 3 * step);
    const i0 = f32x4.mul(half, f32x4.add(b0, c0)), i1 = f32x4.mul(half, f32x4.add(b1, c1));
    const i2 = f32x4.mul(half, f32x4.add(b2, c2)), i3 = f32x4.mul(half, f32x4.add(b3, c3));
    const a0 = v128.load(p), a1 = v128.load(p + step), a2 = v128.load(p + 2 * step), a3 = v128.load(p + 3 * step);
    storeTimesGBack(dFilter, step, f32x4.add(a0, i0), f32x4.add(a1, i1), f32x4.add(a2, i2), f32x4.add(a3, i3));
    storeTimesGBack(dFilter + 3 * step, step,
      f32x4.mul(half, f32x4.sub(b0, c0)), f32x4.mul(half, f32x4.sub(b1, c1)),
      f32x4.mul(half, f32x4.sub(b2, c2)), f32x4.mul(half, f32x4.sub(b3, c3)));
    const d0 = v128.load(p3), d1 = v128.load(p3 + step), d2 = v128.load(p3 + 2 * step), d3 = v128.load(p3 + 3 * step);
    storeTimesGBack(dFilter + 6 * step, step, f32x4.add(i0, d0), f32x4.add(i1, d1), f32x4.add(i2, d2), f32x4.add(i3, d3));
    dFilter += 16;
  }
}

/**
 * The gradient [9, ins, outs] of a filter from framed images and gradients; V, Z and dU are room. Of more than one call for tiles
 * that follow each other, the first one begins the sums in dU, and the last one tells what they make.
 */
export function winograd2Correlate(
  x: usize, dy: usize, dFilter: usize, from: usize, to: usize, ends: usize, tiles: i32, block: i32,
  ins: i32, outs: i32, inRow: i32, outRow: i32, V: usize, Z: usize, dU: usize, room: usize, isFirst: bool, isLast: bool,
): void {
  if (isFirst) memory.fill(dU, 0, <usize>(POINTS * ins * outs) << 2);
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t), at = <usize>t << 2;
    transformInput(x, V, from + at, here, block, ins, inRow);
    transformGradient(dy, Z, to + at, ends + at, here, block, outs, outRow);
    addProducts(V, Z, dU, POINTS, here, block, ins, outs);
  }
  if (isLast) gradientOfTaps(dU, dFilter, ins, outs);
}
