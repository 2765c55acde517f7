/**
 * The ops' definitions in float64 with plain loops, for tests: slow, obvious, and sharing nothing with the code under
 * test. Images are nested as flat arrays [N, H, W, C].
 */
export interface Image64 {
  readonly shape: readonly [number, number, number, number];
  readonly values: readonly number[];
}

export interface Filter64 {
  /** [K, K, in / groups, out] */
  readonly shape: readonly [number, number, number, number];
  readonly values: readonly number[];
}

/** Cross-correlation with symmetric padding, dilated and grouped. */
export function conv64(x: Image64, filter: Filter64, stride: number, padding: number, dilation = 1): Image64 {
  const [n, h, w, inChannels] = x.shape;
  const [kernel, , own, outChannels] = filter.shape;
  const outsPerGroup = outChannels / (inChannels / own);
  const side = (length: number): number =>
    Math.floor((length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const [rows, columns] = [side(h), side(w)];
  const values: number[] = [];
  for (let image = 0; image < n; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let out = 0; out < outChannels; out++) {
          let sum = 0;
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++) {
              const y = row * stride + i * dilation - padding;
              const z = column * stride + j * dilation - padding;
              if (y < 0 || y >= h || z < 0 || z >= w) continue;
              for (let c = 0; c < own; c++) {
                const channel = Math.floor(out / outsPerGroup) * own + c;
                const pixel = x.values[((image * h + y) * w + z) * inChannels + channel] ?? 0;
                sum += pixel * (filter.values[((i * kernel + j) * own + c) * outChannels + out] ?? 0);
              }
            }
          values.push(sum);
        }
  return { shape: [n, rows, columns, outChannels], values };
}

/** Group norm, epsilon 1e-5. */
export function groupNorm64(
  x: Image64,
  scale: readonly number[],
  shift: readonly number[],
  groups: number,
): Image64 {
  const [n, h, w, channels] = x.shape;
  const groupOf = (i: number): number =>
    Math.floor(i / (h * w * channels)) * groups + Math.floor(((i % channels) * groups) / channels);
  const count = (h * w * channels) / groups;
  const statistics = Array.from({ length: n * groups }, (_, group) => {
    const own = x.values.filter((_value, i) => groupOf(i) === group);
    const mean = own.reduce((sum, value) => sum + value, 0) / count;
    return { mean, variance: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
  });
  const values = x.values.map((value, i) => {
    const { mean, variance } = statistics[groupOf(i)] ?? { mean: 0, variance: 1 };
    const unit = (value - mean) / Math.sqrt(variance + 1e-5);
    return unit * (scale[i % channels] ?? 0) + (shift[i % channels] ?? 0);
  });
  return { shape: x.shape, values };
}

/** 3×3 max pooling, stride 2, padding 1. */
export function maxPool64(x: Image64): Image64 {
  const [n, h, w, channels] = x.shape;
  const [rows, columns] = [Math.ceil(h / 2), Math.ceil(w / 2)];
  const values: number[] = [];
  for (let image = 0; image < n; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let c = 0; c < channels; c++) {
          let largest = Number.NEGATIVE_INFINITY;
          for (let y = 2 * row - 1; y <= 2 * row + 1; y++)
            for (let z = 2 * column - 1; z <= 2 * column + 1; z++)
              if (y >= 0 && y < h && z >= 0 && z < w)
                largest = Math.max(largest, x.values[((image * h + y) * w + z) * channels + c] ?? 0);
          values.push(largest);
        }
  return { shape: [n, rows, columns, channels], values };
}

/** Batch norm with the batch's own statistics and epsilon 1e-5. */
export function batchNorm64(x: Image64, scale: readonly number[], shift: readonly number[]): Image64 {
  const channels = x.shape[3];
  const count = x.values.length / channels;
  const statistics = scale.map((_, c) => {
    const own = x.values.filter((_value, i) => i % channels === c);
    const mean = own.reduce((sum, value) => sum + value, 0) / count;
    return { mean, variance: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
  });
  const values = x.values.map((value, i) => {
    const c = i % channels;
    const { mean, variance } = statistics[c] ?? { mean: 0, variance: 1 };
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * (scale[c] ?? 0) + (shift[c] ?? 0);
  });
  return { shape: x.shape, values };
}

/** Every partial derivative of a function of a vector, by central differences. */
export function differences(
  f: (values: readonly number[]) => number,
  at: readonly number[],
  step = 1e-5,
): number[] {
  return at.map((value, i) => {
    const moved = (by: number): number[] => at.map((each, j) => (i === j ? value + by : each));
    return (f(moved(step)) - f(moved(-step))) / (2 * step);
  });
}

/** The scalar product: the gradient of it by y is `weights`, which makes any gradient of an op visible. */
export function weighted(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}
