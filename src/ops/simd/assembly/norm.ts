/**
 * Norms over rows of channels, and what follows in the same pass. Blocks of 16, 8 and 4 channels keep their sums in registers: a
 * function each, which differ in how many vectors they hold.
 */
import { madd } from './madd';

function sums1(x: usize, rows: i32, stride: usize, sum: usize, part: i32): void {
  let t0 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      x += stride;
      b0 = f32x4.add(b0, v128.load(x, 0));
      x += stride;
    }
    if (r < end) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
  }
  v128.store(sum, t0, 0);
}
function squares1(x: usize, rows: i32, stride: usize, mean: usize, sum: usize, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      x += stride;
      const e0 = f32x4.sub(v128.load(x, 0), m0); b0 = madd(e0, e0, b0);
      x += stride;
    }
    if (r < end) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
  }
  v128.store(sum, t0, 0);
}
function normalise1(x: usize, y: usize, s: usize, rows: i32, stride: usize, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const f0 = f32x4.mul(v128.load(scale, 0), v128.load(inv, 0)), m0 = v128.load(mean, 0), b0 = v128.load(shift, 0);
  const low = f32x4.splat(relu ? 0 : -Infinity), g = f32x4.splat(gain);
  if (s == 0) {
    for (let r = 0; r < rows; r++) {
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 0), m0), f0, b0), low), 0);
      x += stride; y += stride;
    }
    return;
  }
  for (let r = 0; r < rows; r++) {
    v128.store(y, f32x4.pmax(madd(v128.load(s, 0), g, madd(f32x4.sub(v128.load(x, 0), m0), f0, b0)), low), 0);
    x += stride; y += stride; s += stride;
  }
}
function alongs1(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0), u0 = f32x4.splat(0);
  const zero = f32x4.splat(0), g = f32x4.splat(gain);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    for (; r < end; r++) {
      let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero));
      if (ds) {
        v128.store(ds, f32x4.mul(d0, g), 0);
        ds += stride;
      }
      a0 = f32x4.add(a0, d0); b0 = madd(d0, f32x4.sub(v128.load(x, 0), m0), b0);
      dy += stride; x += stride; if (y) y += stride;
    }
    t0 = f32x4.add(t0, a0); u0 = f32x4.add(u0, b0);
  }
  v128.store(sum, t0, 0); v128.store(along, u0, 0);
}
function backward1(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize): void {
  const m0 = v128.load(mean, 0), f0 = v128.load(factor, 0), o0 = v128.load(centred, 0), c0 = v128.load(constant, 0);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero)); v128.store(dx, madd(f0, d0, madd(o0, f32x4.sub(v128.load(x, 0), m0), c0)), 0);
    dy += stride; x += stride; dx += stride; if (y) y += stride;
  }
}

