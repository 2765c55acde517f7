/** Mean or variance per channel, joined from parts. */
import type * as tf from '@tensorflow/tfjs-core';
import type { MomentParts } from '../norm/batch-statistics';
import { run, widthOf } from '../program';
import { momentsOf, vector } from '../wgsl';

export function partMoment(
  { tensor, parts, chunk, positions }: MomentParts,
  channels: number,
  which: 'mean' | 'variance',
): tf.Tensor1D {
  const width = widthOf(channels);
  const groups = channels / width;
  return run({
    name: 'part-moment',
    inputs: [{ name: 'moments', tensor, width }],
    output: { shape: [channels], width },
    uniforms: { groups, parts, chunk, positions, variance: which === 'variance' ? 1 : 0 },
    threads: groups,
    code: () => `
${vector(width)}${momentsOf}
fn main(index : i32) {
  if (index >= uniforms.groups) { return; }
  let own = momentsOf(index);
  result[index] = select(own.mean, own.variance, uniforms.variance == 1);
}
`,
  }) as tf.Tensor1D;
}
