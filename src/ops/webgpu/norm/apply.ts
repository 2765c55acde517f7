/** Passes that end with an `Epilogue`: a norm, a bias or single numbers, then the shortcut is added and the sum activated. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import { overImages, overVectors, type Loop } from '../loops';
import { inputsOf, run, widthOf, type Input, type Width } from '../program';
import { activate, activationCode, gainInput, inverseDeviation, momentsOf, vector } from '../wgsl';
import { groupNormShape, type MomentParts } from './statistics';

/** What stands in front of the epilogue. */
interface Pass {
  readonly name: string;
  readonly loop: Loop;
  readonly width: Width;
  readonly inputs: readonly Input[];
  readonly uniforms?: Readonly<Record<string, number>>;
  /** WGSL that `prepare` calls. */
  readonly declare?: string;
  /** WGSL: what a thread computes once, and the value at `at`, which the shortcut is added to. */
  readonly prepare?: string;
  readonly value: string;
}

function apply(x: tf.Tensor4D, { activation, shortcut, gain }: Epilogue, pass: Pass): tf.Tensor4D {
  const { name, loop, width, declare = '', prepare = '', value } = pass;
  // One pipeline does with and without a shortcut: where there is none, x stands in its place, and is not read.
  const added = inputsOf({ shortcut: shortcut ?? x }, width);
  return run({
    name,
    inputs: [...inputsOf({ x }, width), ...pass.inputs, ...added, gainInput(shortcut === null ? 0 : gain)],
    output: { shape: x.shape, width },
    uniforms: { ...loop.uniforms, ...pass.uniforms, activation: activationCode(activation) },
    threads: loop.threads,
    code: () =>
      vector(width) +
      activate +
      declare +
      loop.main(
        `${prepare}
  // A gain of 0 lets nothing through, not even what is not finite.
  let factorOfShortcut = gain[0];`,
        `var z = ${value};
    if (factorOfShortcut != 0.0) { z += factorOfShortcut * shortcut[at]; }
    result[at] = activate(z);`,
      ),
  }) as tf.Tensor4D;
}

/** How a pass goes over images whose channels have numbers of their own. */
function byChannel(x: tf.Tensor4D): { readonly width: Width; readonly loop: Loop } {
  const width = widthOf(x.shape[3]);
  return { width, loop: overVectors(x.size / width, x.shape[3] / width) };
}

/** scale · (x − mean) / deviation + shift, with the statistics of the batch. */
export function batchNormApply(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  { tensor, parts, chunk, positions }: MomentParts,
  epilogue: Epilogue,
): tf.Tensor4D {
  const { width, loop } = byChannel(x);
  return apply(x, epilogue, {
    name: 'batch-norm',
    loop,
    width,
    inputs: inputsOf({ scale, shift, moments: tensor }, width),
    uniforms: { parts, chunk, positions },
    declare: momentsOf + inverseDeviation,
    prepare: `let own = momentsOf(group);
  let factor = scale[group] * inverseDeviation(own.variance);
  let offset = shift[group];`,
    value: 'factor * (x[at] - own.mean) + offset',
  });
}

/** The same with given statistics, as at test time. */
export function batchNormInference(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  epilogue: Epilogue,
): tf.Tensor4D {
  const { width, loop } = byChannel(x);
  return apply(x, epilogue, {
    name: 'batch-norm-inference',
    loop,
    width,
    inputs: inputsOf({ scale, shift, mean, variance }, width),
    declare: inverseDeviation,
    prepare: `let factor = scale[group] * inverseDeviation(variance[group]);
  let offset = shift[group] - mean[group] * factor;`,
    value: 'factor * x[at] + offset',
  });
}

/** The same with the statistics of groups, as `groupStatistics` gives them. */
export function groupNormApply(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  statistics: tf.Tensor,
  normGroups: number,
  epilogue: Epilogue,
): tf.Tensor4D {
  const { width, own } = groupNormShape(x.shape, normGroups);
  return apply(x, epilogue, {
    name: 'group-norm',
    loop: overImages(x.shape, width),
    width,
    inputs: [...inputsOf({ scale, shift }, width), ...inputsOf({ statistics })],
    uniforms: { normGroups, own },
    prepare: `let own = 2 * (image * uniforms.normGroups + group / uniforms.own);
  let mean = statistics[own];
  let factor = scale[group] * statistics[own + 1];
  let offset = shift[group];`,
    value: 'factor * (x[at] - mean) + offset',
  });
}

/** x + bias: the end of a convolution without a norm. */
export function biasApply(x: tf.Tensor4D, bias: tf.Tensor1D, epilogue: Epilogue): tf.Tensor4D {
  const { width, loop } = byChannel(x);
  return apply(x, epilogue, {
    name: 'bias',
    loop,
    width,
    inputs: inputsOf({ bias }, width),
    prepare: 'let offset = bias[group];',
    value: 'x[at] + offset',
  });
}

/** Name of the kernel of an activation alone, and of a shortcut that is added to x as it is. */
export const ACTIVATION_PASS = 'scalar';

/** factor · x + bias with single numbers for all of x. Without them: the end of a block, or an activation alone. */
export function scalarApply(
  x: tf.Tensor4D,
  factor: tf.Tensor1D | null,
  bias: tf.Tensor1D | null,
  epilogue: Epilogue,
): tf.Tensor4D {
  const width = widthOf(x.size);
  return apply(x, epilogue, {
    name: `${ACTIVATION_PASS}${factor === null ? '' : '-factor'}${bias === null ? '' : '-bias'}`,
    loop: overVectors(x.size / width, 1),
    width,
    inputs: inputsOf({ ...(factor && { factor }), ...(bias && { bias }) }),
    value: `${factor === null ? '' : 'factor[0] * '}x[at]${bias === null ? '' : ' + V(bias[0])'}`,
  });
}
