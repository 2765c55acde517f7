/**
 * Convolutions of 3×3 by Winograd's minimal filtering F(2×2, 3×3) (Lavin & Gray 2015, arXiv:1509.09308): tiles of 4×4 give 2×2
 * outputs with 16 products where there are 36. Channels come in multiples of 8. Of the 16 matrices of a block of tiles each is
 * one product; a block stays in the cache.
 */
import { madd } from './madd';

/** V[xi][tile][c] = Bᵀ d B of the tiles of x that begin at `from`. */
function winoInput(x: usize, V: usize, from: usize, tiles: i32, block: i32, c: i32, row: i32): void {
  const px = c << 2, xi = block * c << 2;
  for (let t = 0; t < tiles; t++) {
    const p0 = x + load<u32>(from + (<usize>t << 2)), p1 = p0 + row, p2 = p1 + row, p3 = p2 + row;
    for (let k = 0; k < px; k += 16) {
      const d00 = v128.load(p0 + k + 0 * px); const d01 = v128.load(p0 + k + 1 * px); const d02 = v128.load(p0 + k + 2 * px); const d03 = v128.load(p0 + k + 3 * px);
      const d10 = v128.load(p1 + k + 0 * px); const d11 = v128.load(p1 + k + 1 * px); const d12 = v128.load(p1 + k + 2 * px); const d13 = v128.load(p1 + k + 3 * px);
      const d20 = v128.load(p2 + k + 0 * px); const d21 = v128.load(p2 + k + 1 * px); const d22 = v128.load(p2 + k + 2 * px); const d23 = v128.load(p2 + k + 3 * px);
      const d30 = v128.load(p3 + k + 0 * px); const d31 = v128.load(p3 + k + 1 * px); const d32 = v128.load(p3 + k + 2 * px); const d33 = v128.load(p3 + k + 3 * px);
      const e00 = f32x4.sub(d00, d20); const e10 = f32x4.add(d10, d20); const e20 = f32x4.sub(d20, d10); const e30 = f32x4.sub(d10, d30);
      const e01 = f32x4.sub(d01, d21); const e11 = f32x4.add(d11, d21); const e21 = f32x4.sub(d21, d11); const e31 = f32x4.sub(d11, d31);
      const e02 = f32x4.sub(d02, d22); const e12 = f32x4.add(d12, d22); const e22 = f32x4.sub(d22, d12); const e32 = f32x4.sub(d12, d32);
      const e03 = f32x4.sub(d03, d23); const e13 = f32x4.add(d13, d23); const e23 = f32x4.sub(d23, d13); const e33 = f32x4.sub(d13, d33);
      let o = V + t * px + k;
      v128.store(o, f32x4.sub(e00, e02)); o += xi;
      v128.store(o, f32x4.add(e01, e02)); o += xi;
      v128.store(o, f32x4.sub(e02, e01)); o += xi;
      v128.store(o, f32x4.sub(e01, e03)); o += xi;
      v128.store(o, f32x4.sub(e10, e12)); o += xi;
      v128.store(o, f32x4.add(e11, e12)); o += xi;
      v128.store(o, f32x4.sub(e12, e11)); o += xi;
      v128.store(o, f32x4.sub(e11, e13)); o += xi;
      v128.store(o, f32x4.sub(e20, e22)); o += xi;
      v128.store(o, f32x4.add(e21, e22)); o += xi;
      v128.store(o, f32x4.sub(e22, e21)); o += xi;
      v128.store(o, f32x4.sub(e21, e23)); o += xi;
      v128.store(o, f32x4.sub(e30, e32)); o += xi;
      v128.store(o, f32x4.add(e31, e32)); o += xi;
      v128.store(o, f32x4.sub(e32, e31)); o += xi;
      v128.store(o, f32x4.sub(e31, e33)); o += xi;
    }
  }
}
/** M[xi][tile][co] = V[xi][tile][ci] · U[xi][co / 8][ci][8], 4 tiles at a time. */
function winoProduct(V: usize, U: usize, M: usize, block: i32, ci: i32, co: i32): void {
  const row = ci << 2, out = co << 2;
  for (let xi = 0; xi < 16; xi++) {
    for (let b = 0; b < co; b += 8) {
      for (let t = 0; t < block; t += 4) {
        let q0 = V + t * row; let q1 = q0 + row; let q2 = q1 + row; let q3 = q2 + row; let wp = U;
        let a0_0 = f32x4.splat(0);
        let a0_1 = f32x4.splat(0);
        let a1_0 = f32x4.splat(0);
        let a1_1 = f32x4.splat(0);
        let a2_0 = f32x4.splat(0);
        let a2_1 = f32x4.splat(0);
        let a3_0 = f32x4.splat(0);
        let a3_1 = f32x4.splat(0);
        for (const end = wp + (ci << 5); wp < end; wp += 32) {
          const w0 = v128.load(wp), w1 = v128.load(wp, 16);
          const s0 = v128.load32_splat(q0); a0_0 = madd(s0, w0, a0_0); a0_1 = madd(s0, w1, a0_1); q0 += 4;
          const s1 = v128.load32_splat(q1); a1_0 = madd(s1, w0, a1_0); a1_1 = madd(s1, w1, a1_1); q1 += 4;
          const s2 = v128.load32_splat(q2); a2_0 = madd(s2, w0, a2_0); a2_1 = madd(s2, w1, a2_1); q2 += 4;
          const s3 = v128.load32_splat(q3); a3_0 = madd(s3, w0, a3_0); a3_1 = madd(s3, w1, a3_1); q3 += 4;
        }
        let o = M + t * out + (b << 2);
        v128.store(o, a0_0); v128.store(o, a0_1, 16); o += out;
        v128.store(o, a1_0); v128.store(o, a1_1, 16); o += out;
        v128.store(o, a2_0); v128.store(o, a2_1, 16); o += out;
        v128.store(o, a3_0); v128.store(o, a3_1, 16); o += out;
      }
      U += ci << 5;
    }
    V += block * row; M += block * out;
  }
}
/** y = Aᵀ M A; flags: 1 has no second column, 2 no second row. */
function winoOutput(M: usize, y: usize, to: usize, flags: usize, tiles: i32, block: i32, c: i32, row: i32, add: usize): void {
  const px = c << 2, xi = block * c << 2;
  for (let t = 0; t < tiles; t++) {
    const at = load<u32>(to + (<usize>t << 2)); const flag = load<u32>(flags + (<usize>t << 2));
    for (let k = 0; k < px; k += 16) {
      let p = M + t * px + k;
      const m00 = v128.load(p); p += xi; const m01 = v128.load(p); p += xi; const m02 = v128.load(p); p += xi; const m03 = v128.load(p); p += xi;
      const m10 = v128.load(p); p += xi; const m11 = v128.load(p); p += xi; const m12 = v128.load(p); p += xi; const m13 = v128.load(p); p += xi;
      const m20 = v128.load(p); p += xi; const m21 = v128.load(p); p += xi; const m22 = v128.load(p); p += xi; const m23 = v128.load(p); p += xi;
      const m30 = v128.load(p); p += xi; const m31 = v128.load(p); p += xi; const m32 = v128.load(p); p += xi; const m33 = v128.load(p); p += xi;
      const n00 = f32x4.add(f32x4.add(m00, m10), m20); const n10 = f32x4.sub(f32x4.sub(m10, m20), m30);
      const n01 = f32x4.add(f32x4.add(m01, m11), m21); const n11 = f32x4.sub(f32x4.sub(m11, m21), m31);
      const n02 = f32x4.add(f32x4.add(m02, m12), m22); const n12 = f32x4.sub(f32x4.sub(m12, m22), m32);
      const n03 = f32x4.add(f32x4.add(m03, m13), m23); const n13 = f32x4.sub(f32x4.sub(m13, m23), m33);
      let y00 = f32x4.add(f32x4.add(n00, n01), n02), y01 = f32x4.sub(f32x4.sub(n01, n02), n03), y10 = f32x4.add(f32x4.add(n10, n11), n12), y11 = f32x4.sub(f32x4.sub(n11, n12), n13);
      const o = y + at + k;
      if (add) {
        const a = add + at + k;
        y00 = f32x4.add(y00, v128.load(a)); if (!(flag & 1)) y01 = f32x4.add(y01, v128.load(a + px));
        if (!(flag & 2)) { y10 = f32x4.add(y10, v128.load(a + row)); if (!flag) y11 = f32x4.add(y11, v128.load(a + row + px)); }
      }
      v128.store(o, y00); if (!(flag & 1)) v128.store(o + px, y01);
      if (!(flag & 2)) { v128.store(o + row, y10); if (!flag) v128.store(o + row + px, y11); }
    }
  }
}
/** U[xi][co / 8][ci][8] = G g Gᵀ from packed [co / 8][9][ci][8]. */
export function winoFilter(g: usize, U: usize, ci: i32, co: i32): void {
  const half = f32x4.splat(0.5); const tap = ci << 5; const xi = ci * co << 2;
  for (let b = 0; b < co; b += 8) for (let r = 0; r < ci << 5; r += 16) {
    const f = g + b / 8 * 9 * tap + r; let o = U + b / 8 * tap + r;
    const g00 = v128.load(f + 0 * tap); const g01 = v128.load(f + 1 * tap); const g02 = v128.load(f + 2 * tap);
    const g10 = v128.load(f + 3 * tap); const g11 = v128.load(f + 4 * tap); const g12 = v128.load(f + 5 * tap);
    const g20 = v128.load(f + 6 * tap); const g21 = v128.load(f + 7 * tap); const g22 = v128.load(f + 8 * tap);
    const s0 = f32x4.add(g00, g20); const h00 = g00, h10 = f32x4.mul(half, f32x4.add(s0, g10)), h20 = f32x4.mul(half, f32x4.sub(s0, g10)), h30 = g20;
    const s1 = f32x4.add(g01, g21); const h01 = g01, h11 = f32x4.mul(half, f32x4.add(s1, g11)), h21 = f32x4.mul(half, f32x4.sub(s1, g11)), h31 = g21;
    const s2 = f32x4.add(g02, g22); const h02 = g02, h12 = f32x4.mul(half, f32x4.add(s2, g12)), h22 = f32x4.mul(half, f32x4.sub(s2, g12)), h32 = g22;
    { const s = f32x4.add(h00, h02); v128.store(o, h00); o += xi; v128.store(o, f32x4.mul(half, f32x4.add(s, h01))); o += xi; v128.store(o, f32x4.mul(half, f32x4.sub(s, h01))); o += xi; v128.store(o, h02); o += xi; }
    { const s = f32x4.add(h10, h12); v128.store(o, h10); o += xi; v128.store(o, f32x4.mul(half, f32x4.add(s, h11))); o += xi; v128.store(o, f32x4.mul(half, f32x4.sub(s, h11))); o += xi; v128.store(o, h12); o += xi; }
    { const s = f32x4.add(h20, h22); v128.store(o, h20); o += xi; v128.store(o, f32x4.mul(half, f32x4.add(s, h21))); o += xi; v128.store(o, f32x4.mul(half, f32x4.sub(s, h21))); o += xi; v128.store(o, h22); o += xi; }
    { const s = f32x4.add(h30, h32); v128.store(o, h30); o += xi; v128.store(o, f32x4.mul(half, f32x4.add(s, h31))); o += xi; v128.store(o, f32x4.mul(half, f32x4.sub(s, h31))); o += xi; v128.store(o, h32); o += xi; }
  }
}
/** y = the convolution of x, padded, with the filters U; added to what lies at `add`, unless that is 0. V and M are room for a block of tiles. */
export function winograd(x: usize, U: usize, y: usize, from: usize, to: usize, flags: usize, tiles: i32, block: i32, ci: i32, co: i32, inRow: i32, outRow: i32, V: usize, M: usize, add: usize): void {
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t); const o = <usize>t << 2;
    winoInput(x, V, from + o, here, block, ci, inRow);
    winoProduct(V, U, M, block, ci, co);
    winoOutput(M, y, to + o, flags + o, here, block, co, outRow, add);
  }
}

