/**
 * 3×3 convolutions of stride 1 by Winograd's F(4×4, 3×3) (Lavin & Gray 2015, arXiv:1509.09308): 4×4 outputs from 6×6 inputs by
 * 36 products where there are 144. Of the points 0, ±a, ±b and ∞, a = √½ and b = √2 keep coefficients near 1, and with them
 * the error (Barabasz et al. 2018, arXiv:1803.10986, on choosing points).
 *
 * Transforms go along columns into a `room` of 36 vectors, and from there along rows. The polynomial of the points is
 * x(x² − ½)(x² − 2), the even and odd parts of its quotients are shared by ±a and by ±b.
 */
import { blockOf } from './arrange';
import { offset } from './lanes';
import { addProducts, multiply } from './products';

/** Points along a side, and of a tile. */
const SIDE: i32 = 6;
const POINTS: i32 = 36;
/** Bytes of a vector, and of a row of vectors in the room. */
const VECTOR: usize = 16;
const ROW: usize = 96;

const A: f32 = 0.70710678118654752;
const B: f32 = 1.4142135623730951;

// @ts-ignore: AssemblyScript decorates functions.
@inline
function times(factor: f32, x: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), x);
}

/** Six numbers times B. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function input(from: usize, between: usize, to: usize, step: usize): void {
  const x0 = v128.load(from), x1 = v128.load(from + between), x2 = v128.load(from + 2 * between);
  const x3 = v128.load(from + 3 * between), x4 = v128.load(from + 4 * between), x5 = v128.load(from + 5 * between);
  v128.store(to, f32x4.sub(f32x4.add(x0, x4), times(2.5, x2)));
  const evenA = f32x4.sub(x4, f32x4.add(x2, x2)), oddA = times(A, f32x4.sub(x3, f32x4.add(x1, x1)));
  v128.store(to + step, f32x4.add(evenA, oddA));
  v128.store(to + 2 * step, f32x4.sub(evenA, oddA));
  const evenB = f32x4.sub(x4, times(0.5, x2)), oddB = times(B, f32x4.sub(x3, times(0.5, x1)));
  v128.store(to + 3 * step, f32x4.add(evenB, oddB));
  v128.store(to + 4 * step, f32x4.sub(evenB, oddB));
  v128.store(to + 5 * step, f32x4.sub(f32x4.add(x1, x5), times(2.5, x3)));
}

/** V[point][tile][channel] = Bᵀ d B of tiles that begin at `from`, in frames of `row` bytes a row. */
function transformInput(
  x: usize, V: usize, from: usize, tiles: i32, block: i32, channels: i32, row: i32, room: usize,
): void {
  const pixel = <usize>channels << 2, step = block * pixel;
  for (let t = 0; t < tiles; t++) {
    let p = x + offset(from, t);
    for (let o = V + t * pixel, end = o + pixel; o < end; o += VECTOR) {
      for (let c = 0; c < SIDE; c++) input(p + c * pixel, row, room + c * VECTOR, ROW);
      for (let r = 0; r < SIDE; r++) input(room + r * ROW, VECTOR, o + r * SIDE * step, step);
      p += VECTOR;
    }
  }
}

