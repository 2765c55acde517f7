/** WGSL that several kernels share. Each snippet says which uniforms and inputs it reads. */
import { ACTIVATIONS, type ActivationName } from '../../config/activations';
import { activationWgsl } from '../activation';
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

/** The activation as a uniform: a branch that all threads take alike costs less than a pipeline for each. */
export function activationCode(activation: ActivationName): number {
  return ACTIVATIONS.indexOf(activation);
}

const activationFunctions =
  orNaN + [...new Set(ACTIVATIONS.flatMap((name) => activationWgsl(name).functions ?? []))].join('');

/** A branch for every activation. */
const activationCases = (part: 'value' | 'gradient'): string =>
  ACTIVATIONS.map((name) => `case ${activationCode(name)}: { ${activationWgsl(name)[part]} }`).join('\n    ');

const activateFunction = `
fn activate(x : V) -> V {
  switch (uniforms.activation) {
    ${activationCases('value')}
    default: { return x; }
  }
}
`;

/** `activate(V)`, by `uniforms.activation`. NaN stays NaN. */
export const activate = activationFunctions + activateFunction;

const activationGradientFunction = `
fn activationGradient(code : i32, dy : V, saved : V) -> V {
  switch (code) {
    ${activationCases('gradient')}
    default: { return dy; }
  }
}
`;

/** `activationGradient(code, dy, saved)` by an `activationCode`, from what our kernels save: the output or what was put in. */
export const activationGradient = activationFunctions + activationGradientFunction;

/** Both of them. */
export const activateAndGradient = activate + activationGradientFunction;

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