function sums2(x: usize, rows: i32, stride: usize, sum: usize, part: i32): void {
  let t0 = f32x4.splat(0);
  let t1 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      a1 = f32x4.add(a1, v128.load(x, 16));
      x += stride;
      b0 = f32x4.add(b0, v128.load(x, 0));
      b1 = f32x4.add(b1, v128.load(x, 16));
      x += stride;
    }
    if (r < end) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      a1 = f32x4.add(a1, v128.load(x, 16));
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    t1 = f32x4.add(t1, f32x4.add(a1, b1));
  }
  v128.store(sum, t0, 0);
  v128.store(sum, t1, 16);
}
function squares2(x: usize, rows: i32, stride: usize, mean: usize, sum: usize, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0);
  const m1 = v128.load(mean, 16); let t1 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      const d1 = f32x4.sub(v128.load(x, 16), m1); a1 = madd(d1, d1, a1);
      x += stride;
      const e0 = f32x4.sub(v128.load(x, 0), m0); b0 = madd(e0, e0, b0);
      const e1 = f32x4.sub(v128.load(x, 16), m1); b1 = madd(e1, e1, b1);
      x += stride;
    }
    if (r < end) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      const d1 = f32x4.sub(v128.load(x, 16), m1); a1 = madd(d1, d1, a1);
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    t1 = f32x4.add(t1, f32x4.add(a1, b1));
  }
  v128.store(sum, t0, 0);
  v128.store(sum, t1, 16);
}
function normalise2(x: usize, y: usize, s: usize, rows: i32, stride: usize, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const f0 = f32x4.mul(v128.load(scale, 0), v128.load(inv, 0)), m0 = v128.load(mean, 0), b0 = v128.load(shift, 0);
  const f1 = f32x4.mul(v128.load(scale, 16), v128.load(inv, 16)), m1 = v128.load(mean, 16), b1 = v128.load(shift, 16);
  const low = f32x4.splat(relu ? 0 : -Infinity), g = f32x4.splat(gain);
  if (s == 0) {
    for (let r = 0; r < rows; r++) {
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 0), m0), f0, b0), low), 0);
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 16), m1), f1, b1), low), 16);
      x += stride; y += stride;
    }
    return;
  }
  for (let r = 0; r < rows; r++) {
    v128.store(y, f32x4.pmax(madd(v128.load(s, 0), g, madd(f32x4.sub(v128.load(x, 0), m0), f0, b0)), low), 0);
    v128.store(y, f32x4.pmax(madd(v128.load(s, 16), g, madd(f32x4.sub(v128.load(x, 16), m1), f1, b1)), low), 16);
    x += stride; y += stride; s += stride;
  }
}
function alongs2(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0), u0 = f32x4.splat(0);
  const m1 = v128.load(mean, 16); let t1 = f32x4.splat(0), u1 = f32x4.splat(0);
  const zero = f32x4.splat(0), g = f32x4.splat(gain);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    for (; r < end; r++) {
      let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero));
      let d1 = v128.load(dy, 16); if (y) d1 = v128.andnot(d1, f32x4.le(v128.load(y, 16), zero));
      if (ds) {
        v128.store(ds, f32x4.mul(d0, g), 0);
        v128.store(ds, f32x4.mul(d1, g), 16);
        ds += stride;
      }
      a0 = f32x4.add(a0, d0); b0 = madd(d0, f32x4.sub(v128.load(x, 0), m0), b0);
      a1 = f32x4.add(a1, d1); b1 = madd(d1, f32x4.sub(v128.load(x, 16), m1), b1);
      dy += stride; x += stride; if (y) y += stride;
    }
    t0 = f32x4.add(t0, a0); u0 = f32x4.add(u0, b0);
    t1 = f32x4.add(t1, a1); u1 = f32x4.add(u1, b1);
  }
  v128.store(sum, t0, 0); v128.store(along, u0, 0);
  v128.store(sum, t1, 16); v128.store(along, u1, 16);
}
function backward2(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize): void {
  const m0 = v128.load(mean, 0), f0 = v128.load(factor, 0), o0 = v128.load(centred, 0), c0 = v128.load(constant, 0);
  const m1 = v128.load(mean, 16), f1 = v128.load(factor, 16), o1 = v128.load(centred, 16), c1 = v128.load(constant, 16);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero)); v128.store(dx, madd(f0, d0, madd(o0, f32x4.sub(v128.load(x, 0), m0), c0)), 0);
    let d1 = v128.load(dy, 16); if (y) d1 = v128.andnot(d1, f32x4.le(v128.load(y, 16), zero)); v128.store(dx, madd(f1, d1, madd(o1, f32x4.sub(v128.load(x, 16), m1), c1)), 16);
    dy += stride; x += stride; dx += stride; if (y) y += stride;
  }
}

