/** Gradients behind an `Epilogue`: of what an activation was put in, and of what a norm was. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivatedGradient, Gain } from '../../kernels';
import { overImages, overVectors, type Loop } from '../loops';
import { inputsOf, run, runPerElement, widthOf, type Input, type Kernel, type Width } from '../program';
import {
  activationCode,
  activationGradient,
  dotOf,
  gained,
  gainInput,
  incomingInputs,
  inverseDeviation,
  momentsOf,
  vector,
} from '../wgsl';
import type { SumParts } from './reduce';
import { groupNormShape, type MomentParts } from './statistics';

/** gain · activation' · dy: the gradient before an activation, and of a shortcut that is added before it. */
export function gainedActivationGradient(incoming: ActivatedGradient, gain: Gain): tf.Tensor4D {
  const { shape } = incoming.dy;
  const width = widthOf(shape[3]);
  return runPerElement({
    name: 'activation-gradient',
    inputs: [...incomingInputs(incoming, width), gainInput(gain)],
    output: { shape, width },
    uniforms: { activation: activationCode(incoming.activation) },
    declare: () => vector(width) + activationGradient + gained,
    body: () => 'result[index] = gained(activationGradient(dy[index], saved[index]));',
  }) as tf.Tensor4D;
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
  readonly value: string;
}

function normGradient(incoming: ActivatedGradient, gradient: NormGradient): tf.Tensor4D {
  const { name, loop, width, declare = '', prepare, value } = gradient;
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
        `let dz = activationGradient(dy[at], saved[at]);
    result[at] = ${value};`,
      ),
  }) as tf.Tensor4D;
}

/** Of batch norm in training, from `batchNormReduce`: scale / deviation · (dz − Σdz / R − x̂ · Σ(dz·x̂) / R) for R positions. */
export function batchNormGradient(
  incoming: ActivatedGradient,
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  { tensor, parts, chunk, positions }: MomentParts,
  sums: SumParts,
): tf.Tensor4D {
  const width = widthOf(x.shape[3]);
  return normGradient(incoming, {
    name: 'batch-norm-gradient',
    loop: overVectors(x.size / width, x.shape[3] / width),
    width,
    inputs: inputsOf({ x, scale, moments: tensor, sums: sums.tensor }, width),
    uniforms: { parts, chunk, positions, sumParts: sums.parts },
    declare: momentsOf + inverseDeviation,
    prepare: `let own = momentsOf(group);
  let inverse = inverseDeviation(own.variance);
  var dShift = V();
  var dScale = V();
  for (var part = 0; part < uniforms.sumParts; part++) {
    dShift += sums[2 * part * uniforms.groups + group];
    dScale += sums[(2 * part + 1) * uniforms.groups + group];
  }
  let factor = scale[group] * inverse;
  let constant = dShift / f32(uniforms.positions);
  let slope = dScale / f32(uniforms.positions);`,
    value: 'factor * (dz - constant - (x[at] - own.mean) * inverse * slope)',
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
