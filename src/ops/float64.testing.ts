/**
 * The ops' definitions in float64 with plain loops, for tests: slow, obvious, and sharing nothing with the code under
 * test. Images are nested as flat arrays [N, H, W, C].
 */
import type { ActivationName } from '../config/schema';

export interface Image64 {
  readonly shape: readonly [number, number, number, number];
  readonly values: readonly number[];
}

export interface Filter64 {
  /** [K, K, in, out] */
  readonly shape: readonly [number, number, number, number];
  readonly values: readonly number[];
}

/** Cross-correlation with symmetric padding. */
export function conv64(x: Image64, filter: Filter64, stride: number, padding: number): Image64 {
  const [n, h, w, inChannels] = x.shape;
  const [kernel, , , outChannels] = filter.shape;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const [rows, columns] = [side(h), side(w)];
  const values: number[] = [];
  for (let image = 0; image < n; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let out = 0; out < outChannels; out++) {
          let sum = 0;
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++) {
              const y = row * stride + i - padding;
              const z = column * stride + j - padding;
              if (y < 0 || y >= h || z < 0 || z >= w) continue;
              for (let c = 0; c < inChannels; c++) {
                const pixel = x.values[((image * h + y) * w + z) * inChannels + c] ?? 0;
                sum += pixel * (filter.values[((i * kernel + j) * inChannels + c) * outChannels + out] ?? 0);
              }
            }
          values.push(sum);
        }
  return { shape: [n, rows, columns, outChannels], values };
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

/** Φ by its Taylor series about 0, which converges everywhere: φ(x) · (x + x³/3 + x⁵/15 + …) + 1/2. */
function normalCumulative(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; n < 200; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

export function activate64(value: number, activation: ActivationName | 'linear'): number {
  switch (activation) {
    case 'linear':
      return value;
    case 'relu':
      return Math.max(0, value);
    case 'tanh':
      return Math.tanh(value);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-value));
    case 'leaky-relu':
      return value > 0 ? value : 0.01 * value;
    case 'elu':
      return value > 0 ? value : Math.expm1(value);
    case 'gelu':
      return value * normalCumulative(value);
    case 'silu':
      return value / (1 + Math.exp(-value));
  }
  return activation satisfies never;
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