function sums4(x: usize, rows: i32, stride: usize, sum: usize, part: i32): void {
  let t0 = f32x4.splat(0);
  let t1 = f32x4.splat(0);
  let t2 = f32x4.splat(0);
  let t3 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0);
    let a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      a1 = f32x4.add(a1, v128.load(x, 16));
      a2 = f32x4.add(a2, v128.load(x, 32));
      a3 = f32x4.add(a3, v128.load(x, 48));
      x += stride;
      b0 = f32x4.add(b0, v128.load(x, 0));
      b1 = f32x4.add(b1, v128.load(x, 16));
      b2 = f32x4.add(b2, v128.load(x, 32));
      b3 = f32x4.add(b3, v128.load(x, 48));
      x += stride;
    }
    if (r < end) {
      a0 = f32x4.add(a0, v128.load(x, 0));
      a1 = f32x4.add(a1, v128.load(x, 16));
      a2 = f32x4.add(a2, v128.load(x, 32));
      a3 = f32x4.add(a3, v128.load(x, 48));
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    t1 = f32x4.add(t1, f32x4.add(a1, b1));
    t2 = f32x4.add(t2, f32x4.add(a2, b2));
    t3 = f32x4.add(t3, f32x4.add(a3, b3));
  }
  v128.store(sum, t0, 0);
  v128.store(sum, t1, 16);
  v128.store(sum, t2, 32);
  v128.store(sum, t3, 48);
}
function squares4(x: usize, rows: i32, stride: usize, mean: usize, sum: usize, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0);
  const m1 = v128.load(mean, 16); let t1 = f32x4.splat(0);
  const m2 = v128.load(mean, 32); let t2 = f32x4.splat(0);
  const m3 = v128.load(mean, 48); let t3 = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0);
    let a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r + 2 <= end; r += 2) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      const d1 = f32x4.sub(v128.load(x, 16), m1); a1 = madd(d1, d1, a1);
      const d2 = f32x4.sub(v128.load(x, 32), m2); a2 = madd(d2, d2, a2);
      const d3 = f32x4.sub(v128.load(x, 48), m3); a3 = madd(d3, d3, a3);
      x += stride;
      const e0 = f32x4.sub(v128.load(x, 0), m0); b0 = madd(e0, e0, b0);
      const e1 = f32x4.sub(v128.load(x, 16), m1); b1 = madd(e1, e1, b1);
      const e2 = f32x4.sub(v128.load(x, 32), m2); b2 = madd(e2, e2, b2);
      const e3 = f32x4.sub(v128.load(x, 48), m3); b3 = madd(e3, e3, b3);
      x += stride;
    }
    if (r < end) {
      const d0 = f32x4.sub(v128.load(x, 0), m0); a0 = madd(d0, d0, a0);
      const d1 = f32x4.sub(v128.load(x, 16), m1); a1 = madd(d1, d1, a1);
      const d2 = f32x4.sub(v128.load(x, 32), m2); a2 = madd(d2, d2, a2);
      const d3 = f32x4.sub(v128.load(x, 48), m3); a3 = madd(d3, d3, a3);
      x += stride; r++;
    }
    t0 = f32x4.add(t0, f32x4.add(a0, b0));
    t1 = f32x4.add(t1, f32x4.add(a1, b1));
    t2 = f32x4.add(t2, f32x4.add(a2, b2));
    t3 = f32x4.add(t3, f32x4.add(a3, b3));
  }
  v128.store(sum, t0, 0);
  v128.store(sum, t1, 16);
  v128.store(sum, t2, 32);
  v128.store(sum, t3, 48);
}
function normalise4(x: usize, y: usize, s: usize, rows: i32, stride: usize, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const f0 = f32x4.mul(v128.load(scale, 0), v128.load(inv, 0)), m0 = v128.load(mean, 0), b0 = v128.load(shift, 0);
  const f1 = f32x4.mul(v128.load(scale, 16), v128.load(inv, 16)), m1 = v128.load(mean, 16), b1 = v128.load(shift, 16);
  const f2 = f32x4.mul(v128.load(scale, 32), v128.load(inv, 32)), m2 = v128.load(mean, 32), b2 = v128.load(shift, 32);
  const f3 = f32x4.mul(v128.load(scale, 48), v128.load(inv, 48)), m3 = v128.load(mean, 48), b3 = v128.load(shift, 48);
  const low = f32x4.splat(relu ? 0 : -Infinity), g = f32x4.splat(gain);
  if (s == 0) {
    for (let r = 0; r < rows; r++) {
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 0), m0), f0, b0), low), 0);
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 16), m1), f1, b1), low), 16);
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 32), m2), f2, b2), low), 32);
      v128.store(y, f32x4.pmax(madd(f32x4.sub(v128.load(x, 48), m3), f3, b3), low), 48);
      x += stride; y += stride;
    }
    return;
  }
  for (let r = 0; r < rows; r++) {
    v128.store(y, f32x4.pmax(madd(v128.load(s, 0), g, madd(f32x4.sub(v128.load(x, 0), m0), f0, b0)), low), 0);
    v128.store(y, f32x4.pmax(madd(v128.load(s, 16), g, madd(f32x4.sub(v128.load(x, 16), m1), f1, b1)), low), 16);
    v128.store(y, f32x4.pmax(madd(v128.load(s, 32), g, madd(f32x4.sub(v128.load(x, 32), m2), f2, b2)), low), 32);
    v128.store(y, f32x4.pmax(madd(v128.load(s, 48), g, madd(f32x4.sub(v128.load(x, 48), m3), f3, b3)), low), 48);
    x += stride; y += stride; s += stride;
  }
}
function alongs4(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32): void {
  const m0 = v128.load(mean, 0); let t0 = f32x4.splat(0), u0 = f32x4.splat(0);
  const m1 = v128.load(mean, 16); let t1 = f32x4.splat(0), u1 = f32x4.splat(0);
  const m2 = v128.load(mean, 32); let t2 = f32x4.splat(0), u2 = f32x4.splat(0);
  const m3 = v128.load(mean, 48); let t3 = f32x4.splat(0), u3 = f32x4.splat(0);
  const zero = f32x4.splat(0), g = f32x4.splat(gain);
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0);
    let a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (; r < end; r++) {
      let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero));
      let d1 = v128.load(dy, 16); if (y) d1 = v128.andnot(d1, f32x4.le(v128.load(y, 16), zero));
      let d2 = v128.load(dy, 32); if (y) d2 = v128.andnot(d2, f32x4.le(v128.load(y, 32), zero));
      let d3 = v128.load(dy, 48); if (y) d3 = v128.andnot(d3, f32x4.le(v128.load(y, 48), zero));
      if (ds) {
        v128.store(ds, f32x4.mul(d0, g), 0);
        v128.store(ds, f32x4.mul(d1, g), 16);
        v128.store(ds, f32x4.mul(d2, g), 32);
        v128.store(ds, f32x4.mul(d3, g), 48);
        ds += stride;
      }
      a0 = f32x4.add(a0, d0); b0 = madd(d0, f32x4.sub(v128.load(x, 0), m0), b0);
      a1 = f32x4.add(a1, d1); b1 = madd(d1, f32x4.sub(v128.load(x, 16), m1), b1);
      a2 = f32x4.add(a2, d2); b2 = madd(d2, f32x4.sub(v128.load(x, 32), m2), b2);
      a3 = f32x4.add(a3, d3); b3 = madd(d3, f32x4.sub(v128.load(x, 48), m3), b3);
      dy += stride; x += stride; if (y) y += stride;
    }
    t0 = f32x4.add(t0, a0); u0 = f32x4.add(u0, b0);
    t1 = f32x4.add(t1, a1); u1 = f32x4.add(u1, b1);
    t2 = f32x4.add(t2, a2); u2 = f32x4.add(u2, b2);
    t3 = f32x4.add(t3, a3); u3 = f32x4.add(u3, b3);
  }
  v128.store(sum, t0, 0); v128.store(along, u0, 0);
  v128.store(sum, t1, 16); v128.store(along, u1, 16);
  v128.store(sum, t2, 32); v128.store(along, u2, 32);
  v128.store(sum, t3, 48); v128.store(along, u3, 48);
}
function backward4(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize): void {
  const m0 = v128.load(mean, 0), f0 = v128.load(factor, 0), o0 = v128.load(centred, 0), c0 = v128.load(constant, 0);
  const m1 = v128.load(mean, 16), f1 = v128.load(factor, 16), o1 = v128.load(centred, 16), c1 = v128.load(constant, 16);
  const m2 = v128.load(mean, 32), f2 = v128.load(factor, 32), o2 = v128.load(centred, 32), c2 = v128.load(constant, 32);
  const m3 = v128.load(mean, 48), f3 = v128.load(factor, 48), o3 = v128.load(centred, 48), c3 = v128.load(constant, 48);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let d0 = v128.load(dy, 0); if (y) d0 = v128.andnot(d0, f32x4.le(v128.load(y, 0), zero)); v128.store(dx, madd(f0, d0, madd(o0, f32x4.sub(v128.load(x, 0), m0), c0)), 0);
    let d1 = v128.load(dy, 16); if (y) d1 = v128.andnot(d1, f32x4.le(v128.load(y, 16), zero)); v128.store(dx, madd(f1, d1, madd(o1, f32x4.sub(v128.load(x, 16), m1), c1)), 16);
    let d2 = v128.load(dy, 32); if (y) d2 = v128.andnot(d2, f32x4.le(v128.load(y, 32), zero)); v128.store(dx, madd(f2, d2, madd(o2, f32x4.sub(v128.load(x, 32), m2), c2)), 32);
    let d3 = v128.load(dy, 48); if (y) d3 = v128.andnot(d3, f32x4.le(v128.load(y, 48), zero)); v128.store(dx, madd(f3, d3, madd(o3, f32x4.sub(v128.load(x, 48), m3), c3)), 48);
    dy += stride; x += stride; dx += stride; if (y) y += stride;
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
function alongs0(dy: usize, y: usize, x: usize, ds: usize, rows: i32, stride: usize, mean: usize, sum: usize, along: usize, gain: f32, part: i32): void {
  const m = load<f32>(mean);
  let t: f32 = 0, u: f32 = 0;
  for (let r = 0; r < rows; ) {
    const end = min(r + part, rows);
    let a: f32 = 0, b: f32 = 0;
    for (; r < end; r++) {
      let d = load<f32>(dy);
      if (y) { if (load<f32>(y) <= 0) d = 0; y += stride; }
      if (ds) { store<f32>(ds, d * gain); ds += stride; }
      a += d; b += d * (load<f32>(x) - m);
      dy += stride; x += stride;
    }
    t += a; u += b;
  }
  store<f32>(sum, t); store<f32>(along, u);
}
function backward0(dy: usize, y: usize, x: usize, dx: usize, rows: i32, stride: usize, mean: usize, factor: usize, centred: usize, constant: usize): void {
  const m = load<f32>(mean), f = load<f32>(factor), o = load<f32>(centred), c = load<f32>(constant);
  for (let r = 0; r < rows; r++) {
    let d = load<f32>(dy);
    if (y) { if (load<f32>(y) <= 0) d = 0; y += stride; }
    store<f32>(dx, d * f + ((load<f32>(x) - m) * o + c));
    dy += stride; x += stride; dx += stride;
  }
}

/** sum[c] of x [rows][channels], in parts of `part` rows. */
export function columnSums(x: usize, rows: i32, channels: i32, sum: usize, part: i32): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { sums4(x + o, rows, stride, sum + o, part); c += 16; }
    else if (left >= 8) { sums2(x + o, rows, stride, sum + o, part); c += 8; }
    else if (left >= 4) { sums1(x + o, rows, stride, sum + o, part); c += 4; }
    else { sums0(x + o, rows, stride, sum + o, part); c++; }
  }
}

