/**
 * The activations for tests, sharing nothing with the code under test: their definitions in float64, which at NaN and infinities
 * are what PyTorch's are, and PyTorch 1.13's own values and derivatives in float32.
 */
import type { ActivationName } from '../config/activations';

/** Huge, ordinary and tiny numbers. */
export const ACTIVATION_POINTS: readonly number[] = [
  -1e30, -1000, -88, -20, -8, -3, -1, -0.3, -1e-4, -1e-30, 0, 1e-30, 1e-4, 0.3, 1, 3, 8, 20, 88, 1000, 1e30,
];

interface Reference {
  readonly define: (x: number) => number;
  /** PyTorch's values at `ACTIVATION_POINTS`, and its derivatives there. */
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

/** Φ by its series about 0, φ(x) · (x + x³/3 + x⁵/15 + …) + 1/2; beyond 8 it is 0 or 1 to fifteen digits. */
function normalCumulative(x: number): number {
  if (Math.abs(x) > 8) return x < 0 ? 0 : 1;
  let term = x;
  let sum = x;
  for (let n = 3; n < 200; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

export const ACTIVATION_REFERENCES: Readonly<Record<ActivationName, Reference>> = {
  relu: {
    define: (x) => Math.max(0, x),
    values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1e-30, 9.9999997e-5, 0.30000001, 1, 3, 8, 20, 88, 1000, 1e30],
    slopes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  },
  'leaky-relu': {
    define: (x) => (x > 0 ? x : 0.01 * x),
    values: [
      -9.9999994e27, -10, -0.88, -0.19999999, -0.079999998, -0.029999999, -0.0099999998, -0.003, -1e-6,
      -9.9999995e-33, 0, 1e-30, 9.9999997e-5, 0.30000001, 1, 3, 8, 20, 88, 1000, 1e30,
    ],
    slopes: [
      0.0099999998, 0.0099999998, 0.0099999998, 0.0099999998, 0.0099999998, 0.0099999998, 0.0099999998,
      0.0099999998, 0.0099999998, 0.0099999998, 0.0099999998, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ],
  },
  elu: {
    define: (x) => (x > 0 ? x : Math.expm1(x)),
    values: [
      -1, -1, -1, -1, -0.99966455, -0.95021296, -0.63212055, -0.2591818, -0.00010001659, 0, 0, 1e-30,
      9.9999997e-5, 0.30000001, 1, 3, 8, 20, 88, 1000, 1e30,
    ],
    slopes: [
      0, 0, 6.0546015e-39, 2.0611537e-9, 0.00033546262, 0.049787067, 0.36787945, 0.7408182, 0.99989998, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ],
  },
  gelu: {
    define: (x) => x * normalCumulative(x),
    values: [
      0, 0, 0, 0, 0, -0.0040498674, -0.15865529, -0.11462659, -4.9996015e-5, -5e-31, 0, 5e-31, 5.0003982e-5,
      0.18537343, 0.84134471, 2.9959502, 8, 20, 88, 1000, 1e30,
    ],
    slopes: [
      0, 0, 0, 0, 0, -0.011945605, -0.083315432, 0.26767227, 0.49992025, 0.5, 0.5, 0.5, 0.50007969,
      0.73232776, 1.0833154, 1.0119456, 1, 1, 1, 1, 1,
    ],
  },
  silu: {
    define: (x) => x / (1 + Math.exp(-x)),
    values: [
      0, 0, -5.3280498e-37, -4.1223075e-8, -0.0026828011, -0.14227761, -0.26894143, -0.12766725,
      -4.9997496e-5, -5e-31, 0, 5e-31, 5.0002498e-5, 0.17233276, 0.7310586, 2.8577225, 7.9973173, 20, 88,
      1000, 1e30,
    ],
    slopes: [
      0, 0, -5.2675033e-37, -3.9161922e-8, -0.0023465513, -0.088104106, 0.072329484, 0.35222, 0.49994996, 0.5,
      0.5, 0.5, 0.50005001, 0.64778006, 0.92767054, 1.0881041, 1.0023464, 1, 1, 1, 1,
    ],
  },
  tanh: {
    define: Math.tanh,
    values: [
      -1, -1, -1, -1, -0.99999976, -0.99505478, -0.76159418, -0.29131263, -9.9999997e-5, -1e-30, 0, 1e-30,
      9.9999997e-5, 0.29131263, 0.76159418, 0.99505478, 0.99999976, 1, 1, 1, 1,
    ],
    slopes: [
      0, 0, 0, 0, 4.768371e-7, 0.0098659815, 0.4199743, 0.91513693, 1, 1, 1, 1, 1, 0.91513693, 0.4199743,
      0.0098659815, 4.768371e-7, 0, 0, 0, 0,
    ],
  },
  sigmoid: {
    define: (x) => 1 / (1 + Math.exp(-x)),
    values: [
      0, 0, 6.0546015e-39, 2.0611537e-9, 0.00033535014, 0.047425874, 0.26894143, 0.42555749, 0.49997497, 0.5,
      0.5, 0.5, 0.50002503, 0.57444251, 0.7310586, 0.95257413, 0.99966466, 1, 1, 1, 1,
    ],
    slopes: [
      0, 0, 6.0546015e-39, 2.0611537e-9, 0.00033523768, 0.045176659, 0.19661194, 0.24445832, 0.25, 0.25, 0.25,
      0.25, 0.25, 0.24445832, 0.19661193, 0.045176655, 0.00033522327, 0, 0, 0, 0,
    ],
  },
  linear: {
    define: (x) => x,
    values: [
      -1e30, -1000, -88, -20, -8, -3, -1, -0.30000001, -9.9999997e-5, -1e-30, 0, 1e-30, 9.9999997e-5,
      0.30000001, 1, 3, 8, 20, 88, 1000, 1e30,
    ],
    slopes: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  },
};

export function activate64(value: number, activation: ActivationName): number {
  return ACTIVATION_REFERENCES[activation].define(value);
}
