/**
 * Norms over rows of channels, and what follows in the same pass. Blocks of 16, 8 and 4 channels keep their sums in registers:
 * functions of a width W, whose size in bytes is how many vectors a block has; what is not there falls away at compiling.
 */
import { madd } from './madd';

// @ts-ignore: AssemblyScript decorates functions.
@inline
function at0(p: usize): v128 { return v128.load(p, 0); }
// @ts-ignore: AssemblyScript decorates functions.
@inline
function at1<W>(p: usize): v128 { return sizeof<W>() > 1 ? v128.load(p, 16) : f32x4.splat(0); }
// @ts-ignore: AssemblyScript decorates functions.
@inline
function at2<W>(p: usize): v128 { return sizeof<W>() > 2 ? v128.load(p, 32) : f32x4.splat(0); }
// @ts-ignore: AssemblyScript decorates functions.
@inline
function at3<W>(p: usize): v128 { return sizeof<W>() > 2 ? v128.load(p, 48) : f32x4.splat(0); }

// @ts-ignore: AssemblyScript decorates functions.
@inline
function store4<W>(p: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(p, v0, 0);
  if (sizeof<W>() > 1) v128.store(p, v1, 16);
  if (sizeof<W>() > 2) { v128.store(p, v2, 32); v128.store(p, v3, 48); }
}

function sums<W>(x: usize, rows: i32, stride: usize, sum: usize, part: i32): void {
  let t0 = f32x4.splat(0), t1 = f32x4.splat(0), t2 = f32x4.splat(0), t3 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r < end; r++) {
      a0 = f32x4.add(a0, at0(x));
      if (sizeof<W>() > 1) { a1 = f32x4.add(a1, at1<W>(x)); }
      if (sizeof<W>() > 2) { a2 = f32x4.add(a2, at2<W>(x)); a3 = f32x4.add(a3, at3<W>(x)); }
      x += stride;
      if (++r == end) break;
      b0 = f32x4.add(b0, at0(x));
      if (sizeof<W>() > 1) { b1 = f32x4.add(b1, at1<W>(x)); }
      if (sizeof<W>() > 2) { b2 = f32x4.add(b2, at2<W>(x)); b3 = f32x4.add(b3, at3<W>(x)); }
      x += stride;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    if (sizeof<W>() > 1) { t1 = f32x4.add(t1, f32x4.add(a1, b1)); }
    if (sizeof<W>() > 2) { t2 = f32x4.add(t2, f32x4.add(a2, b2)); t3 = f32x4.add(t3, f32x4.add(a3, b3)); }
  }
  store4<W>(sum, t0, t1, t2, t3);
}

function squares<W>(x: usize, rows: i32, stride: usize, mean: usize, sum: usize, part: i32): void {
  const m0 = at0(mean), m1 = at1<W>(mean), m2 = at2<W>(mean), m3 = at3<W>(mean);
  let t0 = f32x4.splat(0), t1 = f32x4.splat(0), t2 = f32x4.splat(0), t3 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r < end; r++) {
      a0 = withSquare(a0, at0(x), m0);
      if (sizeof<W>() > 1) { a1 = withSquare(a1, at1<W>(x), m1); }
      if (sizeof<W>() > 2) { a2 = withSquare(a2, at2<W>(x), m2); a3 = withSquare(a3, at3<W>(x), m3); }
      x += stride;
      if (++r == end) break;
      b0 = withSquare(b0, at0(x), m0);
      if (sizeof<W>() > 1) { b1 = withSquare(b1, at1<W>(x), m1); }
      if (sizeof<W>() > 2) { b2 = withSquare(b2, at2<W>(x), m2); b3 = withSquare(b3, at3<W>(x), m3); }
      x += stride;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    if (sizeof<W>() > 1) { t1 = f32x4.add(t1, f32x4.add(a1, b1)); }
    if (sizeof<W>() > 2) { t2 = f32x4.add(t2, f32x4.add(a2, b2)); t3 = f32x4.add(t3, f32x4.add(a3, b3)); }
  }
  store4<W>(sum, t0, t1, t2, t3);
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function withSquare(sum: v128, x: v128, mean: v128): v128 {
  const d = f32x4.sub(x, mean);
  return madd(d, d, sum);
}