/** sum[c] of (x − mean[c])², likewise. */
export function columnSquares(x: usize, rows: i32, channels: i32, mean: usize, sum: usize, part: i32): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { squares4(x + o, rows, stride, mean + o, sum + o, part); c += 16; }
    else if (left >= 8) { squares2(x + o, rows, stride, mean + o, sum + o, part); c += 8; }
    else if (left >= 4) { squares1(x + o, rows, stride, mean + o, sum + o, part); c += 4; }
    else { squares0(x + o, rows, stride, mean + o, sum + o, part); c++; }
  }
}

/** Mean and biased variance [c] of x [rows][channels], and 1 / √(variance + epsilon). */
export function channelMoments(x: usize, rows: i32, channels: i32, mean: usize, variance: usize, inv: usize, part: i32, epsilon: f32): void {
  columnSums(x, rows, channels, mean, part);
  const share: f32 = <f32>1 / <f32>rows;
  for (let c = 0; c < channels; c++) { const o = <usize>c << 2; store<f32>(mean + o, load<f32>(mean + o) * share); }
  columnSquares(x, rows, channels, mean, variance, part);
  for (let c = 0; c < channels; c++) { const o = <usize>c << 2; store<f32>(variance + o, load<f32>(variance + o) * share); }
  inverseRoots(variance, inv, channels, epsilon);
}

