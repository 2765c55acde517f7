/** Sums of the backward pass of an `Epilogue`, in parts: of dz behind the activation, and of dz times what it was made of. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivatedGradient } from '../../kernels';
import { eachPosition, reduction, reductionOf, type Parts } from '../loops';
import { inputsOf, run, widthOf, type Input, type Kernel, type Width } from '../program';
import { activationCode, activationGradient, dotOf, incomingInputs, vector } from '../wgsl';
import { groupNormShape } from './statistics';

/** A tensor [parts, rows, C]: gradients of shift, then of scale, then what else a norm's input gradient needs. */
export interface SumParts extends Parts {
  readonly tensor: tf.Tensor;
  readonly rows: number;
}

/** What a sum is told besides dz. */
interface Sums {
  readonly name: string;
  readonly width: Width;
  readonly inputs?: readonly Input[];
  readonly uniforms?: Kernel['uniforms'];
  /** WGSL: functions, what a thread computes once, and what is added to the second sum; nothing where it is of no use. */
  readonly declare?: string;
  readonly prepare?: string;
  readonly second?: string;
  readonly store?: string;
  /** The images as they are summed, where not as they are, and parts that they are cut into, where not those of the adapter. */
  readonly shape?: tf.Tensor4D['shape'];
  readonly cut?: Parts;
  /** Numbers in a row of the result, where not one a channel. */
  readonly row?: number;
}

function sums(incoming: ActivatedGradient, sums: Sums): SumParts {
  const { name, width, declare = '', prepare = '', second, shape = incoming.dy.shape } = sums;
  const { row = shape[3] } = sums;
  const { store = 'result[to] = first; result[to + uniforms.groups] = second;' } = sums;
  const { uniforms, threads } = reductionOf(shape, width, sums.cut);
  const { parts, chunk } = uniforms;
  const tensor = run({
    name,
    inputs: [...incomingInputs(incoming, width), ...(sums.inputs ?? [])],
    output: { shape: [parts, 2, row], width: row === shape[3] ? width : 1 },
    uniforms: { ...sums.uniforms, ...uniforms, activation: activationCode(incoming.activation) },
    threads,
    code: () =>
      vector(width) +
      activationGradient +
      declare +
      reduction(
        prepare,
        eachPosition(`let dz = activationGradient(uniforms.activation, dy[at], saved[at]);
         first += dz;${second === undefined ? '' : ` second += ${second};`}`),
        store,
      ),
  });
  return { tensor, parts, chunk, rows: 2 };
}

/**
 * Of group norm: sums of dz and of dz times the normalised value, per image and channel, a part an image. Over the channels of a group they make its input gradient,
 * over the images the gradients of scale and shift.
 */
export function groupNormReduce(
  incoming: ActivatedGradient,
  x: tf.Tensor4D,
  statistics: tf.Tensor,
  normGroups: number,
): SumParts {
  const { images, width, pixels, own } = groupNormShape(x.shape, normGroups);
  return sums(incoming, {
    name: 'group-norm-reduce',
    width,
    inputs: [...inputsOf({ x }, width), ...inputsOf({ statistics })],
    uniforms: { normGroups, own },
    cut: { parts: images, chunk: pixels },
    prepare: `let own = 2 * (part * uniforms.normGroups + channelGroup / uniforms.own);
         let mean = statistics[own];
         let inverse = statistics[own + 1];`,
    second: 'dz * (x[at] - mean) * inverse',
  });
}

/** Of dz per channel: the gradient of a bias. The second half is of no use. */
export function biasReduce(incoming: ActivatedGradient): SumParts {
  return sums(incoming, { name: 'bias-reduce', width: widthOf(incoming.dy.shape[3]) });
}

/** Of dz, and with x of dz · x, over all values, [parts, 2, 1]: gradients of single numbers that are added and multiplied. */
export function scalarReduce(incoming: ActivatedGradient, x: tf.Tensor4D | null): SumParts {
  // All values are alike: positions of as many channels as are read at once.
  const { size } = incoming.dy;
  const width = widthOf(size);
  const sum = (value: string): string => dotOf(width, value, 'V(1.0)');
  return sums(incoming, {
    name: `scalar-reduce${x === null ? '' : '-x'}`,
    width,
    inputs: x === null ? [] : inputsOf({ x }, width),
    shape: [1, 1, size / width, width],
    row: 1,
    ...(x !== null && { second: 'dz * x[at]' }),
    store: `result[to] = ${sum('first')}; result[to + 1] = ${sum('second')};`,
  });
}
