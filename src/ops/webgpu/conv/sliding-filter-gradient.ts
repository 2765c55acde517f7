/**
 * Filter gradient of a 3×3 convolution with stride 1 in parts, as `convFilterGradient` makes them. A thread makes 4 × 4
 * channels of the 3 taps of a filter's row: what it loads of a row of the image serves all three.
 */
import * as tf from '@tensorflow/tfjs-core';
import { chooseFilterParts } from './choose';
import { run, webgpuBackend } from '../program';
import { CHANNELS, KERNEL, LANES, TAPS } from './sliding';
import { vector } from '../wgsl';

/** Columns that are added to the sums at once. */
const COLUMNS = 4;

/** Partial sums [parts, 3, 3, in, out]. Channels must divide by 4. */
export function slidingFilterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D['shape'],
  padding: number,
): tf.Tensor {
  const [n, height, width, inChannels] = x.shape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const inGroups = inChannels / CHANNELS;
  const outGroups = outChannels / CHANNELS;
  const each = KERNEL * inGroups * outGroups;
  const rows = n * outHeight;
  const { parts, chunk } = chooseFilterParts(webgpuBackend(), rows, each, tf.util.sizeFromShape(filterShape));
  return run({
    name: 'conv-sliding-filter-gradient',
    inputs: [
      { name: 'x', tensor: x, width: CHANNELS },
      { name: 'dy', tensor: dy, width: CHANNELS },
    ],
    output: { shape: [parts, ...filterShape], width: CHANNELS },
    uniforms: {
      total: parts * each,
      height,
      width,
      inGroups,
      outHeight,
      outWidth,
      outGroups,
      padding,
      rows,
      chunk,
    },
    threads: parts * each,
    code: () => code,
  });
}

const columns = Array.from({ length: COLUMNS }, (_, c) => c);
const window = Array.from({ length: COLUMNS + KERNEL - 1 }, (_, e) => e);

const code = `
${vector(CHANNELS)}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let outGroup = index % uniforms.outGroups;
  var rest = index / uniforms.outGroups;
  let inGroup = rest % uniforms.inGroups;
  rest = rest / uniforms.inGroups;
  let i = rest % ${KERNEL};
  let part = rest / ${KERNEL};
  ${TAPS.flatMap((j) => LANES.map((k) => `var sum${j}${k} = V();`)).join(' ')}
  let end = min((part + 1) * uniforms.chunk, uniforms.rows);
  for (var line = part * uniforms.chunk; line < end; line++) {
    let y = line % uniforms.outHeight + i - uniforms.padding;
    if (y < 0 || y >= uniforms.height) { continue; }
    let origin = (line / uniforms.outHeight * uniforms.height + y) * uniforms.width;
    for (var column = 0; column < uniforms.outWidth; column += ${COLUMNS}) {
      let left = column - uniforms.padding;
      ${window
        .map(
          (e) => `let inside${e} = left + ${e} >= 0 && left + ${e} < uniforms.width;
      let a${e} = select(V(), x[select(0, (origin + left + ${e}) * uniforms.inGroups + inGroup, inside${e})], inside${e});`,
        )
        .join('\n      ')}
      let at = (line * uniforms.outWidth + column) * uniforms.outGroups + outGroup;
      ${columns
        .map(
          (c) => `let made${c} = column + ${c} < uniforms.outWidth;
      let d${c} = select(V(), dy[select(0, at + ${c} * uniforms.outGroups, made${c})], made${c});`,
        )
        .join('\n      ')}
      ${TAPS.flatMap((j) =>
        LANES.map(
          (k) =>
            `sum${j}${k} = sum${j}${k}${columns.map((c) => ` + a${c + j}.${'xyzw'[k]} * d${c}`).join('')};`,
        ),
      ).join('\n      ')}
    }
  }
  ${TAPS.map(
    (j) => `
  let to${j} = (((part * ${KERNEL} + i) * ${KERNEL} + ${j}) * uniforms.inGroups + inGroup) * ${CHANNELS} * uniforms.outGroups + outGroup;
  ${LANES.map((k) => `result[to${j} + ${k} * uniforms.outGroups] = sum${j}${k};`).join('\n  ')}`,
  ).join('')}
}
`;
