/**
 * Convolution of 3×3 with stride 1, the one that residual networks are made of, forward, towards its input and towards its filter. A thread makes
 * neighbouring positions of a row in 4 channels. The 3 taps of a filter's row meet the same images shifted by one, so each is
 * loaded once for all three: what such a kernel waits for are loads, not products.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { chooseFilterParts, choosePixels } from '../choose';
import { inputsOf, run, webgpuBackend } from '../program';
import { activationGradient, vector } from '../wgsl';
import { addend, addendOf, ifAdded } from '../addend';

/** Side of the filter, and its taps in a row. */
const KERNEL = 3;
const TAPS = [0, 1, 2] as const;

/** Channels that are taken at once, and their places in a vector. */
const CHANNELS = 4;
const LANES = [0, 1, 2, 3] as const;

/** Images [N, H, W, in] with filters [3, 3, in, out]: [N, H + 2 padding − 2, W + 2 padding − 2, out]. */
export function slidingForward(x: tf.Tensor4D, filter: tf.Tensor4D, { padding }: ConvGeometry): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const growth = 2 * padding - KERNEL + 1;
  return slide({
    name: 'conv-sliding-forward',
    source: x,
    filter,
    made: [n, height + growth, width + growth, filter.shape[3]],
    // Tap i of output row r reads row r + i − padding, and tap j of column c column c + j − padding.
    padding,
    body: forwardBody,
  });
}

/**
 * dL/dx of `inputShape` from dL/dy [N, OH, OW, out] and the filter [3, 3, in, out], and with it, if asked, what an identity
 * shortcut brings to the same image.
 */
export function slidingInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { padding }: ConvGeometry,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  return slide({
    name: 'conv-sliding-input',
    source: dy,
    filter,
    made: inputShape,
    // The same with the filter turned by 180°: tap 2 − i of input row r reads row r + i − (2 − padding) of dL/dy.
    padding: KERNEL - 1 - padding,
    ...(carried && { carried }),
    body: inputGradientBody,
  });
}

interface Sliding {
  readonly name: string;
  /** What is read in windows: [N, H, W, channels]. */
  readonly source: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  /** Shape of what is made. */
  readonly made: tf.Tensor4D['shape'];
  readonly padding: number;
  readonly carried?: ShortcutGradient;
  readonly body: Body;
}

