/**
 * Activations with PyTorch's definitions, one entry each: what it is and its derivative, composed of core operations and in WGSL.
 * Never differentiated by tape: kernels apply them in the same pass as what comes before.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/activations';
import { scalar } from './constants';
import { isFinite } from './finite';

interface Wgsl {
  /** Functions that the others call. Entries may share them. */
  readonly functions?: readonly string[];
  /** Body of a function of `x : V`, a vector or a number. NaN must stay NaN: see `orNaN` in `webgpu/wgsl.ts`. */
  readonly value: string;
  /** Body of a function of `dy : V` and `saved : V`: dL/dx, from the output or the input, as below. */
  readonly gradient: string;
}

/** One whose derivative can be told from its output, which alone is saved for the backward pass. */
interface ByOutput {
  readonly value: (x: tf.Tensor) => tf.Tensor;
  readonly slope: (y: tf.Tensor) => tf.Tensor;
  readonly wgsl: Wgsl;
}

/** One that takes a value twice. The reference saves its derivative, a kernel its input. */
interface ByInput {
  readonly valueAndSlope: (x: tf.Tensor) => { readonly y: tf.Tensor; readonly slope: tf.Tensor };
  readonly wgsl: Wgsl;
}

/** Slope of leaky ReLU below zero: PyTorch's default. */
const LEAK = 0.01;

/** Far below every float32 that matters, and enough to divide zero by. */
const TINY = 1e-37;

/** 1 / (1 + e^−x). */
const LOGISTIC = `
fn logistic(x : V) -> V {
  let e = exp(-abs(x));
  return orNaN(select(1.0 / (1.0 + e), e / (1.0 + e), x < V()), x);
}
`;

/** Φ(x) of the standard normal distribution by Abramowitz & Stegun 7.1.26, within 1e-7. */
const NORMAL_CUMULATIVE = `
fn normalCumulative(x : V) -> V {
  let t = 1.0 / (1.0 + ${0.3275911 * Math.SQRT1_2} * abs(x));
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * series * exp(-0.5 * x * x);
  return select(1.0 - tail, tail, x < V());
}
`;

/** From here on softplus(x) is x and its tanh 1, to the last digit: PyTorch's threshold. */
const SOFTPLUS_THRESHOLD = 20;

/** tanh(log(1 + e^x)) without a difference: (e^2x + 2e^x) / (e^2x + 2e^x + 2). */
const TANH_OF_SOFTPLUS = `
fn tanhOfSoftplus(x : V) -> V {
  let power = exp(min(x, V(${SOFTPLUS_THRESHOLD}.0)));
  let w = power * (power + 2.0);
  return w / (w + 2.0);
}
`;

/** Whether the quick forms of wasm give what the definitions do: they need not where x is not finite. */
function isQuick(x: tf.Tensor): boolean {
  return tf.getBackend() === 'wasm' && isFinite(x);
}

/** max(x, 0), NaN of NaN: as wasm compares, only in this order. */
function reluOfAny(x: tf.Tensor): tf.Tensor {
  return tf.getBackend() === 'wasm' ? tf.maximum(x, scalar(0)) : tf.relu(x);
}

/** 1 where y is above zero, `below` elsewhere. */
function stepTo(y: tf.Tensor, below: number): tf.Tensor {
  return tf.add(tf.mul(tf.step(y), scalar(1 - below)), scalar(below));
}

/**
 * tanh by way of expm1, which elu is below zero: with e = expm1(-2|x|), tanh|x| = -e / (e + 2). On wasm, where tanh is a
 * scalar loop and elu is not, this is several times as fast and as exact for tiny x too. x must be finite.
 */
function tanhByElu(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const e = tf.elu(tf.mul(size, scalar(-2)));
  const sign = tf.div(x, tf.add(size, scalar(TINY)));
  return tf.mul(tf.div(e, tf.sub(scalar(-2), e)), sign);
}

