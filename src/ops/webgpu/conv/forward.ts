/** Convolution: a thread makes 4 neighbouring positions of a row, in up to 4 output channels. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../kernels';
import { convChannels, named, rowsOf, scaledRow, type ConvChannels } from './channels';
import { run } from '../program';
import { vector } from '../wgsl';

const PIXELS = [0, 1, 2, 3] as const;

/** Side of the output for a side of the input. */
function outputSide(side: number, kernel: number, { stride, padding, dilation = 1 }: ConvGeometry): number {
  return Math.floor((side + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** Images [N, H, W, in] with filters [K, K, in / groups, out]. */
export function convForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const [n, height, width, inChannels] = x.shape;
  const [kernel, , , outChannels] = filter.shape;
  const outHeight = outputSide(height, kernel, geometry);
  const outWidth = outputSide(width, kernel, geometry);
  const channels = convChannels(inChannels, outChannels, geometry.groups ?? 1);
  const columnGroups = Math.ceil(outWidth / PIXELS.length);
  const total = n * outHeight * columnGroups * channels.uniforms.outGroups;
  return run({
    name: named('conv-forward', channels),
    inputs: [
      { name: 'x', tensor: x, width: channels.inWidth },
      { name: 'weights', tensor: filter, width: channels.outWidth },
    ],
    output: { shape: [n, outHeight, outWidth, outChannels], width: channels.outWidth },
    uniforms: {
      total,
      height,
      width,
      ...channels.uniforms,
      outHeight,
      outWidth,
      columnGroups,
      kernel,
      stride: geometry.stride,
      padding: geometry.padding,
      dilation: geometry.dilation ?? 1,
    },
    threads: total,
    code: () => code(channels),
  }) as tf.Tensor4D;
}

const code = (channels: ConvChannels): string => `
${vector(channels.outWidth)}${vector(channels.inWidth, 'In')}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.outGroups;
  var rest = index / uniforms.outGroups;
  let column = (rest % uniforms.columnGroups) * ${PIXELS.length};
  rest = rest / uniforms.columnGroups;
  let row = rest % uniforms.outHeight;
  let image = rest / uniforms.outHeight;
  let firstIn = group / uniforms.ownOut * uniforms.ownIn;
  ${PIXELS.map((j) => `var sum${j} = V();`).join(' ')}
  for (var i = 0; i < uniforms.kernel; i++) {
    let y = row * uniforms.stride + i * uniforms.dilation - uniforms.padding;
    if (y < 0 || y >= uniforms.height) { continue; }
    let line = (image * uniforms.height + y) * uniforms.width;
    for (var j = 0; j < uniforms.kernel; j++) {
      let left = column * uniforms.stride + j * uniforms.dilation - uniforms.padding;
      ${PIXELS.map(
        (p) => `
      let x${p} = left + ${p} * uniforms.stride;
      let inside${p} = x${p} >= 0 && x${p} < uniforms.width;
      let at${p} = select(0, (line + x${p}) * uniforms.inGroups, inside${p}) + firstIn;`,
      ).join('')}
      var tap = (i * uniforms.kernel + j) * uniforms.ownIn * ${channels.rows} * uniforms.outGroups + group;
      for (var c = 0; c < uniforms.ownIn; c++) {
        ${PIXELS.map((p) => `let in${p} = select(In(), x[at${p} + c], inside${p});`).join('\n        ')}
        ${rowsOf(channels)
          .map(
            (k) => `
        let w${k} = weights[tap];
        tap += uniforms.outGroups;
        ${PIXELS.map((p) => `sum${p} += ${scaledRow(channels, `in${p}`, k, `w${k}`)};`).join(' ')}`,
          )
          .join('')}
      }
    }
  }
  let to = ((image * uniforms.outHeight + row) * uniforms.outWidth + column) * uniforms.outGroups + group;
  ${PIXELS.map((p) => `if (column + ${p} < uniforms.outWidth) { result[to + ${p} * uniforms.outGroups] = sum${p}; }`).join('\n  ')}
}
`;
