/** Convolution: a thread makes 4 neighbouring positions of a row, in up to 4 output channels. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../kernels';
import { run, widthOf, type Width } from './program';
import { component, vector } from './wgsl';

const PIXELS = [0, 1, 2, 3] as const;

/** Side of the output for a side of the input. */
function outputSide(side: number, kernel: number, { stride, padding }: ConvGeometry): number {
  return Math.floor((side + 2 * padding - kernel) / stride) + 1;
}

/** Images [N, H, W, in] with filters [K, K, in, out]. */
export function convForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const [n, height, width, inChannels] = x.shape;
  const [kernel, , , outChannels] = filter.shape;
  const outHeight = outputSide(height, kernel, geometry);
  const outWidth = outputSide(width, kernel, geometry);
  const inWidth = widthOf(inChannels);
  const channelWidth = widthOf(outChannels);
  const columnGroups = Math.ceil(outWidth / PIXELS.length);
  const outGroups = outChannels / channelWidth;
  const total = n * outHeight * columnGroups * outGroups;
  return run({
    name: 'conv-forward',
    inputs: [
      { name: 'x', tensor: x, width: inWidth },
      { name: 'weights', tensor: filter, width: channelWidth },
    ],
    output: { shape: [n, outHeight, outWidth, outChannels], width: channelWidth },
    uniforms: {
      total,
      height,
      width,
      inGroups: inChannels / inWidth,
      outHeight,
      outWidth,
      outGroups,
      columnGroups,
      kernel,
      stride: geometry.stride,
      padding: geometry.padding,
    },
    threads: total,
    code: () => code(inWidth, channelWidth),
  }) as tf.Tensor4D;
}

const code = (inWidth: Width, outWidth: Width): string => `
${vector(outWidth)}${vector(inWidth, 'In')}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.outGroups;
  var rest = index / uniforms.outGroups;
  let column = (rest % uniforms.columnGroups) * ${PIXELS.length};
  rest = rest / uniforms.columnGroups;
  let row = rest % uniforms.outHeight;
  let image = rest / uniforms.outHeight;
  ${PIXELS.map((j) => `var sum${j} = V();`).join(' ')}
  for (var i = 0; i < uniforms.kernel; i++) {
    let y = row * uniforms.stride + i - uniforms.padding;
    if (y < 0 || y >= uniforms.height) { continue; }
    let line = (image * uniforms.height + y) * uniforms.width;
    for (var j = 0; j < uniforms.kernel; j++) {
      let left = column * uniforms.stride + j - uniforms.padding;
      ${PIXELS.map(
        (p) => `
      let x${p} = left + ${p} * uniforms.stride;
      let inside${p} = x${p} >= 0 && x${p} < uniforms.width;
      let at${p} = select(0, (line + x${p}) * uniforms.inGroups, inside${p});`,
      ).join('')}
      var tap = (i * uniforms.kernel + j) * uniforms.inGroups * ${inWidth} * uniforms.outGroups + group;
      for (var c = 0; c < uniforms.inGroups; c++) {
        ${PIXELS.map((p) => `let in${p} = select(In(), x[at${p} + c], inside${p});`).join('\n        ')}
        ${Array.from({ length: inWidth }, (_, k) => k)
          .map(
            (k) => `
        let w${k} = weights[tap];
        tap += uniforms.outGroups;
        ${PIXELS.map((p) => `sum${p} += ${component(inWidth, `in${p}`, k)} * w${k};`).join(' ')}`,
          )
          .join('')}
      }
    }
  }
  let to = ((image * uniforms.outHeight + row) * uniforms.outWidth + column) * uniforms.outGroups + group;
  ${PIXELS.map((p) => `if (column + ${p} < uniforms.outWidth) { result[to + ${p} * uniforms.outGroups] = sum${p}; }`).join('\n  ')}
}
`;
