/**
 * Convolutions by tables: `inAt` has the byte offset of the first tap of every output pixel, `taps` that of the taps from there.
 * A pass computes 8 channels of the output; filters are packed for it as [tap][in][8].
 */
import { madd } from './madd';

/** Stores the first `lanes` of 8 numbers. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function storeLanes(to: usize, a: v128, b: v128, lanes: i32): void {
  if (lanes >= 8) {
    v128.store(to, a);
    v128.store(to, b, 16);
    return;
  }
  let rest = a;
  if (lanes & 4) {
    v128.store(to, a);
    to += 16;
    rest = b;
  }
  if (lanes & 2) {
    v128.store64_lane(to, rest, 0);
    if (lanes & 1) v128.store32_lane(to + 8, rest, 2);
  } else if (lanes & 1) v128.store32_lane(to, rest, 0);
}

/** At most 4 numbers, and zeros. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function loadLanes(from: usize, lanes: i32): v128 {
  if (lanes >= 4) return v128.load(from);
  if (lanes == 3) return v128.load32_lane(from + 8, v128.load64_zero(from), 2);
  if (lanes == 2) return v128.load64_zero(from);
  return lanes == 1 ? v128.load32_zero(from) : f32x4.splat(0);
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function put(to: usize, a: v128, b: v128, lanes: i32, adds: bool): void {
  if (adds) {
    a = f32x4.add(loadLanes(to, lanes), a);
    b = f32x4.add(loadLanes(to + 16, lanes - 4), b);
  }
  storeLanes(to, a, b, lanes);
}

/**
 * y[pixel][0 … lanes − 1] = Σ x[pixel + tap][in] · w[tap][in], for `count` pixels, 4 at a time. With `adds` it is added to y.
 */
export function convolve(
  x: usize, w: usize, y: usize,
  inAt: usize, outAt: usize, count: i32,
  tapAt: usize, taps: i32, inputs: i32,
  lanes: i32, adds: bool,
): void {
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const from = inAt + (<usize>at << 2);
    const p0 = x + load<u32>(from), p1 = x + load<u32>(from, 4), p2 = x + load<u32>(from, 8), p3 = x + load<u32>(from, 12);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    let packed = w;
    for (let t = 0; t < taps; t++) {
      const off = load<u32>(tapAt + (<usize>t << 2));
      let q0 = p0 + off, q1 = p1 + off, q2 = p2 + off, q3 = p3 + off;
      for (const end = packed + (<usize>inputs << 5); packed < end; packed += 32) {
        const wa = v128.load(packed), wb = v128.load(packed, 16);
        const s0 = v128.load32_splat(q0); a0 = madd(s0, wa, a0); b0 = madd(s0, wb, b0); q0 += 4;
        const s1 = v128.load32_splat(q1); a1 = madd(s1, wa, a1); b1 = madd(s1, wb, b1); q1 += 4;
        const s2 = v128.load32_splat(q2); a2 = madd(s2, wa, a2); b2 = madd(s2, wb, b2); q2 += 4;
        const s3 = v128.load32_splat(q3); a3 = madd(s3, wa, a3); b3 = madd(s3, wb, b3); q3 += 4;
      }
    }
    const to = outAt + (<usize>at << 2);
    put(y + load<u32>(to), a0, b0, lanes, adds);
    put(y + load<u32>(to, 4), a1, b1, lanes, adds);
    put(y + load<u32>(to, 8), a2, b2, lanes, adds);
    put(y + load<u32>(to, 12), a3, b3, lanes, adds);
  }
  for (; at < count; at++) {
    const p = x + load<u32>(inAt + (<usize>at << 2));
    let a = f32x4.splat(0), b = f32x4.splat(0);
    let packed = w;
    for (let t = 0; t < taps; t++) {
      let q = p + load<u32>(tapAt + (<usize>t << 2));
      for (const end = packed + (<usize>inputs << 5); packed < end; packed += 32) {
        const s = v128.load32_splat(q);
        a = madd(s, v128.load(packed), a);
        b = madd(s, v128.load(packed, 16), b);
        q += 4;
      }
    }
    put(y + load<u32>(outAt + (<usize>at << 2)), a, b, lanes, adds);
  }
}