/** 1 / √(variance + epsilon). */
export function inverseRoots(variance: usize, inv: usize, channels: i32, epsilon: f32): void {
  for (let c = 0; c < channels; c++) {
    const o = <usize>c << 2;
    store<f32>(inv + o, <f32>1 / sqrt<f32>(load<f32>(variance + o) + epsilon));
  }
}

/** y = (x − mean) · scale · inv + shift + gain · s, nothing below 0 where `relu`; s may be absent. */
export function normalise(x: usize, y: usize, s: usize, rows: i32, channels: i32, mean: usize, inv: usize, scale: usize, shift: usize, gain: f32, relu: bool): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { normalise4(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 16; }
    else if (left >= 8) { normalise2(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 8; }
    else if (left >= 4) { normalise1(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c += 4; }
    else { normalise0(x + o, y + o, s ? s + o : 0, rows, stride, mean + o, inv + o, scale + o, shift + o, gain, relu); c++; }
  }
}

/** Sums [c] of d and of d · (x − mean), with d = dy where y is above 0, or everywhere without y. ds = gain · d, where it is wanted. */
export function gradientSums(dy: usize, y: usize, x: usize, ds: usize, rows: i32, channels: i32, mean: usize, sum: usize, along: usize, gain: f32, part: i32): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { alongs4(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part); c += 16; }
    else if (left >= 8) { alongs2(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part); c += 8; }
    else if (left >= 4) { alongs1(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part); c += 4; }
    else { alongs0(dy + o, y ? y + o : 0, x + o, ds ? ds + o : 0, rows, stride, mean + o, sum + o, along + o, gain, part); c++; }
  }
}

