/**
 * Filter gradient of a convolution in parts, each over some rows of the images, to be summed afterwards: float32 has no
 * atomic addition, and the order of the sums stays the same. A thread makes up to 4 × 4 channels of one tap.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../kernels';
import { chooseFilterParts } from './choose';
import { convChannels, named, rowsOf, scaledRow, type ConvChannels } from './channels';
import { run, webgpuBackend } from '../program';
import { vector } from '../wgsl';

/** Partial sums [parts, K, K, in / groups, out]. */
export function convFilterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1, groups = 1 }: ConvGeometry,
): tf.Tensor {
  const [n, height, width, inChannels] = x.shape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const [kernel] = filterShape;
  const channels = convChannels(inChannels, outChannels, groups);
  const each = kernel * kernel * channels.uniforms.ownIn * channels.uniforms.outGroups;
  const size = tf.util.sizeFromShape(filterShape);
  const rows = n * outHeight;
  const { parts, chunk } = chooseFilterParts(webgpuBackend(), rows, each, size);
  return run({
    name: named('conv-filter-gradient', channels),
    inputs: [
      { name: 'x', tensor: x, width: channels.inWidth },
      { name: 'dy', tensor: dy, width: channels.outWidth },
    ],
    output: { shape: [parts, ...filterShape], width: channels.outWidth },
    uniforms: {
      total: parts * each,
      height,
      width,
      ...channels.uniforms,
      outHeight,
      outWidth,
      kernel,
      stride,
      padding,
      dilation,
      rows,
      chunk,
    },
    threads: parts * each,
    code: () => code(channels),
  });
}

const code = (channels: ConvChannels): string => {
  const rows = rowsOf(channels);
  return `
${vector(channels.outWidth)}${vector(channels.inWidth, 'In')}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let outGroup = index % uniforms.outGroups;
  var rest = index / uniforms.outGroups;
  let own = rest % uniforms.ownIn;
  let inGroup = outGroup / uniforms.ownOut * uniforms.ownIn + own;
  rest = rest / uniforms.ownIn;
  let taps = uniforms.kernel * uniforms.kernel;
  let tap = rest % taps;
  let part = rest / taps;
  let i = tap / uniforms.kernel;
  let j = tap % uniforms.kernel;
  ${rows.map((k) => `var sum${k} = V();`).join(' ')}
  // The columns whose tap falls into the image: 0 <= column * stride + shift < width.
  let shift = j * uniforms.dilation - uniforms.padding;
  let first = select((uniforms.stride - 1 - shift) / uniforms.stride, 0, shift >= 0);
  let last = min(uniforms.outWidth, (uniforms.width - shift + uniforms.stride - 1) / uniforms.stride);
  let end = min((part + 1) * uniforms.chunk, uniforms.rows);
  for (var line = part * uniforms.chunk; line < end; line++) {
    let image = line / uniforms.outHeight;
    let y = (line % uniforms.outHeight) * uniforms.stride + i * uniforms.dilation - uniforms.padding;
    if (y < 0 || y >= uniforms.height) { continue; }
    var source = ((image * uniforms.height + y) * uniforms.width + first * uniforms.stride + shift)
      * uniforms.inGroups + inGroup;
    var at = (line * uniforms.outWidth + first) * uniforms.outGroups + outGroup;
    for (var column = first; column < last; column++) {
      let a = x[source];
      let d = dy[at];
      ${rows.map((k) => `sum${k} += ${scaledRow(channels, 'a', k, 'd')};`).join(' ')}
      source += uniforms.stride * uniforms.inGroups;
      at += uniforms.outGroups;
    }
  }
  let to = ((part * taps + tap) * uniforms.ownIn + own) * ${channels.rows} * uniforms.outGroups + outGroup;
  ${rows.map((k) => `result[to + ${k} * uniforms.outGroups] = sum${k};`).join('\n  ')}
}
`;
};
