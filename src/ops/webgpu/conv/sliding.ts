/**
 * Convolution of 3×3 with stride 1, the one that residual networks are made of, forward and towards its input. A thread makes
 * neighbouring positions of a row in 4 channels. The 3 taps of a filter's row meet the same images shifted by one, so each is
 * loaded once for all three: what such a kernel waits for are loads, not products.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ShortcutGradient } from '../../kernels';
import { choosePixels } from './choose';
import { gainTensor } from '../pointwise/gain';
import { run, webgpuBackend, type Input } from '../program';
import { activationCode, activationGradient, gained, vector } from '../wgsl';

/** Side of the filter, and its taps in a row. */
export const KERNEL = 3;
export const TAPS = [0, 1, 2] as const;

/** Channels that are taken at once, and their places in a vector. */
export const CHANNELS = 4;
export const LANES = [0, 1, 2, 3] as const;

/** Images [N, H, W, in] with filters [3, 3, in, out]: [N, H + 2 padding − 2, W + 2 padding − 2, out]. */
export function slidingForward(x: tf.Tensor4D, filter: tf.Tensor4D, padding: number): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const growth = 2 * padding - KERNEL + 1;
  return slide({
    name: 'conv-sliding-forward',
    source: x,
    filter,
    made: [n, height + growth, width + growth, filter.shape[3]],
    // Tap i of output row r reads row r + i − padding, and tap j of column c column c + j − padding.
    padding,
    code: (pixels) => code(pixels, forwardBody),
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
  padding: number,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  const inputs: Input[] = [];
  if (carried !== undefined) {
    inputs.push(
      { name: 'carriedDy', tensor: carried.dy, width: CHANNELS },
      { name: 'carriedSaved', tensor: carried.savedForBackward, width: CHANNELS },
      { name: 'gain', tensor: gainTensor(carried.gain), width: 1 },
    );
  }
  return slide({
    name: carried === undefined ? 'conv-sliding-input' : 'conv-sliding-input-carrying',
    source: dy,
    filter,
    made: inputShape,
    // The same with the filter turned by 180°: tap 2 − i of input row r reads row r + i − (2 − padding) of dL/dy.
    padding: KERNEL - 1 - padding,
    inputs,
    activation: activationCode(carried?.activation ?? 'linear'),
    code: (pixels) => code(pixels, inputGradientBody, carried !== undefined),
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
  readonly inputs?: readonly Input[];
  readonly activation?: number;
  readonly code: (pixels: number) => string;
}

function slide(sliding: Sliding): tf.Tensor4D {
  const { source, filter, made, padding, inputs = [], activation } = sliding;
  const [n, height, width, channels] = made;
  const pixels = choosePixels(webgpuBackend(), width);
  const columnGroups = Math.ceil(width / pixels);
  const groups = channels / CHANNELS;
  const total = n * height * columnGroups * groups;
  return run({
    name: `${sliding.name}-${pixels}`,
    inputs: [
      { name: 'source', tensor: source, width: CHANNELS },
      { name: 'weights', tensor: filter, width: CHANNELS },
      ...inputs,
    ],
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
      ...(inputs.length === 0 ? {} : { activation: activation ?? 0 }),
    },
    threads: total,
    code: () => sliding.code(pixels),
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

const code = (pixels: number, body: Body, carries = false): string => `
${vector(CHANNELS)}
${carries ? activationGradient + gained : ''}
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
    result[at] = sum${p}${carries ? ' + gained(activationGradient(carriedDy[at], carriedSaved[at]))' : ''};
  }`,
    )
    .join('')}
}
`;
