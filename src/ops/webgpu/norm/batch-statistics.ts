/** Statistics of a batch per channel, in parts that whoever reads them joins (`momentsOf`). */
import type * as tf from '@tensorflow/tfjs-core';
import { reduction, reductionOf, type Parts } from './channel-parts';
import { run, widthOf } from '../program';
import { vector } from '../wgsl';

/** A tensor [parts, 2, C] of means and sums of squared deviations, and how it was cut. */
export interface MomentParts extends Parts {
  readonly tensor: tf.Tensor;
  readonly positions: number;
}

/** Of images [N, H, W, C]. */
export function batchStatistics(x: tf.Tensor4D): MomentParts {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const { uniforms, threads } = reductionOf(x.shape, width);
  const { parts, chunk, positions } = uniforms;
  const tensor = run({
    name: 'batch-statistics',
    inputs: [{ name: 'x', tensor: x, width }],
    output: { shape: [parts, 2, channels], width },
    uniforms,
    threads,
    // Deviations from the first value of the part: squares of the values themselves would cancel where the mean is large.
    code: () =>
      vector(width) +
      reduction(
        'let origin = x[start * uniforms.groups + channelGroup];',
        'let off = x[at] - origin; first += off; second += off * off;',
        `let count = f32(end - start);
         result[to] = origin + first / count;
         result[to + uniforms.groups] = max(second - first * first / count, V());`,
      ),
  });
  return { tensor, parts, chunk, positions };
}