const ENTRIES: Readonly<Record<ActivationName, ByOutput | ByInput>> = {
  linear: {
    value: (x) => x,
    slope: tf.onesLike,
    wgsl: { value: 'return x;', gradient: 'return dy;' },
  },

  relu: {
    value: (x) => (isQuick(x) ? tf.relu(x) : reluOfAny(x)),
    slope: tf.step,
    wgsl: { value: 'return select(x, V(), x < V());', gradient: 'return select(dy, V(), saved <= V());' },
  },

  'leaky-relu': {
    value: (x) => tf.mul(x, stepTo(x, LEAK)),
    slope: (y) => stepTo(y, LEAK),
    wgsl: {
      value: `return select(x, ${LEAK} * x, x < V());`,
      gradient: `return select(dy, ${LEAK} * dy, saved <= V());`,
    },
  },

  // α is 1: e^x − 1 below zero, where e^x is y + 1. In WGSL a series near zero, where the difference would lose digits.
  elu: {
    value: tf.elu,
    slope: (y) => tf.add(tf.minimum(y, scalar(0)), scalar(1)),
    wgsl: {
      value: `
      let series = x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))));
      return select(x, select(exp(x) - 1.0, series, x > V(-0.25)), x < V());`,
      gradient: 'return dy * (1.0 + min(saved, V()));',
    },
  },

  // x·Φ(x) and Φ(x) + x·φ(x), with Φ and φ of the standard normal distribution.
  gelu: {
    valueAndSlope: (x) => {
      const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, scalar(Math.SQRT1_2))), scalar(1)), scalar(0.5));
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
      return { y: tf.mul(x, cumulative), slope: tf.add(cumulative, tf.mul(x, density)) };
    },
    wgsl: {
      functions: [NORMAL_CUMULATIVE],
      value: 'return x * normalCumulative(x);',
      gradient: `
      let density = ${1 / Math.sqrt(2 * Math.PI)} * exp(-0.5 * saved * saved);
      return dy * (normalCumulative(saved) + saved * density);`,
    },
  },

  // x·σ and σ·(1 + x·(1 − σ)) = σ + y·(1 − σ).
  silu: {
    valueAndSlope: (x) => {
      const sigma = tf.sigmoid(x);
      const y = tf.mul(x, sigma);
      return { y, slope: tf.add(sigma, tf.mul(y, tf.sub(scalar(1), sigma))) };
    },
    wgsl: {
      functions: [LOGISTIC],
      value: 'return x * logistic(x);',
      gradient: `
      let s = logistic(saved);
      return dy * (s + saved * s * (1.0 - s));`,
    },
  },

  // Misra 2019, arXiv:1908.08681: x·t with t = tanh(softplus(x)), and t + x·σ·(1 − t²).
  mish: {
    valueAndSlope: (x) => {
      const power = tf.exp(tf.minimum(x, scalar(SOFTPLUS_THRESHOLD)));
      const w = tf.mul(power, tf.add(power, scalar(2)));
      const t = tf.div(w, tf.add(w, scalar(2)));
      const rest = tf.sub(scalar(1), tf.square(t));
      return { y: tf.mul(x, t), slope: tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), rest)) };
    },
    wgsl: {
      functions: [LOGISTIC, TANH_OF_SOFTPLUS],
      value: 'return x * tanhOfSoftplus(x);',
      gradient: `
      let t = tanhOfSoftplus(saved);
      return dy * (t + saved * logistic(saved) * (1.0 - t * t));`,
    },
  },

  // Howard 2019, arXiv:1905.02244: x · min(max(x + 3, 0), 6) / 6. At ±3 the derivative is that of the line between them.
  'hard-swish': {
    valueAndSlope: (x) => {
      const share = tf.div(tf.clipByValue(tf.add(x, scalar(3)), 0, 6), scalar(6));
      const line = tf.add(tf.div(x, scalar(3)), scalar(0.5));
      const above = tf.cast(tf.greater(x, scalar(3)), 'float32');
      const slope = tf.where(tf.lessEqual(tf.abs(x), scalar(3)), line, above);
      return { y: tf.mul(x, share), slope };
    },
    wgsl: {
      value: 'return x * (clamp(x + 3.0, V(), V(6.0)) / 6.0);',
      gradient: `
      let line = saved / 3.0 + 0.5;
      return dy * select(select(line, V(1.0), saved > V(3.0)), V(), saved < V(-3.0));`,
    },
  },

  // WGSL's own tanh loses the digits of small arguments, which is where deep tanh networks live: below 1/4 a series replaces it,
  // whose first omitted term is under 1e-8.
  tanh: {
    value: (x) => (isQuick(x) ? tanhByElu(x) : tf.tanh(x)),
    slope: (y) => tf.sub(scalar(1), tf.square(y)),
    wgsl: {
      value: `
      let s = x * x;
      let series = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0)))));
      let e = exp(-2.0 * abs(x));
      return select(sign(x) * (1.0 - e) / (1.0 + e), series, abs(x) < V(0.25));`,
      gradient: 'return dy * (1.0 - saved * saved);',
    },
  },

  sigmoid: {
    value: tf.sigmoid,
    slope: (y) => tf.sub(y, tf.square(y)),
    wgsl: {
      functions: [LOGISTIC],
      value: 'return logistic(x);',
      gradient: 'return dy * (saved - saved * saved);',
    },
  },
};

/** How a kernel computes it. */
export function activationWgsl(activation: ActivationName): Wgsl {
  return ENTRIES[activation].wgsl;
}

/** An activation's output, and what its gradient is made from. */
export type Activated<T extends tf.Tensor> = {
  readonly y: T;
  /** y itself, where that tells the derivative; else the derivative. */
  readonly savedForBackward: T;
};

/** Whether the derivative can be told from the output. */
export function savesOutput(activation: ActivationName): boolean {
  return 'slope' in ENTRIES[activation];
}

/** Applies the activation elementwise. The caller owns the result; `linear` gives x itself. */
export function activate<T extends tf.Tensor>(x: T, activation: ActivationName): Activated<T> {
  const entry = ENTRIES[activation];
  return tf.tidy(() => {
    if ('slope' in entry) {
      const y = entry.value(x) as T;
      return { y, savedForBackward: y };
    }
    const { y, slope } = entry.valueAndSlope(x);
    return { y: y as T, savedForBackward: slope as T };
  });
}

/** dL/dx of y = activate(x) from dL/dy and what was saved. */
export function activationGradient<T extends tf.Tensor>(
  dy: T,
  savedForBackward: T,
  activation: ActivationName,
): T {
  if (activation === 'linear') return dy;
  const entry = ENTRIES[activation];
  return tf.tidy(() => tf.mul(dy, 'slope' in entry ? entry.slope(savedForBackward) : savedForBackward));
}