function normaliseBlock<W>(x: usize, y: usize, s: usize, rows: i32, stride: usize, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const f0 = f32x4.mul(at0(scale), at0(inv)), m0 = at0(mean), b0 = at0(shift);
  const f1 = f32x4.mul(at1<W>(scale), at1<W>(inv)), m1 = at1<W>(mean), b1 = at1<W>(shift);
  const f2 = f32x4.mul(at2<W>(scale), at2<W>(inv)), m2 = at2<W>(mean), b2 = at2<W>(shift);
  const f3 = f32x4.mul(at3<W>(scale), at3<W>(inv)), m3 = at3<W>(mean), b3 = at3<W>(shift);
  const low = f32x4.splat(relu ? 0 : -Infinity), g = f32x4.splat(gain);
  if (s == 0) {
    for (let r = 0; r < rows; r++) {
      v128.store(y, f32x4.pmax(madd(f32x4.sub(at0(x), m0), f0, b0), low), 0);
      if (sizeof<W>() > 1) { v128.store(y, f32x4.pmax(madd(f32x4.sub(at1<W>(x), m1), f1, b1), low), 16); }
      if (sizeof<W>() > 2) { v128.store(y, f32x4.pmax(madd(f32x4.sub(at2<W>(x), m2), f2, b2), low), 32); v128.store(y, f32x4.pmax(madd(f32x4.sub(at3<W>(x), m3), f3, b3), low), 48); }
      x += stride; y += stride;
    }
    return;
  }
  for (let r = 0; r < rows; r++) {
    v128.store(y, f32x4.pmax(madd(at0(s), g, madd(f32x4.sub(at0(x), m0), f0, b0)), low), 0);
    if (sizeof<W>() > 1) { v128.store(y, f32x4.pmax(madd(at1<W>(s), g, madd(f32x4.sub(at1<W>(x), m1), f1, b1)), low), 16); }
    if (sizeof<W>() > 2) { v128.store(y, f32x4.pmax(madd(at2<W>(s), g, madd(f32x4.sub(at2<W>(x), m2), f2, b2)), low), 32); v128.store(y, f32x4.pmax(madd(at3<W>(s), g, madd(f32x4.sub(at3<W>(x), m3), f3, b3)), low), 48); }
    x += stride; y += stride; s += stride;
  }
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function kept(d: v128, y: v128): v128 {
  return v128.andnot(d, f32x4.le(y, f32x4.splat(0)));
}

function alongs<W>(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32, adds: bool): void {
  const m0 = at0(mean), m1 = at1<W>(mean), m2 = at2<W>(mean), m3 = at3<W>(mean);
  const g = f32x4.splat(gain);
  let t0 = f32x4.splat(0), t1 = f32x4.splat(0), t2 = f32x4.splat(0), t3 = f32x4.splat(0);
  let u0 = f32x4.splat(0), u1 = f32x4.splat(0), u2 = f32x4.splat(0), u3 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r < end; r++) {
      let d0 = at0(dy), d1 = at1<W>(dy), d2 = at2<W>(dy), d3 = at3<W>(dy);
      if (y) {
        d0 = kept(d0, at0(y));
        if (sizeof<W>() > 1) { d1 = kept(d1, at1<W>(y)); }
        if (sizeof<W>() > 2) { d2 = kept(d2, at2<W>(y)); d3 = kept(d3, at3<W>(y)); }
        y += stride;
      }
      if (ds) {
        if (adds) store4<W>(ds, madd(d0, g, at0(ds)), madd(d1, g, at1<W>(ds)), madd(d2, g, at2<W>(ds)), madd(d3, g, at3<W>(ds)));
        else store4<W>(ds, f32x4.mul(d0, g), f32x4.mul(d1, g), f32x4.mul(d2, g), f32x4.mul(d3, g));
        ds += stride;
      }
      a0 = f32x4.add(a0, d0); b0 = madd(d0, f32x4.sub(at0(x), m0), b0);
      if (sizeof<W>() > 1) { a1 = f32x4.add(a1, d1); b1 = madd(d1, f32x4.sub(at1<W>(x), m1), b1); }
      if (sizeof<W>() > 2) { a2 = f32x4.add(a2, d2); b2 = madd(d2, f32x4.sub(at2<W>(x), m2), b2); a3 = f32x4.add(a3, d3); b3 = madd(d3, f32x4.sub(at3<W>(x), m3), b3); }
      dy += stride; x += stride;
    }
    t0 = f32x4.add(t0, a0); u0 = f32x4.add(u0, b0);
    if (sizeof<W>() > 1) { t1 = f32x4.add(t1, a1); u1 = f32x4.add(u1, b1); }
    if (sizeof<W>() > 2) { t2 = f32x4.add(t2, a2); u2 = f32x4.add(u2, b2); t3 = f32x4.add(t3, a3); u3 = f32x4.add(u3, b3); }
  }
  store4<W>(sum, t0, t1, t2, t3);
  store4<W>(along, u0, u1, u2, u3);
}

