/** WGSL that several kernels share. Each snippet says which uniforms and inputs it reads. */
import type { Activation } from '../activation';
import { EPSILON } from '../batchNorm.reference';
import type { Width } from './program';

/** Declares `V`: `width` neighbouring channels. All arithmetic below holds for both of its forms. */
export function vector(width: Width, alias = 'V'): string {
  return `alias ${alias} = ${width === 4 ? 'vec4<f32>' : 'f32'};\n`;
}

/** The sum of the products of two vectors, as a scalar. */
export function dotOf(width: Width, a: string, b: string): string {
  return width === 4 ? `dot(${a}, ${b})` : `${a} * ${b}`;
}

/** Component `i` of a vector, or the scalar itself. */
export function component(width: Width, value: string, i: number): string {
  return width === 4 ? `${value}.${'xyzw'[i]}` : value;
}

const CODES: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 };

/** The activation as a uniform: a branch that all threads take alike costs less than a pipeline for each. */
export function activationCode(activation: Activation): number {
  return CODES[activation];
}

/**
 * `activate(V)`, by `uniforms.activation`. NaN stays NaN. WGSL's own tanh loses the digits of small arguments, which is
 * where deep tanh networks live: below 1/4 a series replaces it, whose first omitted term is under 1e-8.
 */
export const activate = `
fn activate(x : V) -> V {
  switch (uniforms.activation) {
    case 1: { return select(x, V(), x < V()); }
    case 2: {
      let s = x * x;
      let series = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0)))));
      let e = exp(-2.0 * abs(x));
      return select(sign(x) * (1.0 - e) / (1.0 + e), series, abs(x) < V(0.25));
    }
    case 3: {
      let e = exp(-abs(x));
      return select(1.0 / (1.0 + e), e / (1.0 + e), x < V());
    }
    default: { return x; }
  }
}
`;

/** `activationGradient(dy, y)` from the output, by `uniforms.activation`. */
export const activationGradient = `
fn activationGradient(dy : V, y : V) -> V {
  switch (uniforms.activation) {
    case 1: { return select(dy, V(), y <= V()); }
    case 2: { return dy * (1.0 - y * y); }
    case 3: { return dy * (y - y * y); }
    default: { return dy; }
  }
}
`;

/** `gained(x)`: x times input `gain` [1]; a gain of 0 lets nothing through, not even what is not finite. */
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