/** dx = factor · d + centred · (x − mean) + constant, all [c]; d as above. */
export function gradientOfNorm(dy: usize, y: usize, x: usize, dx: usize, rows: i32, channels: i32, mean: usize, factor: usize, centred: usize, constant: usize): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; ) {
    const o = <usize>c << 2, left = channels - c;
    if (left >= 16) { backward4(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o); c += 16; }
    else if (left >= 8) { backward2(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o); c += 8; }
    else if (left >= 4) { backward1(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o); c += 4; }
    else { backward0(dy + o, y ? y + o : 0, x + o, dx + o, rows, stride, mean + o, factor + o, centred + o, constant + o); c++; }
  }
}

/**
 * From the sums of `gradientSums`, along becoming dScale: what `gradientOfNorm` needs, for a batch norm over so many rows.
 * dx = scale · inv · (d − Σd / rows − x̂ · Σ(d · x̂) / rows) with x̂ = (x − mean) · inv (Ioffe & Szegedy 2015, arXiv:1502.03167).
 */
export function batchFactors(sum: usize, along: usize, scale: usize, inv: usize, rows: i32, channels: i32, factor: usize, centred: usize, constant: usize): void {
  const share: f32 = <f32>-1 / <f32>rows;
  for (let c = 0; c < channels; c++) {
    const o = <usize>c << 2;
    const i = load<f32>(inv + o), d = load<f32>(along + o) * i, f = load<f32>(scale + o) * i;
    store<f32>(along + o, d);
    store<f32>(factor + o, f);
    store<f32>(centred + o, f * i * (d * share));
    store<f32>(constant + o, f * (load<f32>(sum + o) * share));
  }
}

/**
 * Mean and 1 / √(variance + epsilon) of the groups of one image x [positions][channels], [groups], and expanded per channel.
 * `room` holds a number per channel.
 */
export function groupMoments(x: usize, positions: i32, channels: i32, groups: i32, mean: usize, inv: usize, means: usize, invs: usize, room: usize, epsilon: f32): void {
  const size = channels / groups;
  const share: f32 = <f32>1 / <f32>(positions * size);
  columnSums(x, positions, channels, room, positions);
  spread(room, mean, means, groups, size, share);
  columnSquares(x, positions, channels, means, room, positions);
  spread(room, inv, invs, groups, size, share);
  inverseRoots(inv, inv, groups, epsilon);
  inverseRoots(invs, invs, channels, epsilon);
}

