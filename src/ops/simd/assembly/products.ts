/** Products of matrices at every point of transformed tiles: what both algorithms of Winograd spend their time on. */
import { blockOf } from './arrange';
import { madd } from './madd';

/** 4 tiles by 8 (or 4) outputs. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function multiply4(isWide: bool, v: usize, u: usize, m: usize, ins: i32, out: usize): void {
  const row = <usize>ins << 2;
  let q0 = v, q1 = q0 + row, q2 = q1 + row, q3 = q2 + row;
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  for (const end = q1; q0 < end;) {
    const s0 = v128.load32_splat(q0), s1 = v128.load32_splat(q1), s2 = v128.load32_splat(q2), s3 = v128.load32_splat(q3);
    const w = v128.load(u);
    a0 = madd(s0, w, a0);
    a1 = madd(s1, w, a1);
    a2 = madd(s2, w, a2);
    a3 = madd(s3, w, a3);
    if (isWide) {
      const w2 = v128.load(u, 16);
      b0 = madd(s0, w2, b0);
      b1 = madd(s1, w2, b1);
      b2 = madd(s2, w2, b2);
      b3 = madd(s3, w2, b3);
    }
    u += isWide ? 32 : 16;
    q0 += 4;
    q1 += 4;
    q2 += 4;
    q3 += 4;
  }
  v128.store(m, a0);
  v128.store(m + out, a1);
  v128.store(m + 2 * out, a2);
  v128.store(m + 3 * out, a3);
  if (isWide) {
    v128.store(m, b0, 16);
    v128.store(m + out, b1, 16);
    v128.store(m + 2 * out, b2, 16);
    v128.store(m + 3 * out, b3, 16);
  }
}

/** M[point][tile][out] = V[point][tile][in] · U[point][in][out] for `tiles` of a block, or up to 3 more. */
export function multiply(
  V: usize, U: usize, M: usize, points: i32, tiles: i32, block: i32, ins: i32, outs: i32,
): void {
  const row = <usize>ins << 2, out = <usize>outs << 2;
  for (let point = 0; point < points; point++) {
    for (let b = 0; b < outs; b += 8) {
      const lanes = blockOf(outs, b);
      let v = V, m = M + (b << 2);
      for (let t = 0; t < tiles; t += 4) {
        if (lanes == 8) multiply4(true, v, U, m, ins, out);
        else multiply4(false, v, U, m, ins, out);
        v += 4 * row;
        m += 4 * out;
      }
      U += lanes * row;
    }
    V += block * row;
    M += block * out;
  }
}

/** Adds the products of `tiles` to 4 inputs by 8 (or 4) outputs. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function addProducts4(isWide: bool, v: usize, z: usize, o: usize, tiles: i32, row: usize, out: usize): void {
  let a0 = v128.load(o), a1 = v128.load(o + out), a2 = v128.load(o + 2 * out), a3 = v128.load(o + 3 * out);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  if (isWide) {
    b0 = v128.load(o, 16);
    b1 = v128.load(o + out, 16);
    b2 = v128.load(o + 2 * out, 16);
    b3 = v128.load(o + 3 * out, 16);
  }
  for (let t = 0; t < tiles; t++) {
    const s0 = v128.load32_splat(v), s1 = v128.load32_splat(v, 4), s2 = v128.load32_splat(v, 8), s3 = v128.load32_splat(v, 12);
    const w = v128.load(z);
    a0 = madd(s0, w, a0);
    a1 = madd(s1, w, a1);
    a2 = madd(s2, w, a2);
    a3 = madd(s3, w, a3);
    if (isWide) {
      const w2 = v128.load(z, 16);
      b0 = madd(s0, w2, b0);
      b1 = madd(s1, w2, b1);
      b2 = madd(s2, w2, b2);
      b3 = madd(s3, w2, b3);
    }
    v += row;
    z += out;
  }
  v128.store(o, a0);
  v128.store(o + out, a1);
  v128.store(o + 2 * out, a2);
  v128.store(o + 3 * out, a3);
  if (isWide) {
    v128.store(o, b0, 16);
    v128.store(o + out, b1, 16);
    v128.store(o + 2 * out, b2, 16);
    v128.store(o + 3 * out, b3, 16);
  }
}

/** dU[point][in][out] += V[point][tile][in] · Z[point][tile][out]. */
export function addProducts(
  V: usize, Z: usize, dU: usize, points: i32, tiles: i32, block: i32, ins: i32, outs: i32,
): void {
  const row = <usize>ins << 2, out = <usize>outs << 2;
  for (let point = 0; point < points; point++) {
    for (let c = 0; c < ins; c += 4) {
      for (let b = 0; b < outs; b += 8) {
        const v = V + (c << 2), z = Z + (b << 2), o = dU + c * out + (b << 2);
        if (blockOf(outs, b) == 8) addProducts4(true, v, z, o, tiles, row, out);
        else addProducts4(false, v, z, o, tiles, row, out);
      }
    }
    V += block * row;
    Z += block * out;
    dU += ins * out;
  }
}
