/** Gradients behind an `Epilogue`: of what an activation was put in, and of what a norm was. */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivatedGradient, Gain } from '../../kernels';
import { addend, addendOf, ifAdded, type Addend } from '../addend';
import { eachVector, overImages, overVectors, type Loop } from '../loops';
import { inputsOf, run, runPerElement, widthOf, type Input, type Kernel, type Width } from '../program';
import {
  activationCode,
  activationGradient,
  dotOf,
  gained,
  gainInput,
  incomingInputs,
  vector,
} from '../wgsl';
import type { SumParts } from './reduce';
import { groupNormShape } from './statistics';

/** Name of the kernel of what follows. */
export const GAINED = 'activation-gradient';

/** gain · activation' · dy: the gradient before an activation, and of a shortcut that is added before it. */
export function gainedActivationGradient(incoming: ActivatedGradient, gain: Gain): tf.Tensor4D {
  return gainedActivation(incoming, gain) as tf.Tensor4D;
}

/** a + gain · b, of one shape. */
export function gainedSum(a: tf.TensorInfo, b: tf.TensorInfo, gain: Gain): tf.Tensor {
  const linear = (dy: tf.TensorInfo) => ({ dy, savedForBackward: dy, activation: 'linear' }) as const;
  return gainedActivation(linear(a), 1, { ...linear(b), gain });
}

function gainedActivation(
  { dy, savedForBackward, activation }: Omit<Addend, 'gain'>,
  gain: Gain,
  more?: Addend,
): tf.Tensor {
  const width = widthOf(tf.util.sizeFromShape(dy.shape));
  const added = addendOf(more, dy, width);
  return runPerElement({
    name: GAINED,
    inputs: [...inputsOf({ dy, saved: savedForBackward }, width), gainInput(gain), ...added.inputs],
    output: { shape: dy.shape, width },
    uniforms: { activation: activationCode(activation), ...added.uniforms },
    declare: () => vector(width) + activationGradient + gained + addend,
    body: () => `
  result[index] = gained(activationGradient(uniforms.activation, dy[index], saved[index])) + addend(index);`,
  });
}

/** The input gradient of a norm: `value` is made of dz at `at` and of what `prepare` has computed once. */
interface NormGradient {
  readonly name: string;
  readonly loop: Loop;
  readonly width: Width;
  readonly inputs: readonly Input[];
  readonly uniforms: Kernel['uniforms'];
  readonly declare?: string;
  readonly prepare: string;
  /** Of `outer`, which is the gradient before the activation; `outer` itself where absent. */
  readonly dz?: string;
  readonly value: string;
  /** See `Loop`. */
  readonly after?: string;
}

function normGradient(incoming: ActivatedGradient, gradient: NormGradient): tf.Tensor4D {
  const { name, loop, width, declare = '', prepare, dz = 'outer', value, after } = gradient;
  return run({
    name,
    inputs: [...incomingInputs(incoming, width), ...gradient.inputs],
    output: { shape: incoming.dy.shape, width },
    uniforms: { ...loop.uniforms, ...gradient.uniforms, activation: activationCode(incoming.activation) },
    threads: loop.threads,
    code: () =>
      vector(width) +
      activationGradient +
      declare +
      loop.main(
        prepare,
        `let outer = activationGradient(uniforms.activation, dy[at], saved[at]);
    let dz = ${dz};
    result[at] = ${value};`,
        after,
      ),
  }) as tf.Tensor4D;
}

/** Name of the kernel of what follows. */
export const BATCH_GRADIENT = 'batch-norm-gradient';

/**
 * Of batch norm in training, from `batchNormReduce`: scale / deviation · (dz − Σdz / R − x̂ · Σ(dz·x̂) / R) for R positions. Something may
 * be added to it.
 */
export function batchNormGradient(
  incoming: ActivatedGradient,
  x: tf.Tensor4D,
  { tensor, parts, rows }: SumParts,
): tf.Tensor4D {
  const [n, h, w, channels] = x.shape;
  const width = widthOf(channels);
  const added = addendOf(undefined, x, width);
  return normGradient(incoming, {
    name: BATCH_GRADIENT,
    loop: overVectors(x.size / width, channels / width),
    width,
    inputs: [...inputsOf({ x, sums: tensor }, width), ...added.inputs],
    uniforms: { parts, rows, positions: n * h * w, ...added.uniforms },
    declare: addend,
    prepare: `let factor = sums[2 * uniforms.groups + group];
  let mean = sums[3 * uniforms.groups + group];
  let inverse = sums[4 * uniforms.groups + group];
  let gainOfDy = sums[5 * uniforms.groups + group];
  var dShift = V();
  var dScale = V();
  for (var part = 0; part < uniforms.parts; part++) {
    dShift += sums[uniforms.rows * part * uniforms.groups + group];
    dScale += sums[(uniforms.rows * part + 1) * uniforms.groups + group];
  }
  let constant = dShift / f32(uniforms.positions);
  let slope = dScale / f32(uniforms.positions);`,
    dz: 'select(gainOfDy * outer, V(), gainOfDy == V())',
    value: 'factor * (dz - constant - (x[at] - mean) * inverse * slope)',
    after: ifAdded(eachVector('result[at] += addend(at);')),
  });
}

/**
 * Of group norm, from `groupNormReduce`. With g = dz · scale: (g − mean(g) − x̂ · mean(g · x̂)) / deviation, the means over the
 * group.
 */
export function groupNormGradient(
  incoming: ActivatedGradient,
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  statistics: tf.Tensor,
  sums: SumParts,
  normGroups: number,
): tf.Tensor4D {
  const { width, own } = groupNormShape(x.shape, normGroups);
  return normGradient(incoming, {
    name: 'group-norm-gradient',
    // A thread adds up the sums of its group, and should have as many positions to use them on.
    loop: overImages(x.shape, width, own),
    width,
    inputs: [...inputsOf({ x, scale, sums: sums.tensor }, width), ...inputsOf({ statistics })],
    uniforms: { normGroups, own },
    prepare: `let normGroup = group / uniforms.own;
  let own = 2 * (image * uniforms.normGroups + normGroup);
  let mean = statistics[own];
  let inverse = statistics[own + 1];
  var sum = 0.0;
  var along = 0.0;
  for (var other = normGroup * uniforms.own; other < (normGroup + 1) * uniforms.own; other++) {
    sum += ${dotOf(width, 'scale[other]', 'sums[2 * image * uniforms.groups + other]')};
    along += ${dotOf(width, 'scale[other]', 'sums[(2 * image + 1) * uniforms.groups + other]')};
  }
  let values = f32(${width} * uniforms.own * uniforms.pixels);
  let factor = scale[group] * inverse;
  let constant = inverse * sum / values;
  let slope = inverse * along / values;`,
    value: 'factor * dz - constant - (x[at] - mean) * inverse * slope',
  });
}
