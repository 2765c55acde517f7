/**
 * Input gradient of a convolution, and with it, if asked, what an identity shortcut brings to the same image. A thread makes
 * 4 positions of a row a stride apart, which all meet the same taps.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { convChannels, gathered, named, rowsOf, type ConvChannels } from './channels';
import { gainTensor } from '../pointwise/gain';
import { run } from '../program';
import { activationCode, activationGradient, gained, vector } from '../wgsl';

const PIXELS = [0, 1, 2, 3] as const;

/** dL/dx of `inputShape` from dL/dy [N, OH, OW, out] and the filter [K, K, in / groups, out]. */
export function convInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1, groups = 1 }: ConvGeometry,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  const [n, height, width, inChannels] = inputShape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const channels = convChannels(inChannels, outChannels, groups);
  const { inWidth, outWidth: channelWidth } = channels;
  const columnGroups = Math.ceil(width / (PIXELS.length * stride)) * stride;
  const total = n * height * columnGroups * channels.uniforms.inGroups;
  const inputs = [
    { name: 'dy', tensor: dy, width: channelWidth },
    { name: 'weights', tensor: filter, width: channelWidth },
  ];
  if (carried !== undefined) {
    inputs.push(
      { name: 'carriedDy', tensor: carried.dy, width: inWidth },
      { name: 'carriedSaved', tensor: carried.savedForBackward, width: inWidth },
      { name: 'gain', tensor: gainTensor(carried.gain) as tf.Tensor4D, width: 1 },
    );
  }
  return run({
    name: named(carried === undefined ? 'conv-input-gradient' : 'conv-input-gradient-carrying', channels),
    inputs,
    output: { shape: inputShape, width: inWidth },
    uniforms: {
      total,
      height,
      width,
      ...channels.uniforms,
      outHeight,
      outWidth,
      columnGroups,
      kernel: filter.shape[0],
      stride,
      padding,
      dilation,
      activation: activationCode(carried?.activation ?? 'linear'),
    },
    threads: total,
    code: () => code(channels, carried !== undefined),
  }) as tf.Tensor4D;
}

const code = (channels: ConvChannels, carries: boolean): string => `
${vector(channels.inWidth)}${vector(channels.outWidth, 'Out')}
${carries ? activationGradient + gained : ''}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.inGroups;
  var rest = index / uniforms.inGroups;
  let columnGroup = rest % uniforms.columnGroups;
  rest = rest / uniforms.columnGroups;
  let row = rest % uniforms.height;
  let image = rest / uniforms.height;
  let column = columnGroup / uniforms.stride * ${PIXELS.length} * uniforms.stride + columnGroup % uniforms.stride;
  let firstOut = group / uniforms.ownIn * uniforms.ownOut;
  ${PIXELS.map((p) => `var sum${p} = V();`).join(' ')}
  let down = row + uniforms.padding;
  let right = column + uniforms.padding;
  for (var i = 0; i < uniforms.kernel; i++) {
    let above = down - i * uniforms.dilation;
    let y = above / uniforms.stride;
    if (above < 0 || above % uniforms.stride != 0 || y >= uniforms.outHeight) { continue; }
    let line = (image * uniforms.outHeight + y) * uniforms.outWidth;
    for (var j = 0; j < uniforms.kernel; j++) {
      let side = right - j * uniforms.dilation;
      // Exact, also below 0: multiples of the stride alone go on.
      let left = side / uniforms.stride;
      if (left * uniforms.stride != side) { continue; }
      ${PIXELS.map(
        (p) => `
      let inside${p} = left + ${p} >= 0 && left + ${p} < uniforms.outWidth;
      let at${p} = select(0, (line + left + ${p}) * uniforms.outGroups, inside${p}) + firstOut;`,
      ).join('')}
      let tap = ((i * uniforms.kernel + j) * uniforms.ownIn + group % uniforms.ownIn) * ${channels.rows} * uniforms.outGroups + firstOut;
      for (var c = 0; c < uniforms.ownOut; c++) {
        ${PIXELS.map((p) => `let d${p} = select(Out(), dy[at${p} + c], inside${p});`).join('\n        ')}
        ${rowsOf(channels)
          .map((k) => `let w${k} = weights[tap + ${k} * uniforms.outGroups + c];`)
          .join('\n        ')}
        ${PIXELS.map((p) => `sum${p} += ${gathered(channels, `d${p}`)};`).join('\n        ')}
      }
    }
  }
  let origin = (image * uniforms.height + row) * uniforms.width;
  ${PIXELS.map(
    (p) => `
  let x${p} = column + ${p} * uniforms.stride;
  if (x${p} < uniforms.width) {
    let to = (origin + x${p}) * uniforms.inGroups + group;
    result[to] = sum${p}${carries ? ' + gained(activationGradient(carriedDy[to], carriedSaved[to]))' : ''};
  }`,
  ).join('')}
  ${carries ? '' : '_ = uniforms.activation;'}
}
`;