/** Three numbers times Gᵀ. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function taps(from: usize, between: usize, to: usize, step: usize): void {
  const x0 = v128.load(from), x1 = v128.load(from + between), x2 = v128.load(from + 2 * between);
  v128.store(to, x0);
  const evenA = times(-2 / <f32>3, f32x4.add(x0, times(0.5, x2))), oddA = times(-2 / <f32>3 * A, x1);
  v128.store(to + step, f32x4.add(evenA, oddA));
  v128.store(to + 2 * step, f32x4.sub(evenA, oddA));
  const evenB = times(1 / <f32>6, f32x4.add(x0, f32x4.add(x2, x2))), oddB = times(B / 6, x1);
  v128.store(to + 3 * step, f32x4.add(evenB, oddB));
  v128.store(to + 4 * step, f32x4.sub(evenB, oddB));
  v128.store(to + 5 * step, x2);
}

/** U[point][block of outs][ins][8 or 4] = G g Gᵀ of a packed filter [block of outs][9][ins][8 or 4]. */
export function winograd4Filter(filter: usize, U: usize, ins: i32, outs: i32, room: usize): void {
  const step = <usize>(ins * outs) << 2;
  for (let b = 0; b < outs; b += 8) {
    const tap = <usize>(ins * blockOf(outs, b)) << 2;
    for (let f = filter, end = f + tap; f < end; f += VECTOR) {
      for (let c = 0; c < 3; c++) taps(f + c * tap, 3 * tap, room + c * VECTOR, ROW);
      for (let r = 0; r < SIDE; r++) taps(room + r * ROW, VECTOR, U + r * SIDE * step, step);
      U += VECTOR;
    }
    filter += 9 * tap;
  }
}

/** Six numbers times A, into four. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function output(from: usize, between: usize, to: usize, step: usize): void {
  const x1 = v128.load(from + between), x2 = v128.load(from + 2 * between);
  const x3 = v128.load(from + 3 * between), x4 = v128.load(from + 4 * between);
  const sumA = f32x4.add(x1, x2), sumB = f32x4.add(x3, x4);
  const oddA = times(A, f32x4.sub(x1, x2)), oddB = times(B, f32x4.sub(x3, x4));
  v128.store(to, f32x4.add(v128.load(from), f32x4.add(sumA, sumB)));
  v128.store(to + step, f32x4.add(oddA, oddB));
  v128.store(to + 2 * step, f32x4.add(times(0.5, sumA), f32x4.add(sumB, sumB)));
  v128.store(to + 3 * step, f32x4.add(v128.load(from + 5 * between), f32x4.add(times(0.5, oddA), f32x4.add(oddB, oddB))));
}

/** y (+)= Aᵀ M A at `to`; `ends` has the columns of each tile that lie within the image, and 8 times its rows. */
function transformOutput(
  M: usize, y: usize, to: usize, ends: usize, tiles: i32, block: i32, channels: i32, row: i32, adds: bool, room: usize,
): void {
  const pixel = <usize>channels << 2, step = block * pixel;
  for (let t = 0; t < tiles; t++) {
    const end = <i32>offset(ends, t), columns = end & 7, rows = end >> 3;
    let p = y + offset(to, t);
    for (let m = M + t * pixel, over = m + pixel; m < over; m += VECTOR) {
      for (let c = 0; c < SIDE; c++) output(m + c * step, SIDE * step, room + c * VECTOR, ROW);
      for (let r = 0; r < rows; r++) {
        const values = room + r * ROW;
        output(values, VECTOR, values, VECTOR);
        let o = p + r * row;
        for (let c = 0; c < columns; c++) {
          const value = v128.load(values + c * VECTOR);
          v128.store(o, adds ? f32x4.add(value, v128.load(o)) : value);
          o += pixel;
        }
      }
      p += VECTOR;
    }
  }
}

/** y (+)= the convolution of framed images with the transformed filters U. V and M are room for a block of tiles. */
export function winograd4(
  x: usize, U: usize, y: usize, from: usize, to: usize, ends: usize, tiles: i32, block: i32,
  ins: i32, outs: i32, inRow: i32, outRow: i32, V: usize, M: usize, room: usize, adds: bool,
): void {
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t), at = <usize>t << 2;
    transformInput(x, V, from + at, here, block, ins, inRow, room);
    multiply(V, U, M, POINTS, here, block, ins, outs);
    transformOutput(M, y, to + at, ends + at, here, block, outs, outRow, adds, room);
  }
}

