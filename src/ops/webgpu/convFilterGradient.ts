/**
 * Filter gradient of a convolution in parts, each over some rows of the images, to be summed afterwards: float32 has no
 * atomic addition, and the order of the sums stays the same. A thread makes up to 4 × 4 channels of one tap.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../kernels';
import { chooseFilterParts } from './choose';
import { run, webgpuBackend, widthOf, type Width } from './program';
import { component, vector } from './wgsl';

/** Partial sums [parts, K, K, in, out]. */
export function convFilterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D['shape'],
  { stride, padding }: ConvGeometry,
): tf.Tensor {
  const [n, height, width, inChannels] = x.shape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const [kernel] = filterShape;
  const inWidth = widthOf(inChannels);
  const channelWidth = widthOf(outChannels);
  const inGroups = inChannels / inWidth;
  const outGroups = outChannels / channelWidth;
  const each = kernel * kernel * inGroups * outGroups;
  const size = kernel * kernel * inChannels * outChannels;
  const rows = n * outHeight;
  const { parts, chunk } = chooseFilterParts(webgpuBackend(), rows, each, size);
  return run({
    name: 'conv-filter-gradient',
    inputs: [
      { name: 'x', tensor: x, width: inWidth },
      { name: 'dy', tensor: dy, width: channelWidth },
    ],
    output: { shape: [parts, ...filterShape], width: channelWidth },
    uniforms: {
      total: parts * each,
      height,
      width,
      inGroups,
      outHeight,
      outWidth,
      outGroups,
      kernel,
      stride,
      padding,
      rows,
      chunk,
    },
    threads: parts * each,
    code: () => code(inWidth, channelWidth),
  });
}

const code = (inWidth: Width, outWidth: Width): string => {
  const channels = Array.from({ length: inWidth }, (_, k) => k);
  return `
${vector(outWidth)}${vector(inWidth, 'In')}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let outGroup = index % uniforms.outGroups;
  var rest = index / uniforms.outGroups;
  let inGroup = rest % uniforms.inGroups;
  rest = rest / uniforms.inGroups;
  let taps = uniforms.kernel * uniforms.kernel;
  let tap = rest % taps;
  let part = rest / taps;
  let i = tap / uniforms.kernel;
  let j = tap % uniforms.kernel;
  ${channels.map((k) => `var sum${k} = V();`).join(' ')}
  // The columns whose tap falls into the image: 0 <= column * stride + j - padding < width.
  let shift = j - uniforms.padding;
  let first = select((uniforms.stride - 1 - shift) / uniforms.stride, 0, shift >= 0);
  let last = min(uniforms.outWidth, (uniforms.width - shift + uniforms.stride - 1) / uniforms.stride);
  let end = min((part + 1) * uniforms.chunk, uniforms.rows);
  for (var line = part * uniforms.chunk; line < end; line++) {
    let image = line / uniforms.outHeight;
    let y = (line % uniforms.outHeight) * uniforms.stride + i - uniforms.padding;
    if (y < 0 || y >= uniforms.height) { continue; }
    var source = ((image * uniforms.height + y) * uniforms.width + first * uniforms.stride + shift)
      * uniforms.inGroups + inGroup;
    var at = (line * uniforms.outWidth + first) * uniforms.outGroups + outGroup;
    for (var column = first; column < last; column++) {
      let a = x[source];
      let d = dy[at];
      ${channels.map((k) => `sum${k} += ${component(inWidth, 'a', k)} * d;`).join(' ')}
      source += uniforms.stride * uniforms.inGroups;
      at += uniforms.outGroups;
    }
  }
  let to = ((part * taps + tap) * uniforms.inGroups + inGroup) * ${inWidth} * uniforms.outGroups + outGroup;
  ${channels.map((k) => `result[to + ${k} * uniforms.outGroups] = sum${k};`).join('\n  ')}
}
`;
};