/**
 * Packs a filter [tap][in][out] of which an element lies at tap · tapStep + in · inStep + out · outStep bytes, as
 * [out / 8][tap][in][8], zeros behind the last output. `order` names the tap of the filter for each packed tap.
 */
export function pack(
  w: usize, to: usize, order: usize, taps: i32, inputs: i32, outputs: i32,
  tapStep: usize, inStep: usize, outStep: usize,
): void {
  for (let b = 0; b < outputs; b += 8) {
    const lanes = min(8, outputs - b);
    for (let t = 0; t < taps; t++) {
      const tap = w + <usize>load<i32>(order + (<usize>t << 2)) * tapStep + <usize>b * outStep;
      if (outStep == 4) {
        for (let i = 0; i < inputs; i++) {
          const from = tap + <usize>i * inStep;
          v128.store(to, loadLanes(from, lanes));
          v128.store(to, loadLanes(from + 16, lanes - 4), 16);
          to += 32;
        }
        continue;
      }
      let i = 0;
      if (inStep == 4 && lanes == 8) {
        for (; i + 4 <= inputs; i += 4) {
          const from = tap + (<usize>i << 2);
          packTurned(from, to, outStep);
          packTurned(from + 4 * outStep, to + 16, outStep);
          to += 128;
        }
      }
      for (; i < inputs; i++) {
        const from = tap + <usize>i * inStep;
        for (let o = 0; o < 8; o++) store<f32>(to + (<usize>o << 2), o < lanes ? load<f32>(from + <usize>o * outStep) : 0);
        to += 32;
      }
    }
  }
}

/** Four rows of four numbers, `step` bytes apart, turned into columns that lie 32 bytes apart. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function packTurned(from: usize, to: usize, step: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + step), r2 = v128.load(from + 2 * step), r3 = v128.load(from + 3 * step);
  const a = i32x4.shuffle(r0, r1, 0, 4, 1, 5), b = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const c = i32x4.shuffle(r2, r3, 0, 4, 1, 5), d = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i32x4.shuffle(a, c, 0, 1, 4, 5));
  v128.store(to, i32x4.shuffle(a, c, 2, 3, 6, 7), 32);
  v128.store(to, i32x4.shuffle(b, d, 0, 1, 4, 5), 64);
  v128.store(to, i32x4.shuffle(b, d, 2, 3, 6, 7), 96);
}

/**
 * The middle of [n, paddedH, paddedW] pixels of `pixel` bytes from [n, h, w]: what lies around stays as it is, which must be 0.
 */
export function pad(x: usize, to: usize, n: i32, h: i32, w: i32, pixel: i32, paddedH: i32, paddedW: i32, top: i32, left: i32): void {
  const row = <usize>(w * pixel);
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < h; r++) {
      memory.copy(to + <usize>(((i * paddedH + top + r) * paddedW + left) * pixel), x, row);
      x += row;
    }
  }
}

