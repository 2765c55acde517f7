/** Means over images and windows, largest values of windows, and the subsampling shortcut. Images are [n, h, w, c]. */
import { addTo } from './memory';


// @ts-ignore: AssemblyScript decorates functions.
@inline
function row(numbers: i32): usize {
  return <usize>numbers << 2;
}

/** y [n, channels]: the mean over the positions of each image, in four sums that do not wait for each other. */
export function globalAverage(x: usize, y: usize, n: i32, positions: i32, channels: i32): void {
  const step = row(channels);
  const count = <f32>positions;
  for (let image = 0; image < n; image++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let from = x + row(c);
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let p = 0;
      for (; p + 4 <= positions; p += 4) {
        s0 = f32x4.add(s0, v128.load(from));
        s1 = f32x4.add(s1, v128.load(from + step));
        s2 = f32x4.add(s2, v128.load(from + 2 * step));
        s3 = f32x4.add(s3, v128.load(from + 3 * step));
        from += 4 * step;
      }
      for (; p < positions; p++) {
        s0 = f32x4.add(s0, v128.load(from));
        from += step;
      }
      const sum = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
      v128.store(y + row(c), f32x4.div(sum, f32x4.splat(count)));
    }
    for (; c < channels; c++) {
      let from = x + row(c);
      let s0: f32 = 0;
      let s1: f32 = 0;
      let s2: f32 = 0;
      let s3: f32 = 0;
      let p = 0;
      for (; p + 4 <= positions; p += 4) {
        s0 += load<f32>(from);
        s1 += load<f32>(from + step);
        s2 += load<f32>(from + 2 * step);
        s3 += load<f32>(from + 3 * step);
        from += 4 * step;
      }
      for (; p < positions; p++) {
        s0 += load<f32>(from);
        from += step;
      }
      store<f32>(y + row(c), (s0 + s1 + (s2 + s3)) / count);
    }
    x += <usize>positions * step;
    y += step;
  }
}

/** dx: an equal share of dy [n, channels] at every position. */
export function globalAverageGradient(
  dy: usize,
  dx: usize,
  n: i32,
  positions: i32,
  channels: i32,
  adds: bool,
): void {
  const share: f32 = 1 / <f32>positions;
  const shares = f32x4.splat(share);
  for (let image = 0; image < n; image++) {
    for (let p = 0; p < positions; p++) {
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        let own = f32x4.mul(v128.load(dy + row(c)), shares);
        if (adds) own = f32x4.add(v128.load(dx), own);
        v128.store(dx, own);
        dx += 16;
      }
      for (; c < channels; c++) {
        let own: f32 = load<f32>(dy + row(c)) * share;
        if (adds) own = load<f32>(dx) + own;
        store<f32>(dx, own);
        dx += 4;
      }
    }
    dy += row(channels);
  }
}

/** First position of a window within the image. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function first(at: i32, stride: i32, padding: i32): i32 {
  return max(0, at * stride - padding);
}

/** Where a window's positions within the image end. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function end(at: i32, stride: i32, padding: i32, kernel: i32, side: i32): i32 {
  return min(side, at * stride - padding + kernel);
}

/** y [n, outH, outW, c]: the largest of every window, NaN of one with a NaN. The padding is never the largest. */
export function maxPool(
  x: usize, y: usize, n: i32, h: i32, w: i32, c: i32, kernel: i32, stride: i32, padding: i32, outH: i32, outW: i32,
): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < outH; i++) {
      const top = first(i, stride, padding);
      const bottom = end(i, stride, padding, kernel, h);
      for (let j = 0; j < outW; j++) {
        const left = first(j, stride, padding);
        const right = end(j, stride, padding, kernel, w);
        let channel = 0;
        for (; channel + 4 <= c; channel += 4) {
          let most = f32x4.splat(-Infinity);
          for (let a = top; a < bottom; a++) {
            let from = x + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              most = f32x4.max(most, v128.load(from));
              from += row(c);
            }
          }
          v128.store(y, most);
          y += 16;
        }
        for (; channel < c; channel++) {
          let most: f32 = -Infinity;
          for (let a = top; a < bottom; a++) {
            let from = x + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              most = max<f32>(most, load<f32>(from));
              from += row(c);
            }
          }
          store<f32>(y, most);
          y += 4;
        }
      }
    }
    x += row(h * w * c);
  }
}

/**
 * Adds dy to where the largest value of every window lies, the first where there are several, row by row. The first of all
 * where the window has a NaN, so that a gradient that is not finite stays seen.
 */
