/** Convolution of every channel on its own: channels lie side by side in the lanes. */
import { get, offset, put } from './lanes';
import { madd } from './madd';

/**
 * y (+)= Σ over taps of x · filter, 4 pixels by 4 channels at a time. x and the filter [taps, lanes] have `lanes` channels, a
 * multiple of 4, y `channels` of them; tables as for the direct core.
 */
export function depthwise(
  x: usize, filter: usize, y: usize, inAt: usize, outAt: usize, count: i32,
  tapAt: usize, taps: i32, lanes: i32, channels: i32, adds: bool,
): void {
  const last = count - 1;
  for (let at = 0; at < count; at += 4) {
    const at1 = min(at + 1, last), at2 = min(at + 2, last), at3 = min(at + 3, last);
    const p0 = x + offset(inAt, at), p1 = x + offset(inAt, at1), p2 = x + offset(inAt, at2), p3 = x + offset(inAt, at3);
    const o0 = y + offset(outAt, at), o1 = y + offset(outAt, at1), o2 = y + offset(outAt, at2), o3 = y + offset(outAt, at3);
    for (let c = 0; c < channels; c += 4) {
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      const k = <usize>c << 2;
      let f = filter + k;
      for (let t = 0; t < taps; t++) {
        const tap = offset(tapAt, t) + k, u = v128.load(f);
        a0 = madd(v128.load(p0 + tap), u, a0);
        a1 = madd(v128.load(p1 + tap), u, a1);
        a2 = madd(v128.load(p2 + tap), u, a2);
        a3 = madd(v128.load(p3 + tap), u, a3);
        f += lanes << 2;
      }
      const width = channels - c;
      if (adds) {
        a0 = f32x4.add(a0, get(o0 + k, width));
        a1 = f32x4.add(a1, get(o1 + k, width));
        a2 = f32x4.add(a2, get(o2 + k, width));
        a3 = f32x4.add(a3, get(o3 + k, width));
      }
      put(o0 + k, a0, width);
      put(o1 + k, a1, width);
      put(o2 + k, a2, width);
      put(o3 + k, a3, width);
    }
  }
}

/** A filter [taps, channels] as [taps, lanes], filled with 0; `order` names the tap of the filter for each. */
export function packDepthwise(filter: usize, to: usize, taps: i32, channels: i32, lanes: i32, order: usize): void {
  for (let t = 0; t < taps; t++) {
    const from = filter + (load<i32>(order + (<usize>t << 2)) * channels << 2);
    for (let c = 0; c < lanes; c++) {
      store<f32>(to, c < channels ? load<f32>(from + (c << 2)) : 0);
      to += 4;
    }
  }
}

/**
 * Adds to the gradient [taps, channels] of a filter the products of `count` pixels in stretches of `stretch`, 4 taps at a time;
 * the last ones are computed again where taps are no multiple of 4. x and dy have `lanes` channels.
 */
export function depthwiseCorrelate(
  x: usize, dy: usize, dw: usize, inAt: usize, count: i32, stretch: i32,
  tapAt: usize, taps: i32, lanes: i32, channels: i32,
): void {
  const step = lanes << 2, row = channels << 2;
  for (let begin = 0; begin < count; begin += stretch) {
    const from = inAt + (<usize>begin << 2), to = inAt + (<usize>min(begin + stretch, count) << 2);
    for (let c = 0; c < channels; c += 4) {
      const k = <usize>c << 2, width = channels - c;
      for (let t = 0; t < taps; t += 4) {
        const t1 = min(t + 1, taps - 1), t2 = min(t + 2, taps - 1), t3 = min(t + 3, taps - 1);
        const o0 = offset(tapAt, t) + k, o1 = offset(tapAt, t1) + k, o2 = offset(tapAt, t2) + k, o3 = offset(tapAt, t3) + k;
        let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
        let d = dy + begin * step + k;
        for (let at = from; at < to; at += 4) {
          const q = x + load<u32>(at), g = v128.load(d);
          a0 = madd(v128.load(q + o0), g, a0);
          a1 = madd(v128.load(q + o1), g, a1);
          a2 = madd(v128.load(q + o2), g, a2);
          a3 = madd(v128.load(q + o3), g, a3);
          d += step;
        }
        const w = dw + k, w0 = w + t * row, w1 = w + t1 * row, w2 = w + t2 * row, w3 = w + t3 * row;
        a0 = f32x4.add(a0, get(w0, width));
        a1 = f32x4.add(a1, get(w1, width));
        a2 = f32x4.add(a2, get(w2, width));
        a3 = f32x4.add(a3, get(w3, width));
        put(w0, a0, width);
        put(w1, a1, width);
        put(w2, a2, width);
        put(w3, a3, width);
      }
    }
  }
}
