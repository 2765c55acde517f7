/** Statistics of norms, and what their gradients are put together from: numbers per channel, or per group of channels. */
import { columnSquares, columnSums } from './norm';

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
