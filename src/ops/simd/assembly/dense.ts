/** Products of matrices, for the dense layer and both of its gradients. */
import { addTo } from './memory';
import { madd } from './madd';

/** Terms of a sum that are taken at a time: as many rows of eight numbers lie in the nearest cache beside what they meet. */
const DEPTH: i32 = 256;

/**
 * y [m, n] = a · b + bias: rows of y one behind the other; a [m, k] and b [k, n] lie as their strides in bytes say, so that
 * either may be transposed. Where there is no bias (0), `adds` adds to what lies in y. Every sum runs from the first term to
 * the last. `scratch` has room for DEPTH · 8 numbers.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bColumn: usize,
  bias: usize, y: usize, m: i32, k: i32, n: i32, adds: bool, scratch: usize,
): void {
  const yRow = <usize>n << 2;
  for (let from = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    const begins = from === 0 && !adds;
    for (let column = 0; column < n; column += 8) {
      const width = min(8, n - column);
      pack(b + <usize>from * bStep + <usize>column * bColumn, bStep, bColumn, depth, width, scratch);
      const offset = bias !== 0 && from === 0 ? bias + (<usize>column << 2) : 0;
      let at = a + <usize>from * aStep;
      let to = y + (<usize>column << 2);
      let i = 0;
      for (; i + 4 <= m; i += 4) {
        fourRows(at, aRow, aStep, scratch, offset, to, yRow, depth, width, begins);
        at += 4 * aRow;
        to += 4 * yRow;
      }
      for (; i < m; i++) {
        oneRow(at, aStep, scratch, offset, to, depth, width, begins);
        at += aRow;
        to += yRow;
      }
    }
  }
}

/** Eight columns of b side by side, with zeros for those that it does not have. */
function pack(b: usize, bStep: usize, bColumn: usize, depth: i32, width: i32, to: usize): void {
  if (width === 8 && bColumn === 4) {
    for (let i = 0; i < depth; i++) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      b += bStep;
      to += 32;
    }
    return;
  }
  if (width < 8) memory.fill(to, 0, <usize>depth << 5);
  let column = 0;
  if (bStep === 4) {
    // Transposed in squares of four.
    for (; column + 4 <= width; column += 4) {
      let from = b + <usize>column * bColumn;
      let into = to + (<usize>column << 2);
      let i = 0;
      for (; i + 4 <= depth; i += 4) {
        const r0 = v128.load(from);
        const r1 = v128.load(from + bColumn);
        const r2 = v128.load(from + 2 * bColumn);
        const r3 = v128.load(from + 3 * bColumn);
        const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
        const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
        const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
        const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
        v128.store(into, v128.shuffle<i64>(low01, low23, 0, 2));
        v128.store(into, v128.shuffle<i64>(low01, low23, 1, 3), 32);
        v128.store(into, v128.shuffle<i64>(high01, high23, 0, 2), 64);
        v128.store(into, v128.shuffle<i64>(high01, high23, 1, 3), 96);
        from += 16;
        into += 128;
      }
      for (; i < depth; i++) {
        for (let lane: usize = 0; lane < 4; lane++)
          store<f32>(into + (lane << 2), load<f32>(from + lane * bColumn));
        from += 4;
        into += 32;
      }
    }
  }
  for (; column < width; column++) {
    let from = b + <usize>column * bColumn;
    let into = to + (<usize>column << 2);
    for (let i = 0; i < depth; i++) {
      store<f32>(into, load<f32>(from));
      from += bStep;
      into += 32;
    }
  }
}

/** The first `width` numbers, at most 4, and zeros. */
function read(from: usize, width: i32): v128 {
  if (width >= 4) return v128.load(from);
  let lanes = f32x4.splat(0);
  if (width > 0) lanes = v128.load32_zero(from);
  if (width > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(from, 4));
  if (width > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(from, 8));
  return lanes;
}

