/** WGSL that several kernels share. Each snippet says which uniforms and inputs it reads. */
import type { ActivationName } from '../../config/schema';
import { LEAK } from '../activation';
import { scalar } from '../constants';
import { EPSILON, type ActivatedGradient, type Gain } from '../kernels';
import { inputsOf, type Input, type Width } from './program';

/**
 * Declares `V`: `width` neighbouring channels. All arithmetic below holds for both of its forms. `Bits` are those of a `V`.
 */
export function vector(width: Width, alias = 'V'): string {
  const of = (scalar: string): string => (width === 4 ? `vec4<${scalar}>` : scalar);
  const bits = alias === 'V' ? `alias Bits = ${of('u32')};\n` : '';
  return `alias ${alias} = ${of('f32')};\n${bits}`;
}

/**
 * `orNaN(y, x)`: NaN where x is NaN, elsewhere y. By bits, since x != x is false there: WGSL lets a compiler take for granted
 * that nothing is NaN (https://www.w3.org/TR/WGSL/#floating-point-evaluation), and Tint compares in order.
 */
export const orNaN = `
fn orNaN(y : V, x : V) -> V { return select(y, x, (bitcast<Bits>(x) & Bits(0x7fffffffu)) > Bits(0x7f800000u)); }
`;

/** The sum of the products of two vectors, as a scalar. */
export function dotOf(width: Width, a: string, b: string): string {
  return width === 4 ? `dot(${a}, ${b})` : `${a} * ${b}`;
}

/** Component `i` of a vector, or the scalar itself. */
export function component(width: Width, value: string, i: number): string {
  return width === 4 ? `${value}.${'xyzw'[i]}` : value;
}

const CODES: Readonly<Record<ActivationName, number>> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  'leaky-relu': 4,
  elu: 5,
  gelu: 6,
  silu: 7,
};

/** The activation as a uniform: a branch that all threads take alike costs less than a pipeline for each. */
export function activationCode(activation: ActivationName): number {
  return CODES[activation];
}

/** 1 / (1 + e^−x), and Φ(x) of the standard normal distribution by Abramowitz & Stegun 7.1.26, within 1e-7. */
const cumulative = `${orNaN}
fn logistic(x : V) -> V {
  let e = exp(-abs(x));
  return orNaN(select(1.0 / (1.0 + e), e / (1.0 + e), x < V()), x);
}
fn normalCumulative(x : V) -> V {
  let t = 1.0 / (1.0 + ${0.3275911 * Math.SQRT1_2} * abs(x));
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * series * exp(-0.5 * x * x);
  return select(1.0 - tail, tail, x < V());
}
`;

/**
 * `activate(V)`, by `uniforms.activation`. NaN stays NaN. WGSL's own tanh loses the digits of small arguments, which is
 * where deep tanh networks live: below 1/4 a series replaces it, whose first omitted term is under 1e-8. So it is with e^x − 1.
 */
export const activate = `${cumulative}
fn activate(x : V) -> V {
  switch (uniforms.activation) {
    case 1: { return select(x, V(), x < V()); }
    case 2: {
      let s = x * x;
      let series = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0)))));
      let e = exp(-2.0 * abs(x));
      return select(sign(x) * (1.0 - e) / (1.0 + e), series, abs(x) < V(0.25));
    }
    case 3: { return logistic(x); }
    case 4: { return select(x, ${LEAK} * x, x < V()); }
    case 5: {
      let series = x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))));
      return select(x, select(exp(x) - 1.0, series, x > V(-0.25)), x < V());
    }
    case 6: { return x * normalCumulative(x); }
    case 7: { return x * logistic(x); }
    default: { return x; }
  }
}
`;

/**
 * `activationGradient(dy, saved)`, by `uniforms.activation`: from the output, or of GELU and SiLU from what was put in, which
 * is what our kernels keep of them.
 */
export const activationGradient = `${cumulative}
fn activationGradient(dy : V, saved : V) -> V {
  switch (uniforms.activation) {
    case 1: { return select(dy, V(), saved <= V()); }
    case 2: { return dy * (1.0 - saved * saved); }
    case 3: { return dy * (saved - saved * saved); }
    case 4: { return select(dy, ${LEAK} * dy, saved <= V()); }
    case 5: { return dy * (1.0 + min(saved, V())); }
    case 6: {
      let density = ${1 / Math.sqrt(2 * Math.PI)} * exp(-0.5 * saved * saved);
      return dy * (normalCumulative(saved) + saved * density);
    }
    case 7: {
      let s = logistic(saved);
      return dy * (s + saved * s * (1.0 - s));
    }
    default: { return dy; }
  }
}
`;

/** A gain as kernels read it. */
export function gainInput(gain: Gain): Input {
  return { name: 'gain', tensor: typeof gain === 'number' ? scalar(gain) : gain };
}

/** What `activationGradient` is called with. */
export function incomingInputs({ dy, savedForBackward }: ActivatedGradient, width: Width): Input[] {
  return inputsOf({ dy, saved: savedForBackward }, width);
}

/** `gained(x)`: x times `gainInput`; a gain of 0 lets nothing through, not even what is not finite. */
export const gained = `
fn gained(x : V) -> V {
  let factor = gain[0];
  return select(factor * x, V(), factor == 0.0);
}
`;

/**
 * `momentsOf(channelGroup)`: mean and biased variance of a channel from input `moments` [parts, 2, C], which holds mean and
 * sum of squared deviations of each part (Chan 1979). Reads uniforms `groups`, `positions`, `parts` and `chunk`, the
 * positions of a part.
 */
export const momentsOf = `
struct Moments { mean : V, variance : V }
fn partCount(part : i32) -> f32 {
  return f32(min(uniforms.chunk, uniforms.positions - part * uniforms.chunk));
}
fn momentsOf(channelGroup : i32) -> Moments {
  var sum = V();
  for (var part = 0; part < uniforms.parts; part++) {
    sum += partCount(part) * moments[2 * part * uniforms.groups + channelGroup];
  }
  let mean = sum / f32(uniforms.positions);
  var squares = V();
  for (var part = 0; part < uniforms.parts; part++) {
    let off = moments[2 * part * uniforms.groups + channelGroup] - mean;
    squares += moments[(2 * part + 1) * uniforms.groups + channelGroup] + partCount(part) * off * off;
  }
  return Moments(mean, squares / f32(uniforms.positions));
}
`;

/** `inverseDeviation(variance)`. */
export const inverseDeviation = `
fn inverseDeviation(variance : V) -> V { return 1.0 / sqrt(variance + ${EPSILON}); }
`;
