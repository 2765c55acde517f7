/** Statistics of a batch per channel, in parts that whoever reads them joins (`momentsOf`), and of an image's channels in groups. */
import type * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from '../../kernels';
import type { Parts } from '../loops';
import { inputsOf, run, runPerElement, widthOf, WORKGROUP, type Width } from '../program';
import { dotOf, momentsOf, vector } from '../wgsl';

/** A tensor [parts, 2, C] of means and sums of squared deviations, and how it was cut. */
export interface MomentParts extends Parts {
  readonly tensor: tf.Tensor;
  readonly positions: number;
}

/** Mean or variance per channel, joined from parts. */
export function partMoment(
  { tensor, parts, chunk, positions }: MomentParts,
  channels: number,
  which: 'mean' | 'variance',
): tf.Tensor1D {
  const width = widthOf(channels);
  return runPerElement({
    name: 'part-moment',
    inputs: inputsOf({ moments: tensor }, width),
    output: { shape: [channels], width },
    uniforms: { groups: channels / width, parts, chunk, positions, variance: which === 'variance' ? 1 : 0 },
    declare: () => vector(width) + momentsOf,
    body: () => `
  let own = momentsOf(index);
  result[index] = select(own.mean, own.variance, uniforms.variance == 1);`,
  }) as tf.Tensor1D;
}

/** How the kernels of a group norm see images [N, H, W, C]: vectors of channels, `own` to a group, reach into no other group. */
export function groupNormShape([n, h, w, channels]: tf.Tensor4D['shape'], normGroups: number) {
  const width = widthOf(channels / normGroups);
  const groups = channels / width;
  return { images: n, width, pixels: h * w, groups, own: groups / normGroups };
}

/** Mean and 1 / deviation, [N, groups, 2]. A workgroup takes one group of one image. */
export function groupStatistics(x: tf.Tensor4D, normGroups: number): tf.Tensor {
  const { images, width, pixels, groups, own } = groupNormShape(x.shape, normGroups);
  return run({
    name: 'group-statistics',
    inputs: inputsOf({ x }, width),
    output: { shape: [images, normGroups, 2] },
    uniforms: { pixels, groups, normGroups, own },
    threads: images * normGroups * WORKGROUP,
    code: () => groupCode(width),
  });
}

// Deviations from the first value of the group: squares of the values themselves would cancel where the mean is large.
const groupCode = (width: Width): string => `
${vector(width)}
var<workgroup> sums : array<f32, ${WORKGROUP}>;
var<workgroup> squares : array<f32, ${WORKGROUP}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let task = index / ${WORKGROUP};
  let start = task / uniforms.normGroups * uniforms.pixels * uniforms.groups
    + task % uniforms.normGroups * uniforms.own;
  let count = uniforms.pixels * uniforms.own;
  let origin = ${width === 4 ? 'x[start].x' : 'x[start]'};
  var sum = V();
  var square = V();
  for (var i = lane; i < count; i += ${WORKGROUP}) {
    let off = x[start + i / uniforms.own * uniforms.groups + i % uniforms.own] - origin;
    sum += off;
    square += off * off;
  }
  sums[lane] = ${dotOf(width, 'sum', 'V(1.0)')};
  squares[lane] = ${dotOf(width, 'square', 'V(1.0)')};
  workgroupBarrier();
  if (lane != 0) { return; }
  var total = 0.0;
  var totalSquare = 0.0;
  for (var other = 0; other < ${WORKGROUP}; other++) {
    total += sums[other];
    totalSquare += squares[other];
  }
  let values = f32(${width} * count);
  let mean = total / values;
  result[2 * task] = origin + mean;
  result[2 * task + 1] = 1.0 / sqrt(max(totalSquare / values - mean * mean, 0.0) + ${EPSILON});
}
`;