export function maxPoolGradient(
  dy: usize, x: usize, y: usize, dx: usize,
  n: i32, h: i32, w: i32, c: i32, kernel: i32, stride: i32, padding: i32, outH: i32, outW: i32,
): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < outH; i++) {
      const top = first(i, stride, padding);
      const bottom = end(i, stride, padding, kernel, h);
      for (let j = 0; j < outW; j++) {
        const left = first(j, stride, padding);
        const right = end(j, stride, padding, kernel, w);
        let channel = 0;
        for (; channel + 4 <= c; channel += 4) {
          const most = v128.load(y);
          const own = v128.load(dy);
          let free = i32x4.splat(-1);
          for (let a = top; a < bottom; a++) {
            let at = row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              const taken = v128.andnot(free, f32x4.lt(v128.load(x + at), most));
              v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(own, taken)));
              free = v128.andnot(free, taken);
              at += row(c);
            }
          }
          y += 16;
          dy += 16;
        }
        for (; channel < c; channel++) {
          const most = load<f32>(y);
          const own = load<f32>(dy);
          let free = true;
          for (let a = top; a < bottom && free; a++) {
            let at = row((a * w + left) * c + channel);
            for (let b = left; b < right && free; b++) {
              if (!(load<f32>(x + at) < most)) {
                store<f32>(dx + at, load<f32>(dx + at) + own);
                free = false;
              }
              at += row(c);
            }
          }
          y += 4;
          dy += 4;
        }
      }
    }
    x += row(h * w * c);
    dx += row(h * w * c);
  }
}

/** y [n, outH, outW, c]: the mean of every window over its positions within the image. */
export function averagePool(
  x: usize, y: usize, n: i32, h: i32, w: i32, c: i32, kernel: i32, stride: i32, padding: i32, outH: i32, outW: i32,
): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < outH; i++) {
      const top = first(i, stride, padding);
      const bottom = end(i, stride, padding, kernel, h);
      for (let j = 0; j < outW; j++) {
        const left = first(j, stride, padding);
        const right = end(j, stride, padding, kernel, w);
        const count = <f32>((bottom - top) * (right - left));
        let channel = 0;
        for (; channel + 4 <= c; channel += 4) {
          let sum = f32x4.splat(0);
          for (let a = top; a < bottom; a++) {
            let from = x + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              sum = f32x4.add(sum, v128.load(from));
              from += row(c);
            }
          }
          v128.store(y, f32x4.div(sum, f32x4.splat(count)));
          y += 16;
        }
        for (; channel < c; channel++) {
          let sum: f32 = 0;
          for (let a = top; a < bottom; a++) {
            let from = x + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              sum += load<f32>(from);
              from += row(c);
            }
          }
          store<f32>(y, sum / count);
          y += 4;
        }
      }
    }
    x += row(h * w * c);
  }
}

/** Adds an equal share of dy to every position of its window. */
export function averagePoolGradient(
  dy: usize, dx: usize, n: i32, h: i32, w: i32, c: i32, kernel: i32, stride: i32, padding: i32, outH: i32, outW: i32,
): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < outH; i++) {
      const top = first(i, stride, padding);
      const bottom = end(i, stride, padding, kernel, h);
      for (let j = 0; j < outW; j++) {
        const left = first(j, stride, padding);
        const right = end(j, stride, padding, kernel, w);
        const count = <f32>((bottom - top) * (right - left));
        let channel = 0;
        for (; channel + 4 <= c; channel += 4) {
          const share = f32x4.div(v128.load(dy), f32x4.splat(count));
          for (let a = top; a < bottom; a++) {
            let to = dx + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              v128.store(to, f32x4.add(v128.load(to), share));
              to += row(c);
            }
          }
          dy += 16;
        }
        for (; channel < c; channel++) {
          const share: f32 = load<f32>(dy) / count;
          for (let a = top; a < bottom; a++) {
            let to = dx + row((a * w + left) * c + channel);
            for (let b = left; b < right; b++) {
              store<f32>(to, load<f32>(to) + share);
              to += row(c);
            }
          }
          dy += 4;
        }
      }
    }
    dx += row(h * w * c);
  }
}

/** y [n, ⌈h / stride⌉, ⌈w / stride⌉, co]: every `stride`-th row and column of x [n, h, w, ci], and zeros for new channels. */
export function subsample(x: usize, y: usize, n: i32, h: i32, w: i32, ci: i32, stride: i32, co: i32): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < h; i += stride) {
      for (let j = 0; j < w; j += stride) {
        memory.copy(y, x + row((i * w + j) * ci), row(ci));
        memory.fill(y + row(ci), 0, row(co - ci));
        y += row(co);
      }
    }
    x += row(h * w * ci);
  }
}

/** Adds dy where its positions were taken from. */
export function subsampleGradient(dy: usize, dx: usize, n: i32, h: i32, w: i32, ci: i32, stride: i32, co: i32): void {
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < h; i += stride) {
      for (let j = 0; j < w; j += stride) {
        addTo(dx + row((i * w + j) * ci), dy, ci);
        dy += row(co);
      }
    }
    dx += row(h * w * ci);
  }
}