/** The sum over each group's channels times a share, per group and again per channel. */
function spread(from: usize, each: usize, all: usize, groups: i32, size: i32, share: f32): void {
  for (let g = 0; g < groups; g++) {
    let sum: f32 = 0;
    for (let c = 0; c < size; c++) sum += load<f32>(from + (<usize>(g * size + c) << 2));
    sum *= share;
    store<f32>(each + (<usize>g << 2), sum);
    for (let c = 0; c < size; c++) store<f32>(all + (<usize>(g * size + c) << 2), sum);
  }
}

/** Per channel what its group has. */
export function expandGroups(from: usize, to: usize, groups: i32, size: i32): void {
  for (let g = 0; g < groups; g++) for (let c = 0; c < size; c++) store<f32>(to + (<usize>(g * size + c) << 2), load<f32>(from + (<usize>g << 2)));
}

/** As `batchFactors`, for the groups of one image; adds to dScale and dShift. */
export function groupFactors(sum: usize, along: usize, scale: usize, inv: usize, positions: i32, channels: i32, groups: i32, factor: usize, centred: usize, constant: usize, dScale: usize, dShift: usize): void {
  const size = channels / groups;
  const share: f32 = <f32>-1 / <f32>(positions * size);
  for (let g = 0; g < groups; g++) {
    const i = load<f32>(inv + (<usize>g << 2));
    let all: f32 = 0, crossed: f32 = 0;
    for (let c = g * size; c < (g + 1) * size; c++) {
      const o = <usize>c << 2;
      const d = load<f32>(sum + o), a = load<f32>(along + o) * i, s = load<f32>(scale + o);
      store<f32>(dScale + o, load<f32>(dScale + o) + a);
      store<f32>(dShift + o, load<f32>(dShift + o) + d);
      all += s * d;
      crossed += s * a;
    }
    for (let c = g * size; c < (g + 1) * size; c++) {
      const o = <usize>c << 2;
      store<f32>(factor + o, load<f32>(scale + o) * i);
      store<f32>(centred + o, i * i * (crossed * share));
      store<f32>(constant + o, i * (all * share));
    }
  }
}

/** y = factor · x + bias + gain · s, nothing below 0 where `relu`. */
export function affine(x: usize, y: usize, s: usize, count: i32, factor: f32, bias: f32, gain: f32, relu: bool): void {
  const f = f32x4.splat(factor), b = f32x4.splat(bias), g = f32x4.splat(gain), low = f32x4.splat(relu ? 0 : -Infinity);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let v = madd(v128.load(x), f, b);
    if (s) { v = madd(v128.load(s), g, v); s += 16; }
    v128.store(y, f32x4.pmax(v, low));
    x += 16; y += 16;
  }
  for (; i < count; i++) {
    let v = load<f32>(x) * factor + bias;
    if (s) { v += load<f32>(s) * gain; s += 4; }
    store<f32>(y, relu && v < 0 ? 0 : v);
    x += 4; y += 4;
  }
}

/** to = factor · d, added or set, with d = dy where y is above 0, or everywhere without y. */
export function masked(dy: usize, y: usize, to: usize, count: i32, factor: f32, adds: bool): void {
  const f = f32x4.splat(factor), zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let d = v128.load(dy);
    if (y) { d = v128.andnot(d, f32x4.le(v128.load(y), zero)); y += 16; }
    d = f32x4.mul(d, f);
    v128.store(to, adds ? f32x4.add(v128.load(to), d) : d);
    dy += 16; to += 16;
  }
  for (; i < count; i++) {
    let d = load<f32>(dy);
    if (y) { if (load<f32>(y) <= 0) d = 0; y += 4; }
    d *= factor;
    store<f32>(to, adds ? load<f32>(to) + d : d);
    dy += 4; to += 4;
  }
}

/** Σ x, in float64. */
export function sumOf(x: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) { sum += <f64>load<f32>(x); x += 4; }
  return sum;
}

/** Σ a · b, in float64. */
export function productOf(a: usize, b: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) { sum += <f64>load<f32>(a) * <f64>load<f32>(b); a += 4; b += 4; }
  return sum;
}