/** Z[xi][tile][c] = A dy Aᵀ of the 2×2 gradients of each tile. */
function winoGradient(dy: usize, Z: usize, at: usize, flags: usize, tiles: i32, block: i32, c: i32, row: i32): void {
  const px = c << 2, xi = block * c << 2; const zero = f32x4.splat(0);
  for (let t = 0; t < tiles; t++) {
    const p = dy + load<u32>(at + (<usize>t << 2)); const flag = load<u32>(flags + (<usize>t << 2));
    for (let k = 0; k < px; k += 16) {
      const a = v128.load(p + k), b = flag & 1 ? zero : v128.load(p + k + px), c2 = flag & 2 ? zero : v128.load(p + k + row), d = flag ? zero : v128.load(p + k + row + px);
      // rows of A: [1 0], [1 1], [1 −1], [0 −1]
      const e00 = a, e01 = b, e10 = f32x4.add(a, c2), e11 = f32x4.add(b, d), e20 = f32x4.sub(a, c2), e21 = f32x4.sub(b, d), e30 = f32x4.neg(c2), e31 = f32x4.neg(d);
      let o = Z + t * px + k;
      v128.store(o, e00); o += xi; v128.store(o, f32x4.add(e00, e01)); o += xi; v128.store(o, f32x4.sub(e00, e01)); o += xi; v128.store(o, f32x4.neg(e01)); o += xi;
      v128.store(o, e10); o += xi; v128.store(o, f32x4.add(e10, e11)); o += xi; v128.store(o, f32x4.sub(e10, e11)); o += xi; v128.store(o, f32x4.neg(e11)); o += xi;
      v128.store(o, e20); o += xi; v128.store(o, f32x4.add(e20, e21)); o += xi; v128.store(o, f32x4.sub(e20, e21)); o += xi; v128.store(o, f32x4.neg(e21)); o += xi;
      v128.store(o, e30); o += xi; v128.store(o, f32x4.add(e30, e31)); o += xi; v128.store(o, f32x4.sub(e30, e31)); o += xi; v128.store(o, f32x4.neg(e31)); o += xi;
    }
  }
}
/** dU[xi][ci][co] += V[xi][tile][ci] · Z[xi][tile][co], 4 input channels by 8 output channels. */
function winoFilterProduct(V: usize, Z: usize, dU: usize, tiles: i32, block: i32, ci: i32, co: i32): void {
  const row = ci << 2, out = co << 2;
  for (let xi = 0; xi < 16; xi++) {
    for (let c = 0; c < ci; c += 4) for (let b = 0; b < co; b += 8) {
      let v = V + (c << 2), z = Z + (b << 2);
      let o = dU + c * out + (b << 2);
      let a0_0 = v128.load(o), a0_1 = v128.load(o, 16); o += out;
      let a1_0 = v128.load(o), a1_1 = v128.load(o, 16); o += out;
      let a2_0 = v128.load(o), a2_1 = v128.load(o, 16); o += out;
      let a3_0 = v128.load(o), a3_1 = v128.load(o, 16); 
      for (let t = 0; t < tiles; t++) {
        const z0 = v128.load(z), z1 = v128.load(z, 16);
        const s0 = v128.load32_splat(v, 0); a0_0 = madd(s0, z0, a0_0); a0_1 = madd(s0, z1, a0_1);
        const s1 = v128.load32_splat(v, 4); a1_0 = madd(s1, z0, a1_0); a1_1 = madd(s1, z1, a1_1);
        const s2 = v128.load32_splat(v, 8); a2_0 = madd(s2, z0, a2_0); a2_1 = madd(s2, z1, a2_1);
        const s3 = v128.load32_splat(v, 12); a3_0 = madd(s3, z0, a3_0); a3_1 = madd(s3, z1, a3_1);
        v += row; z += out;
      }
      v128.store(o, a3_0); v128.store(o, a3_1, 16); o -= out;
      v128.store(o, a2_0); v128.store(o, a2_1, 16); o -= out;
      v128.store(o, a1_0); v128.store(o, a1_1, 16); o -= out;
      v128.store(o, a0_0); v128.store(o, a0_1, 16); o -= out;
    }
    V += block * row; Z += block * out; dU += ci * out;
  }
}
/** dw[tap][ci][co] = Gᵀ dU G. */
function winoFilterBack(dU: usize, dw: usize, ci: i32, co: i32): void {
  const half = f32x4.splat(0.5); const size = ci * co << 2;
  for (let r = 0; r < size; r += 16) {
    let p = dU + r;
    const u00 = v128.load(p); p += size; const u01 = v128.load(p); p += size; const u02 = v128.load(p); p += size; const u03 = v128.load(p); p += size;
    const u10 = v128.load(p); p += size; const u11 = v128.load(p); p += size; const u12 = v128.load(p); p += size; const u13 = v128.load(p); p += size;
    const u20 = v128.load(p); p += size; const u21 = v128.load(p); p += size; const u22 = v128.load(p); p += size; const u23 = v128.load(p); p += size;
    const u30 = v128.load(p); p += size; const u31 = v128.load(p); p += size; const u32 = v128.load(p); p += size; const u33 = v128.load(p); p += size;
    const h00 = madd(half, f32x4.add(u10, u20), u00), h10 = f32x4.mul(half, f32x4.sub(u10, u20)), h20 = madd(half, f32x4.add(u10, u20), u30);
    const h01 = madd(half, f32x4.add(u11, u21), u01), h11 = f32x4.mul(half, f32x4.sub(u11, u21)), h21 = madd(half, f32x4.add(u11, u21), u31);
    const h02 = madd(half, f32x4.add(u12, u22), u02), h12 = f32x4.mul(half, f32x4.sub(u12, u22)), h22 = madd(half, f32x4.add(u12, u22), u32);
    const h03 = madd(half, f32x4.add(u13, u23), u03), h13 = f32x4.mul(half, f32x4.sub(u13, u23)), h23 = madd(half, f32x4.add(u13, u23), u33);
    let o = dw + r;
    v128.store(o, madd(half, f32x4.add(h01, h02), h00)); o += size; v128.store(o, f32x4.mul(half, f32x4.sub(h01, h02))); o += size; v128.store(o, madd(half, f32x4.add(h01, h02), h03)); o += size;
    v128.store(o, madd(half, f32x4.add(h11, h12), h10)); o += size; v128.store(o, f32x4.mul(half, f32x4.sub(h11, h12))); o += size; v128.store(o, madd(half, f32x4.add(h11, h12), h13)); o += size;
    v128.store(o, madd(half, f32x4.add(h21, h22), h20)); o += size; v128.store(o, f32x4.mul(half, f32x4.sub(h21, h22))); o += size; v128.store(o, madd(half, f32x4.add(h21, h22), h23)); o += size;
  }
}
/** dw[tap][ci][co] from x, padded, and dy. V, Z and dU are room. */
export function winoFilterGradient(x: usize, dy: usize, dw: usize, from: usize, to: usize, flags: usize, tiles: i32, block: i32, ci: i32, co: i32, inRow: i32, outRow: i32, V: usize, Z: usize, dU: usize): void {
  memory.fill(dU, 0, 64 * ci * co);
  for (let t = 0; t < tiles; t += block) {
    const here = min(block, tiles - t); const o = <usize>t << 2;
    winoInput(x, V, from + o, here, block, ci, inRow);
    winoGradient(dy, Z, to + o, flags + o, here, block, co, outRow);
    winoFilterProduct(V, Z, dU, here, block, ci, co);
  }
  winoFilterBack(dU, dw, ci, co);
}