function backward<W>(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize, adds: bool): void {
  const m0 = at0(mean), f0 = at0(factor), o0 = at0(centred), c0 = at0(constant);
  const m1 = at1<W>(mean), f1 = at1<W>(factor), o1 = at1<W>(centred), c1 = at1<W>(constant);
  const m2 = at2<W>(mean), f2 = at2<W>(factor), o2 = at2<W>(centred), c2 = at2<W>(constant);
  const m3 = at3<W>(mean), f3 = at3<W>(factor), o3 = at3<W>(centred), c3 = at3<W>(constant);
  for (let r = 0; r < rows; r++) {
    let d0 = at0(dy), d1 = at1<W>(dy), d2 = at2<W>(dy), d3 = at3<W>(dy);
    if (y) {
      d0 = kept(d0, at0(y));
      if (sizeof<W>() > 1) { d1 = kept(d1, at1<W>(y)); }
      if (sizeof<W>() > 2) { d2 = kept(d2, at2<W>(y)); d3 = kept(d3, at3<W>(y)); }
      y += stride;
    }
    d0 = madd(f0, d0, madd(o0, f32x4.sub(at0(x), m0), c0));
    if (sizeof<W>() > 1) { d1 = madd(f1, d1, madd(o1, f32x4.sub(at1<W>(x), m1), c1)); }
    if (sizeof<W>() > 2) { d2 = madd(f2, d2, madd(o2, f32x4.sub(at2<W>(x), m2), c2)); d3 = madd(f3, d3, madd(o3, f32x4.sub(at3<W>(x), m3), c3)); }
    if (adds) {
      d0 = f32x4.add(at0(dx), d0);
      if (sizeof<W>() > 1) { d1 = f32x4.add(at1<W>(dx), d1); }
      if (sizeof<W>() > 2) { d2 = f32x4.add(at2<W>(dx), d2); d3 = f32x4.add(at3<W>(dx), d3); }
    }
    store4<W>(dx, d0, d1, d2, d3);
    dy += stride; x += stride; dx += stride;
  }
}