/** The first `count` of four numbers times Aᵀ, into six. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function gradient(from: usize, between: usize, count: i32, to: usize, step: usize): void {
  const none = f32x4.splat(0), x0 = v128.load(from), x1 = count > 1 ? v128.load(from + between) : none;
  const x2 = count > 2 ? v128.load(from + 2 * between) : none, x3 = count > 3 ? v128.load(from + 3 * between) : none;
  v128.store(to, x0);
  const evenA = f32x4.add(x0, times(0.5, x2)), oddA = times(A, f32x4.add(x1, times(0.5, x3)));
  v128.store(to + step, f32x4.add(evenA, oddA));
  v128.store(to + 2 * step, f32x4.sub(evenA, oddA));
  const evenB = f32x4.add(x0, f32x4.add(x2, x2)), oddB = times(B, f32x4.add(x1, f32x4.add(x3, x3)));
  v128.store(to + 3 * step, f32x4.add(evenB, oddB));
  v128.store(to + 4 * step, f32x4.sub(evenB, oddB));
  v128.store(to + 5 * step, x3);
}

/** Z[point][tile][channel] = A dy Aᵀ of the 4×4 gradients of each tile. */
function transformGradient(
  dy: usize, Z: usize, at: usize, ends: usize, tiles: i32, block: i32, channels: i32, row: i32, room: usize,
): void {
  const pixel = <usize>channels << 2, step = block * pixel;
  for (let t = 0; t < tiles; t++) {
    const end = <i32>offset(ends, t), columns = end & 7, rows = end >> 3;
    let p = dy + offset(at, t);
    for (let o = Z + t * pixel, over = o + pixel; o < over; o += VECTOR) {
      for (let c = 0; c < columns; c++) gradient(p + c * pixel, row, rows, room + c * VECTOR, ROW);
      for (let r = 0; r < SIDE; r++) gradient(room + r * ROW, VECTOR, columns, o + r * SIDE * step, step);
      p += VECTOR;
    }
  }
}

/** Six numbers times G, into three. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function ofTaps(from: usize, between: usize, to: usize, step: usize): void {
  const x1 = v128.load(from + between), x2 = v128.load(from + 2 * between);
  const x3 = v128.load(from + 3 * between), x4 = v128.load(from + 4 * between);
  const sumA = f32x4.add(x1, x2), sumB = f32x4.add(x3, x4), third: f32 = 1 / <f32>3;
  const odd = f32x4.sub(times(B / 6, f32x4.sub(x3, x4)), times(2 * third * A, f32x4.sub(x1, x2)));
  v128.store(to, f32x4.add(v128.load(from), f32x4.sub(times(0.5 * third, sumB), times(2 * third, sumA))));
  v128.store(to + step, odd);
  v128.store(to + 2 * step, f32x4.add(v128.load(from + 5 * between), times(third, f32x4.sub(sumB, sumA))));
}

/** The gradient [9, ins, outs] of a filter from framed images and gradients. V, Z and dU are room. */
export function winograd4Correlate(
  x: usize, dy: usize, dFilter: usize, from: usize, to: usize, ends: usize, tiles: i32, block: i32,
  ins: i32, outs: i32, inRow: i32, outRow: i32, V: usize, Z: usize, dU: usize, room: usize, isFirst: bool, isLast: bool,
): void {
  const step = <usize>(ins * outs) << 2;
  if (isFirst) memory.fill(dU, 0, POINTS * step);
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t), at = <usize>t << 2;
    transformInput(x, V, from + at, here, block, ins, inRow, room);
    transformGradient(dy, Z, to + at, ends + at, here, block, outs, outRow, room);
    addProducts(V, Z, dU, POINTS, here, block, ins, outs);
  }
  if (!isLast) return;
  for (let u = dU, end = u + step; u < end; u += VECTOR) {
    for (let c = 0; c < SIDE; c++) ofTaps(u + c * step, SIDE * step, room + c * VECTOR, ROW);
    for (let r = 0; r < 3; r++) ofTaps(room + r * ROW, VECTOR, dFilter + r * 3 * step, step);
    dFilter += VECTOR;
  }
}
