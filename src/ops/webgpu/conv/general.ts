/** Convolution of any geometry, and its two gradients. */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { chooseFilterParts } from '../choose';
import { inputsOf, run, webgpuBackend } from '../program';
import { activationGradient, vector } from '../wgsl';
import { addend, addendOf, ifAdded } from '../addend';
import { convChannels, gathered, named, outputSide, rowsOf, scaledRow, type ConvChannels } from './channels';

const PIXELS = [0, 1, 2, 3] as const;

/** Images [N, H, W, in] with filters [K, K, in / groups, out]. A thread makes 4 positions of a row, in up to 4 channels. */
export function convForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const [n, height, width, inChannels] = x.shape;
  const [kernel, , , outChannels] = filter.shape;
  const outHeight = outputSide(height, kernel, geometry);
  const outWidth = outputSide(width, kernel, geometry);
  const channels = convChannels(inChannels, outChannels, geometry.groups ?? 1);
  const columnGroups = Math.ceil(outWidth / PIXELS.length);
  const total = n * outHeight * columnGroups * channels.uniforms.outGroups;
  const added = addendOf(undefined, filter, channels.outWidth);
  return run({
    name: named('conv-forward', channels),
    inputs: [
      ...inputsOf({ x }, channels.inWidth),
      ...inputsOf({ weights: filter }, channels.outWidth),
      ...added.inputs,
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
      ...added.uniforms,
    },
    threads: total,
    code: () => forwardCode(channels),
  }) as tf.Tensor4D;
}

const forwardCode = (channels: ConvChannels): string => `
${vector(channels.outWidth)}${vector(channels.inWidth, 'In')}
${activationGradient}${addend}
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
  ${ifAdded(`for (var p = 0; p < min(${PIXELS.length}, uniforms.outWidth - column); p++) {
      let at = to + p * uniforms.outGroups;
      result[at] += addend(at);
    }`)}
}
`;

/**
 * dL/dx of `inputShape` from dL/dy [N, OH, OW, out] and the filter [K, K, in / groups, out], and with it, if asked, what an
 * identity shortcut brings to the same image. A thread makes 4 positions of a row a stride apart, which all meet the same taps.
 */
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
  const added = addendOf(carried, filter, inWidth);
  return run({
    name: named('conv-input-gradient', channels),
    inputs: [...inputsOf({ dy, weights: filter }, channelWidth), ...added.inputs],
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
      ...added.uniforms,
    },
    threads: total,
    code: () => inputGradientCode(channels),
  }) as tf.Tensor4D;
}

const inputGradientCode = (channels: ConvChannels): string => `
${vector(channels.inWidth)}${vector(channels.outWidth, 'Out')}
${activationGradient}${addend}
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
    result[to] = sum${p};
  }`,
  ).join('')}
  ${ifAdded(`for (var x = column; x < min(column + ${PIXELS.length} * uniforms.stride, uniforms.width); x += uniforms.stride) {
      let at = (origin + x) * uniforms.inGroups + group;
      result[at] += addend(at);
    }`)}
}
`;

/**
 * Filter gradient in parts [parts, K, K, in / groups, out], each over some rows of the images, to be summed afterwards: float32
 * has no atomic addition, and the order of the sums stays the same. A thread makes up to 4 × 4 channels of one tap.
 */
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
    inputs: [...inputsOf({ x }, channels.inWidth), ...inputsOf({ dy }, channels.outWidth)],
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
    code: () => filterGradientCode(channels),
  });
}

const filterGradientCode = (channels: ConvChannels): string => {
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