// A single channel, for what is left of channels that are no multiple of 4.
function sums0(x: usize, rows: i32, stride: usize, sum: usize, part: i32): void {
  let t: f32 = 0;
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a: f32 = 0;
    for (; r < end; r++) { a += load<f32>(x); x += stride; }
    t += a;
  }
  store<f32>(sum, t);
}
function squares0(x: usize, rows: i32, stride: usize, mean: usize, sum: usize, part: i32): void {
  const m = load<f32>(mean);
  let t: f32 = 0;
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a: f32 = 0;
    for (; r < end; r++) { const d = load<f32>(x) - m; a += d * d; x += stride; }
    t += a;
  }
  store<f32>(sum, t);
}
function normalise0(x: usize, y: usize, s: usize, rows: i32, stride: usize, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const f = load<f32>(scale) * load<f32>(inv), m = load<f32>(mean), b = load<f32>(shift);
  for (let r = 0; r < rows; r++) {
    let v = (load<f32>(x) - m) * f + b;
    if (s) { v += load<f32>(s) * gain; s += stride; }
    store<f32>(y, relu && v < 0 ? 0 : v);
    x += stride; y += stride;
  }
}
function alongs0(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32, adds: bool): void {
  const m = load<f32>(mean);
  let t: f32 = 0, u: f32 = 0;
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a: f32 = 0, b: f32 = 0;
    for (; r < end; r++) {
      let d = load<f32>(dy);
      if (y) { if (load<f32>(y) <= 0) d = 0; y += stride; }
      if (ds) { store<f32>(ds, adds ? load<f32>(ds) + d * gain : d * gain); ds += stride; }
      a += d; b += d * (load<f32>(x) - m);
      dy += stride; x += stride;
    }
    t += a; u += b;
  }
  store<f32>(sum, t); store<f32>(along, u);
}
function backward0(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize, adds: bool): void {
  const m = load<f32>(mean), f = load<f32>(factor), o = load<f32>(centred), c = load<f32>(constant);
  for (let r = 0; r < rows; r++) {
    let d = load<f32>(dy);
    if (y) { if (load<f32>(y) <= 0) d = 0; y += stride; }
    const v = d * f + ((load<f32>(x) - m) * o + c);
    store<f32>(dx, adds ? load<f32>(dx) + v : v);
    dy += stride; x += stride; dx += stride;
  }
}

/** sum[c] of x [rows][channels], in parts of `part` rows. */
export function columnSums(x: usize, rows: i32, channels: i32, sum: usize, part: i32): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { sums<i32>(x + o, rows, stride, sum + o, part); c += 16; }
    else if (left >= 8) { sums<i16>(x + o, rows, stride, sum + o, part); c += 8; }
    else if (left >= 4) { sums<i8>(x + o, rows, stride, sum + o, part); c += 4; }
    else { sums0(x + o, rows, stride, sum + o, part); c++; }
  }
}

/** sum[c] of (x − mean[c])², likewise. */
export function columnSquares(x: usize, rows: i32, channels: i32, mean: usize, sum: usize, part: i32): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { squares<i32>(x + o, rows, stride, mean + o, sum + o, part); c += 16; }
    else if (left >= 8) { squares<i16>(x + o, rows, stride, mean + o, sum + o, part); c += 8; }
    else if (left >= 4) { squares<i8>(x + o, rows, stride, mean + o, sum + o, part); c += 4; }
    else { squares0(x + o, rows, stride, mean + o, sum + o, part); c++; }
  }
}

/** y = (x − mean) · scale · inv + shift + gain · s, nothing below 0 where `relu`; s may be absent. */
export function normalise(x: usize, y: usize, s: usize, rows: i32, channels: i32, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { normaliseBlock<i32>(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 16; }
    else if (left >= 8) { normaliseBlock<i16>(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 8; }
    else if (left >= 4) { normaliseBlock<i8>(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 4; }
    else { normalise0(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c++; }
  }
}

/** Sums [c] of d and of d · (x − mean), with d = dy where y is above 0, or everywhere without y. ds = gain · d, added or set, where it is wanted. */
export function gradientSums(dy: usize, y: usize, x: usize, ds: usize, rows: i32, channels: i32, mean: usize, sum: usize, along: usize, gain: f32, part: i32, adds: bool): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { alongs<i32>(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part, adds); c += 16; }
    else if (left >= 8) { alongs<i16>(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part, adds); c += 8; }
    else if (left >= 4) { alongs<i8>(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part, adds); c += 4; }
    else { alongs0(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part, adds); c++; }
  }
}

/** dx = factor · d + centred · (x − mean) + constant, all [c], added or set; d as above. */
export function gradientOfNorm(dy: usize, y: usize, x: usize, dx: usize, rows: i32, channels: i32, mean: usize, factor: usize, centred: usize, constant: usize, adds: bool): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { backward<i32>(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o, adds); c += 16; }
    else if (left >= 8) { backward<i16>(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o, adds); c += 8; }
    else if (left >= 4) { backward<i8>(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o, adds); c += 4; }
    else { backward0(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o, adds); c++; }
  }
}
