/** Statistics of every image's channels in groups: a workgroup takes one group of one image. */
import type * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from '../../batch-norm.reference';
import { run, widthOf, WORKGROUP, type Width } from '../program';
import { dotOf, vector } from '../wgsl';

/** How the kernels of a group norm see images [N, H, W, C]. Vectors of channels do not reach into another group. */
export function groupNormShape([n, h, w, channels]: tf.Tensor4D['shape'], normGroups: number) {
  const width = widthOf(channels / normGroups);
  const groups = channels / width;
  return { images: n, width, uniforms: { pixels: h * w, groups, normGroups, own: groups / normGroups } };
}

/** Mean and 1 / deviation, [N, groups, 2]. */
export function groupStatistics(x: tf.Tensor4D, normGroups: number): tf.Tensor {
  const { images, width, uniforms } = groupNormShape(x.shape, normGroups);
  return run({
    name: 'group-statistics',
    inputs: [{ name: 'x', tensor: x, width }],
    output: { shape: [images, normGroups, 2] },
    uniforms,
    threads: images * normGroups * WORKGROUP,
    code: () => code(width),
  });
}

// Deviations from the first value of the group: squares of the values themselves would cancel where the mean is large.
const code = (width: Width): string => `
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