/**
 * dw[in][0 … 7] += Σ x[pixel + tap][in] · dy[pixel][0 … lanes − 1] over `count` pixels, of one tap, for `inputs` channels of x;
 * dw is [in][8] with `dwStep` bytes from one channel to the next.
 */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function gradientOfTap(x: usize, dy: usize, dw: usize, inAt: usize, count: i32, inputs: i32, dyStep: usize, lanes: i32): void {
  const end = inAt + (<usize>count << 2);
  let i = 0;
  if (lanes == 8) {
    for (; i + 4 <= inputs; i += 4) {
      let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
      let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
      for (let it = inAt, d = dy; it < end; it += 4) {
        const q = x + load<u32>(it);
        const da = v128.load(d), db = v128.load(d, 16);
        const s0 = v128.load32_splat(q, 0); a0 = madd(s0, da, a0); b0 = madd(s0, db, b0);
        const s1 = v128.load32_splat(q, 4); a1 = madd(s1, da, a1); b1 = madd(s1, db, b1);
        const s2 = v128.load32_splat(q, 8); a2 = madd(s2, da, a2); b2 = madd(s2, db, b2);
        const s3 = v128.load32_splat(q, 12); a3 = madd(s3, da, a3); b3 = madd(s3, db, b3);
        d += dyStep;
      }
      add8(dw, a0, b0); add8(dw + 32, a1, b1); add8(dw + 64, a2, b2); add8(dw + 96, a3, b3);
      x += 16; dw += 128;
    }
  }
  for (; i < inputs; i++) {
    let a = f32x4.splat(0), b = f32x4.splat(0);
    for (let it = inAt, d = dy; it < end; it += 4) {
      const s = v128.load32_splat(x + load<u32>(it));
      a = madd(s, loadLanes(d, lanes), a);
      b = madd(s, loadLanes(d + 16, lanes - 4), b);
      d += dyStep;
    }
    add8(dw, a, b);
    x += 4; dw += 32;
  }
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function add8(to: usize, a: v128, b: v128): void {
  v128.store(to, f32x4.add(v128.load(to), a));
  v128.store(to, f32x4.add(v128.load(to, 16), b), 16);
}

/**
 * dFilter[tap][in][out] of one group, over `n` images, `part` at once, so that what they need stays in the cache. `sums` has
 * room for [tap][in][8]. `inAt` are the offsets of the pixels of `part` images.
 */
export function filterGradient(
  x: usize, dy: usize, dw: usize, sums: usize, n: i32, part: i32,
  imageBytes: usize, inAt: usize, pixels: i32, tapAt: usize, taps: i32,
  inputs: i32, outputs: i32, dyStep: usize, dwStep: usize,
): void {
  const tapBytes = <usize>inputs << 5;
  for (let b = 0; b < outputs; b += 8) {
    const lanes = min(8, outputs - b);
    memory.fill(sums, 0, <usize>taps * tapBytes);
    for (let i = 0; i < n; i += part) {
      const count = min(part, n - i) * pixels;
      const xs = x + <usize>i * imageBytes, ds = dy + <usize>(i * pixels) * dyStep + (<usize>b << 2);
      for (let t = 0; t < taps; t++)
        gradientOfTap(xs + load<u32>(tapAt + (<usize>t << 2)), ds, sums + <usize>t * tapBytes, inAt, count, inputs, dyStep, lanes);
    }
    let from = sums, to = dw + (<usize>b << 2);
    for (let r = 0; r < taps * inputs; r++) {
      storeLanes(to, v128.load(from), v128.load(from, 16), lanes);
      from += 32;
      to += dwStep;
    }
  }
}

/** Depthwise: y[pixel][c] = Σ x[pixel + tap][c] · w[tap][c], as `convolve`. */
export function convolveDepthwise(
  x: usize, w: usize, y: usize, inAt: usize, outAt: usize, count: i32,
  tapAt: usize, order: usize, taps: i32, channels: i32, adds: bool,
): void {
  for (let at = 0; at < count; at++) {
    const p = x + load<u32>(inAt + (<usize>at << 2));
    const to = y + load<u32>(outAt + (<usize>at << 2));
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c), o = <usize>c << 2;
      let a = f32x4.splat(0);
      for (let t = 0; t < taps; t++)
        a = madd(loadLanes(p + load<u32>(tapAt + (<usize>t << 2)) + o, lanes),
          loadLanes(w + <usize>(load<i32>(order + (<usize>t << 2)) * channels << 2) + o, lanes), a);
      if (adds) a = f32x4.add(loadLanes(to + o, lanes), a);
      storeLanes(to + o, a, a, lanes);
    }
  }
}

/** dw[tap][c] of a depthwise convolution, over all pixels of all images. */
export function filterGradientDepthwise(
  x: usize, dy: usize, dw: usize, inAt: usize, count: i32, tapAt: usize, taps: i32, channels: i32,
): void {
  for (let t = 0; t < taps; t++) {
    const tap = x + load<u32>(tapAt + (<usize>t << 2));
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c), o = <usize>c << 2;
      let a = f32x4.splat(0), d = dy + o;
      for (let it = inAt, end = inAt + (<usize>count << 2); it < end; it += 4) {
        a = madd(loadLanes(tap + load<u32>(it) + o, lanes), loadLanes(d, lanes), a);
        d += <usize>channels << 2;
      }
      storeLanes(dw + <usize>(t * channels << 2) + o, a, a, lanes);
    }
  }
}