/** Writes the first `width` numbers, at most 4. */
function write(to: usize, lanes: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, lanes);
    return;
  }
  if (width > 0) store<f32>(to, f32x4.extract_lane(lanes, 0));
  if (width > 1) store<f32>(to, f32x4.extract_lane(lanes, 1), 4);
  if (width > 2) store<f32>(to, f32x4.extract_lane(lanes, 2), 8);
}

/** What a sum begins with. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function start(bias: usize, y: usize, shift: usize, width: i32, begins: bool): v128 {
  if (bias !== 0) return read(bias + shift, width);
  return begins ? f32x4.splat(0) : read(y + shift, width);
}

function fourRows(
  a: usize, aRow: usize, aStep: usize, b: usize, bias: usize, y: usize, yRow: usize, depth: i32, width: i32, begins: bool,
): void {
  const rest = width - 4;
  const y1 = y + yRow;
  const y2 = y1 + yRow;
  const y3 = y2 + yRow;
  let s00 = start(bias, y, 0, width, begins);
  let s01 = start(bias, y, 16, rest, begins);
  let s10 = start(bias, y1, 0, width, begins);
  let s11 = start(bias, y1, 16, rest, begins);
  let s20 = start(bias, y2, 0, width, begins);
  let s21 = start(bias, y2, 16, rest, begins);
  let s30 = start(bias, y3, 0, width, begins);
  let s31 = start(bias, y3, 16, rest, begins);
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (let i = 0; i < depth; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const v0 = v128.load32_splat(a);
    s00 = madd(v0, b0, s00);
    s01 = madd(v0, b1, s01);
    const v1 = v128.load32_splat(a1);
    s10 = madd(v1, b0, s10);
    s11 = madd(v1, b1, s11);
    const v2 = v128.load32_splat(a2);
    s20 = madd(v2, b0, s20);
    s21 = madd(v2, b1, s21);
    const v3 = v128.load32_splat(a3);
    s30 = madd(v3, b0, s30);
    s31 = madd(v3, b1, s31);
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += 32;
  }
  write(y, s00, width);
  write(y + 16, s01, rest);
  write(y1, s10, width);
  write(y1 + 16, s11, rest);
  write(y2, s20, width);
  write(y2 + 16, s21, rest);
  write(y3, s30, width);
  write(y3 + 16, s31, rest);
}

function oneRow(
  a: usize, aStep: usize, b: usize, bias: usize, y: usize, depth: i32, width: i32, begins: bool,
): void {
  const rest = width - 4;
  let s0 = start(bias, y, 0, width, begins);
  let s1 = start(bias, y, 16, rest, begins);
  for (let i = 0; i < depth; i++) {
    const v = v128.load32_splat(a);
    s0 = madd(v, v128.load(b), s0);
    s1 = madd(v, v128.load(b, 16), s1);
    a += aStep;
    b += 32;
  }
  write(y, s0, width);
  write(y + 16, s1, rest);
}

/** y [columns]: the sum over all rows. */
export function sumRows(x: usize, y: usize, rows: i32, columns: i32): void {
  memory.copy(y, x, <usize>columns << 2);
  for (let i = 1; i < rows; i++) addTo(y, x + ((<usize>i * columns) << 2), columns);
}

/** y [rows, a + b]: the channels of x and, behind them, those of z. */
export function join(x: usize, z: usize, y: usize, rows: i32, a: i32, b: i32): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(y, x, <usize>a << 2);
    y += <usize>a << 2;
    x += <usize>a << 2;
    memory.copy(y, z, <usize>b << 2);
    y += <usize>b << 2;
    z += <usize>b << 2;
  }
}

/** y [rows, count]: the channels of x [rows, all] from `first` on. */
export function part(x: usize, y: usize, rows: i32, all: i32, first: i32, count: i32, adds: bool): void {
  x += <usize>first << 2;
  for (let i = 0; i < rows; i++) {
    if (adds) addTo(y, x, count);
    else memory.copy(y, x, <usize>count << 2);
    x += <usize>all << 2;
    y += <usize>count << 2;
  }
}
