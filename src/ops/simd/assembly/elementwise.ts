/** Value by value, and sums of products with factors per channel. */

/** y = x · factor, or y += x · factor; x may be y. */
export function scale(x: usize, count: i32, factor: f32, y: usize, adds: bool): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let value = f32x4.mul(v128.load(x), factors);
    if (adds) value = f32x4.add(v128.load(y), value);
    v128.store(y, value);
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    let value: f32 = load<f32>(x) * factor;
    if (adds) value = load<f32>(y) + value;
    store<f32>(y, value);
    x += 4;
    y += 4;
  }
}

/** y = a · b, or y += a · b; either may be y. */
export function multiply(a: usize, b: usize, count: i32, y: usize, adds: bool): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let value = f32x4.mul(v128.load(a), v128.load(b));
    if (adds) value = f32x4.add(v128.load(y), value);
    v128.store(y, value);
    a += 16;
    b += 16;
    y += 16;
  }
  for (; i < count; i++) {
    let value: f32 = load<f32>(a) * load<f32>(b);
    if (adds) value = load<f32>(y) + value;
    store<f32>(y, value);
    a += 4;
    b += 4;
    y += 4;
  }
}

/** y = 1 − x; x may be y. */
export function complement(x: usize, count: i32, y: usize): void {
  const one = f32x4.splat(1);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, f32x4.sub(one, v128.load(x)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<f32>(y, <f32>1 - load<f32>(x));
    x += 4;
    y += 4;
  }
}

/** y = x · factors [n, channels], every channel of every image by its own; x may be y. */
export function byChannel(
  x: usize, factors: usize, y: usize, n: i32, positions: i32, channels: i32, adds: bool,
): void {
  const step = <usize>channels << 2;
  for (let image = 0; image < n; image++) {
    for (let p = 0; p < positions; p++) {
      multiply(x, factors, channels, y, adds);
      x += step;
      y += step;
    }
    factors += step;
  }
}

/** y [n, channels]: the sum of a · b over the positions of each image, in two sums that do not wait for each other. */
export function along(a: usize, b: usize, y: usize, n: i32, positions: i32, channels: i32): void {
  const step = <usize>channels << 2;
  for (let image = 0; image < n; image++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let at = <usize>c << 2;
      let even = f32x4.splat(0);
      let odd = even;
      let p = 0;
      for (; p + 2 <= positions; p += 2) {
        even = f32x4.add(even, f32x4.mul(v128.load(a + at), v128.load(b + at)));
        odd = f32x4.add(odd, f32x4.mul(v128.load(a + at + step), v128.load(b + at + step)));
        at += 2 * step;
      }
      if (p < positions) even = f32x4.add(even, f32x4.mul(v128.load(a + at), v128.load(b + at)));
      v128.store(y + (<usize>c << 2), f32x4.add(even, odd));
    }
    for (; c < channels; c++) {
      let at = <usize>c << 2;
      let even: f32 = 0;
      let odd: f32 = 0;
      let p = 0;
      for (; p + 2 <= positions; p += 2) {
        even += load<f32>(a + at) * load<f32>(b + at);
        odd += load<f32>(a + at + step) * load<f32>(b + at + step);
        at += 2 * step;
      }
      if (p < positions) even += load<f32>(a + at) * load<f32>(b + at);
      store<f32>(y + (<usize>c << 2), even + odd);
    }
    a += <usize>positions * step;
    b += <usize>positions * step;
    y += step;
  }
}
