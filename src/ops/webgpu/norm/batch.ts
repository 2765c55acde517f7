/**
 * What batch norm sums over the positions of a batch, per channel and in parts: statistics on the way forward, sums of gradients on the
 * way back. One kernel does both, by a uniform.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivatedGradient } from '../../kernels';
import { eachPosition, reduction, reductionOf } from '../loops';
import { inputsOf, run, widthOf } from '../program';
import {
  activationCode,
  activationGradient,
  gained,
  gainInput,
  inverseDeviation,
  momentsOf,
  vector,
} from '../wgsl';
import type { SumParts } from './reduce';
import type { MomentParts } from './statistics';

/** Means and sums of squared deviations of images [N, H, W, C]. */
export function batchStatistics(x: tf.Tensor4D): MomentParts {
  const { tensor, parts, chunk } = batchSums(x, null);
  const [n, h, w] = x.shape;
  return { tensor, parts, chunk, positions: n * h * w };
}

/** Name of the kernel. */
export const BATCH_SUMS = 'batch-norm-sums';

/**
 * Sums of dz, and of dz times the normalised value. Every part has four rows more, for the input gradient: scale / deviation, mean and
 * 1 / deviation of the channel, and the gain that dz has: 1, unless a captured step gives it another (`fuse`).
 */
export function batchNormReduce(
  incoming: ActivatedGradient,
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  { tensor }: MomentParts,
): SumParts {
  return batchSums(x, { incoming, scale, moments: tensor });
}

interface Backward {
  readonly incoming: ActivatedGradient;
  readonly scale: tf.Tensor1D;
  /** Cut as the sums are: both depend on the shape alone. */
  readonly moments: tf.Tensor;
}

/** Rows of a part. */
const [FORWARD_ROWS, BACKWARD_ROWS] = [2, 6] as const;

/** On the way forward x stands where nothing is read. */
function batchSums(x: tf.Tensor4D, backward: Backward | null): SumParts {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const { uniforms, threads } = reductionOf(x.shape, width);
  const { parts, chunk } = uniforms;
  const rows = backward === null ? FORWARD_ROWS : BACKWARD_ROWS;
  const { dy = x, savedForBackward: saved = x, activation = 'linear' } = backward?.incoming ?? {};
  const { scale = x, moments = x } = backward ?? {};
  const tensor = run({
    name: BATCH_SUMS,
    inputs: [...inputsOf({ x, dy, saved, scale, moments }, width), gainInput(1)],
    output: { shape: [parts, rows, channels], width },
    uniforms: { ...uniforms, rows, activation: activationCode(activation) },
    threads,
    code: () => vector(width) + activationGradient + gained + momentsOf + inverseDeviation + code,
  });
  return { tensor, parts, chunk, rows };
}

// Statistics are of deviations from the first value of the part: squares of the values themselves would cancel where the mean is large.
const code = reduction(
  `let forward = uniforms.rows == ${FORWARD_ROWS};
  var origin = x[start * uniforms.groups + channelGroup];
  var inverse = V();
  if (!forward) {
    let own = momentsOf(channelGroup);
    origin = own.mean;
    inverse = inverseDeviation(own.variance);
  }`,
  `if (forward) {${eachPosition('let off = x[at] - origin; first += off; second += off * off;')}
    } else {${eachPosition(`let dz = gained(activationGradient(uniforms.activation, dy[at], saved[at]));
      first += dz;
      second += dz * (x[at] - origin) * inverse;`)}
    }`,
  `if (forward) {
      let count = f32(end - start);
      result[to] = origin + first / count;
      result[to + uniforms.groups] = max(second - first * first / count, V());
    } else {
      result[to] = first;
      result[to + uniforms.groups] = second;
      result[to + 2 * uniforms.groups] = scale[channelGroup] * inverse;
      result[to + 3 * uniforms.groups] = origin;
      result[to + 4 * uniforms.groups] = inverse;
      result[to + 5 * uniforms.groups] = V(gain[0]);
    }`,
  'uniforms.rows',
);