function slide(sliding: Sliding): tf.Tensor4D {
  const { source, filter, made, padding, carried, body } = sliding;
  const [n, height, width, channels] = made;
  const pixels = choosePixels(webgpuBackend());
  const columnGroups = Math.ceil(width / pixels);
  const groups = channels / CHANNELS;
  const total = n * height * columnGroups * groups;
  const added = addendOf(carried, filter, CHANNELS);
  return run({
    name: `${sliding.name}-${pixels}`,
    inputs: [...inputsOf({ source, weights: filter }, CHANNELS), ...added.inputs],
    output: { shape: made, width: CHANNELS },
    uniforms: {
      total,
      height,
      width,
      groups,
      sourceHeight: source.shape[1],
      sourceWidth: source.shape[2],
      sourceGroups: source.shape[3] / CHANNELS,
      columnGroups,
      padding,
      ...added.uniforms,
    },
    threads: total,
    code: () => slidingCode(pixels, body),
  }) as tf.Tensor4D;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** What is made of a filter's row, in WGSL: where its weights lie, and what they and the window add to the sums. */
interface Body {
  /** Of tap `j` for the channels `c` = 0 and `k` = 0 of the window. */
  readonly base: (j: number) => string;
  /** What to add to that for the next `c`, and for channel `k`. */
  readonly stride: string;
  readonly row: (k: number) => string;
  readonly product: (input: string, j: number) => string;
}

/** Weights by input channel, each a vector over what is made. */
const forwardBody: Body = {
  base: (j) => `(${KERNEL} * i + ${j}) * uniforms.sourceGroups * ${CHANNELS} * uniforms.groups + group`,
  stride: `${CHANNELS} * uniforms.groups`,
  row: (k) => `${k} * uniforms.groups`,
  product: (input, j) => LANES.map((k) => `${input}.${'xyzw'[k]} * w${j}${k}`).join(' + '),
};

/** The filter turned by 180°: weights by channel that is made, each a vector over the channels of the window. */
const inputGradientBody: Body = {
  base: (j) =>
    `((${KERNEL} * (2 - i) + ${2 - j}) * uniforms.groups + group) * ${CHANNELS} * uniforms.sourceGroups`,
  stride: '1',
  row: (k) => `${k} * uniforms.sourceGroups`,
  product: (input, j) => `V(${LANES.map((k) => `dot(${input}, w${j}${k})`).join(', ')})`,
};

const slidingCode = (pixels: number, body: Body): string => `
${vector(CHANNELS)}
${activationGradient}${addend}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  var rest = index / uniforms.groups;
  let column = (rest % uniforms.columnGroups) * ${pixels};
  rest = rest / uniforms.columnGroups;
  let row = rest % uniforms.height;
  let image = rest / uniforms.height;
  let left = column - uniforms.padding;
  ${range(pixels)
    .map((p) => `var sum${p} = V();`)
    .join(' ')}
  for (var i = 0; i < ${KERNEL}; i++) {
    let y = row + i - uniforms.padding;
    if (y < 0 || y >= uniforms.sourceHeight) { continue; }
    let line = (image * uniforms.sourceHeight + y) * uniforms.sourceWidth;
    ${range(pixels + KERNEL - 1)
      .map(
        (e) => `
    let inside${e} = left + ${e} >= 0 && left + ${e} < uniforms.sourceWidth;
    let at${e} = select(0, (line + left + ${e}) * uniforms.sourceGroups, inside${e});`,
      )
      .join('')}
    ${TAPS.map((j) => `let base${j} = ${body.base(j)};`).join('\n    ')}
    for (var c = 0; c < uniforms.sourceGroups; c++) {
      ${range(pixels + KERNEL - 1)
        .map((e) => `let in${e} = select(V(), source[at${e} + c], inside${e});`)
        .join('\n      ')}
      let step = c * ${body.stride};
      ${TAPS.flatMap((j) => LANES.map((k) => `let w${j}${k} = weights[base${j} + step + ${body.row(k)}];`)).join('\n      ')}
      ${range(pixels)
        .map((p) => `sum${p} = sum${p} + ${TAPS.map((j) => body.product(`in${p + j}`, j)).join(' + ')};`)
        .join('\n      ')}
    }
  }
  let to = ((image * uniforms.height + row) * uniforms.width + column) * uniforms.groups + group;
  ${range(pixels)
    .map(
      (p) => `
  if (column + ${p} < uniforms.width) {
    let at = to + ${p} * uniforms.groups;
    result[at] = sum${p};
  }`,
    )
    .join('')}
  ${ifAdded(`for (var p = 0; p < min(${pixels}, uniforms.width - column); p++) {
      let at = to + p * uniforms.groups;
      result[at] += addend(at);
    }`)}
}
`;

/** Columns that are added to the sums at once. */
const COLUMNS = 4;

/**
 * The filter's gradient in parts [parts, 3, 3, in, out], as `convFilterGradientParts` makes them. A thread makes 4 × 4 channels of
 * the 3 taps of a filter's row: what it loads of a row of the image serves all three.
 */
export function slidingFilterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D['shape'],
  { padding }: ConvGeometry,
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
    inputs: inputsOf({ x, dy }, CHANNELS),
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
    code: () => filterGradientCode,
  });
}

const columns = Array.from({ length: COLUMNS }, (_, c) => c);
const window = Array.from({ length: COLUMNS + KERNEL - 1 }, (_, e) => e);

const filterGradientCode = `
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
