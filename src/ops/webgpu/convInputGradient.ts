/**
 * Input gradient of a convolution, and with it, if asked, what an identity shortcut brings to the same image. A thread makes
 * 4 positions of a row a stride apart, which all meet the same taps.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { scalar } from '../constants';
import type { ConvGeometry, Gain, ShortcutGradient } from '../kernels';
import { run, widthOf, type Width } from './program';
import { activationCode, activationGradient, dotOf, gained, vector } from './wgsl';

const PIXELS = [0, 1, 2, 3] as const;

/** A gain as what kernels read: a tensor [1]. */
export function gainTensor(gain: Gain): tf.Tensor {
  return typeof gain === 'number' ? scalar(gain) : gain;
}

/** dL/dx of `inputShape` from dL/dy [N, OH, OW, out] and the filter [K, K, in, out]. */
export function convInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { stride, padding }: ConvGeometry,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  const [n, height, width, inChannels] = inputShape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const inWidth = widthOf(inChannels);
  const channelWidth = widthOf(outChannels);
  const inGroups = inChannels / inWidth;
  const columnGroups = Math.ceil(width / (PIXELS.length * stride)) * stride;
  const total = n * height * columnGroups * inGroups;
  const inputs = [
    { name: 'dy', tensor: dy, width: channelWidth },
    { name: 'weights', tensor: filter, width: channelWidth },
  ];
  if (carried !== undefined) {
    inputs.push(
      { name: 'carriedDy', tensor: carried.dy, width: inWidth },
      { name: 'carriedY', tensor: carried.y, width: inWidth },
      { name: 'gain', tensor: gainTensor(carried.gain) as tf.Tensor4D, width: 1 },
    );
  }
  return run({
    name: carried === undefined ? 'conv-input-gradient' : 'conv-input-gradient-carrying',
    inputs,
    output: { shape: inputShape, width: inWidth },
    uniforms: {
      total,
      height,
      width,
      inGroups,
      outHeight,
      outWidth,
      outGroups: outChannels / channelWidth,
      columnGroups,
      kernel: filter.shape[0],
      stride,
      padding,
      activation: activationCode(carried?.activation ?? 'linear'),
    },
    threads: total,
    code: () => code(inWidth, channelWidth, carried !== undefined),
  }) as tf.Tensor4D;
}

const code = (inWidth: Width, outWidth: Width, carries: boolean): string => `
${vector(inWidth)}${vector(outWidth, 'Out')}
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
  ${PIXELS.map((p) => `var sum${p} = V();`).join(' ')}
  let down = row + uniforms.padding;
  let right = column + uniforms.padding;
  for (var i = down % uniforms.stride; i < uniforms.kernel; i += uniforms.stride) {
    let y = (down - i) / uniforms.stride;
    if (down < i || y >= uniforms.outHeight) { continue; }
    let line = (image * uniforms.outHeight + y) * uniforms.outWidth;
    for (var j = right % uniforms.stride; j < uniforms.kernel; j += uniforms.stride) {
      // Exact, also below 0: the difference is a multiple of the stride.
      let left = (right - j) / uniforms.stride;
      ${PIXELS.map(
        (p) => `
      let inside${p} = left + ${p} >= 0 && left + ${p} < uniforms.outWidth;
      let at${p} = select(0, (line + left + ${p}) * uniforms.outGroups, inside${p});`,
      ).join('')}
      let tap = ((i * uniforms.kernel + j) * uniforms.inGroups + group) * ${inWidth} * uniforms.outGroups;
      for (var c = 0; c < uniforms.outGroups; c++) {
        ${PIXELS.map((p) => `let d${p} = select(Out(), dy[at${p} + c], inside${p});`).join('\n        ')}
        ${Array.from({ length: inWidth }, (_, k) => `let w${k} = weights[tap + ${k} * uniforms.outGroups + c];`).join('\n        ')}
        ${PIXELS.map(
          (p) =>
            `sum${p} += V(${Array.from({ length: inWidth }, (_, k) => dotOf(outWidth, `d${p}`, `w${k}`)).join(', ')});`,
        ).join('\n        ')}
      }
    }
  }
  let origin = (image * uniforms.height + row) * uniforms.width;
  ${PIXELS.map(
    (p) => `
  let x${p} = column + ${p} * uniforms.stride;
  if (x${p} < uniforms.width) {
    let to = (origin + x${p}) * uniforms.inGroups + group;
    result[to] = sum${p}${carries ? ' + gained(activationGradient(carriedDy[to], carriedY[to]))' : ''};
  }`,
  ).join('')}
  ${carries ? '' : '_ = uniforms.activation;'}
}
`;
