/**
 * Convolution as a product of matrices in tiles, for wide layers on GPUs: positions × taps and channels that are read, times taps
 * and channels × channels that are made. A workgroup loads a slice of both into its memory once, and each of its threads makes
 * 4 positions in 8 channels of it, so that a number that was loaded is used many times. Channels must come in fours and in one
 * group; the input gradient wants a stride of 1, since of a tile with another most taps would meet nothing.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { addend, addendOf, ifAdded } from '../addend';
import { inputsOf, run, WORKGROUP, type Kernel } from '../program';
import { activationGradient, vector } from '../wgsl';
import { outputSide } from './channels';

/** Numbers in a vector. */
const WIDTH = 4;
const LANES = [0, 1, 2, 3] as const;

/** Of a tile: positions, vectors of channels that are made, and vectors of channels that are read at once. */
const [POSITIONS, GROUPS, DEPTH] = [64, 8, 4] as const;
/** Of a thread: neighbouring positions, and vectors of channels. */
const [OWN_POSITIONS, OWN_GROUPS] = [4, 2] as const;
/** Threads side by side in the channels of a tile. */
const ACROSS = GROUPS / OWN_GROUPS;
/** Vectors of the images and of the filter that a thread loads of every slice. */
const [IMAGE_LOADS, FILTER_LOADS] = [
  (POSITIONS * DEPTH) / WORKGROUP,
  (WIDTH * DEPTH * GROUPS) / WORKGROUP,
] as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Images [N, H, W, in] with filters [K, K, in, out]. */
export function tiledForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const [kernel, , , channels] = filter.shape;
  const { stride, padding, dilation = 1 } = geometry;
  return product({
    name: 'conv-tiled-forward',
    source: x,
    filter,
    made: [n, outputSide(height, kernel, geometry), outputSide(width, kernel, geometry), channels],
    // Tap i of output row r reads row stride · r − padding + dilation · i.
    uniforms: { stride, shift: -padding, reach: dilation },
    body: forwardBody,
  });
}

/**
 * dL/dx of `inputShape` from dL/dy [N, OH, OW, out] and the filter [K, K, in, out], and with it, if asked, what an identity
 * shortcut brings to the same image. For a stride of 1.
 */
export function tiledInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { padding, dilation = 1 }: ConvGeometry,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  return product({
    name: 'conv-tiled-input',
    source: dy,
    filter,
    made: inputShape,
    // Tap i has brought row r of x to row r + padding − dilation · i of y.
    uniforms: { stride: 1, shift: padding, reach: -dilation },
    body: inputGradientBody,
    ...(carried && { carried }),
  });
}

/** How the filter meets what is read, in WGSL. */
interface Body {
  /** Where row `row` of four of the filter lies that vector `read` of what is read meets, for the channels of `group`. */
  readonly weight: string;
  /** What a vector of what is read gives with its rows. */
  readonly product: (input: string, row: (k: number) => string) => string;
}

/** A row of the filter a channel that is read, each a vector over what is made. */
const forwardBody: Body = {
  weight: `(${WIDTH} * read + row) * uniforms.groups + group`,
  product: (input, row) => LANES.map((k) => `${input}.${'xyzw'[k]} * ${row(k)}`).join(' + '),
};

/** A row a channel that is made, each a vector over what is read. */
const inputGradientBody: Body = {
  weight: `((read / uniforms.sourceGroups * uniforms.groups + group) * ${WIDTH} + row) * uniforms.sourceGroups + read % uniforms.sourceGroups`,
  product: (input, row) => `V(${LANES.map((k) => `dot(${input}, ${row(k)})`).join(', ')})`,
};

interface Product {
  readonly name: string;
  /** What is read in windows: [N, H, W, channels]. */
  readonly source: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  /** Shape of what is made. */
  readonly made: tf.Tensor4D['shape'];
  readonly uniforms: Kernel['uniforms'];
  readonly body: Body;
  readonly carried?: ShortcutGradient;
}

function product({ name, source, filter, made, uniforms, body, carried }: Product): tf.Tensor4D {
  const [n, height, width, channels] = made;
  const [kernel] = filter.shape;
  const groups = channels / WIDTH;
  const sourceGroups = source.shape[3] / WIDTH;
  const positions = n * height * width;
  const tilesAcross = Math.ceil(groups / GROUPS);
  const added = addendOf(carried, filter, WIDTH);
  return run({
    name,
    inputs: [...inputsOf({ source, weights: filter }, WIDTH), ...added.inputs],
    output: { shape: made, width: WIDTH },
    uniforms: {
      positions,
      height,
      width,
      groups,
      tilesAcross,
      sourceHeight: source.shape[1],
      sourceWidth: source.shape[2],
      sourceGroups,
      kernel,
      // Vectors that a result is summed from.
      reads: kernel * kernel * sourceGroups,
      ...uniforms,
      ...added.uniforms,
    },
    threads: Math.ceil(positions / POSITIONS) * tilesAcross * WORKGROUP,
    code: () => productCode(body),
  }) as tf.Tensor4D;
}

const productCode = ({ weight, product: times }: Body): string => `
${vector(WIDTH)}
${activationGradient}${addend}
var<workgroup> images : array<V, ${DEPTH * POSITIONS}>;
var<workgroup> filters : array<V, ${DEPTH * WIDTH * GROUPS}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let tile = index / ${WORKGROUP};
  let firstPosition = tile / uniforms.tilesAcross * ${POSITIONS};
  let firstGroup = tile % uniforms.tilesAcross * ${GROUPS};
  // Of each slice a thread loads the same vector at some positions, and the same channels of some rows of the filter.
  let ownRead = lane % ${DEPTH};
  ${range(IMAGE_LOADS)
    .map(
      (l) => `
  let place${l} = lane / ${DEPTH} + ${(l * WORKGROUP) / DEPTH};
  let position${l} = firstPosition + place${l};
  let column${l} = position${l} % uniforms.width * uniforms.stride + uniforms.shift;
  let row${l} = position${l} / uniforms.width % uniforms.height * uniforms.stride + uniforms.shift;
  let image${l} = position${l} / (uniforms.width * uniforms.height) * uniforms.sourceHeight;`,
    )
    .join('')}
  let group = firstGroup + lane % ${GROUPS};
  // And makes neighbouring positions, and channels some way apart.
  let ownPosition = lane / ${ACROSS} * ${OWN_POSITIONS};
  let ownGroup = lane % ${ACROSS};
  ${range(OWN_POSITIONS)
    .flatMap((p) => range(OWN_GROUPS).map((g) => `var sum${p}${g} = V();`))
    .join(' ')}
  for (var start = 0; start < uniforms.reads; start += ${DEPTH}) {
    {
      let read = start + ownRead;
      let tap = read / uniforms.sourceGroups;
      let down = tap / uniforms.kernel * uniforms.reach;
      let right = tap % uniforms.kernel * uniforms.reach;
      ${range(IMAGE_LOADS)
        .map(
          (l) => `
      let y${l} = row${l} + down;
      let x${l} = column${l} + right;
      let inside${l} = read < uniforms.reads && position${l} < uniforms.positions
        && y${l} >= 0 && y${l} < uniforms.sourceHeight && x${l} >= 0 && x${l} < uniforms.sourceWidth;
      let at${l} = ((image${l} + y${l}) * uniforms.sourceWidth + x${l}) * uniforms.sourceGroups + read % uniforms.sourceGroups;
      images[ownRead * ${POSITIONS} + place${l}] = select(V(), source[select(0, at${l}, inside${l})], inside${l});`,
        )
        .join('')}
    }
    ${range(FILTER_LOADS)
      .map(
        (l) => `
    {
      let own = lane / ${GROUPS} + ${(l * WORKGROUP) / GROUPS};
      let read = start + own / ${WIDTH};
      let row = own % ${WIDTH};
      let inside = read < uniforms.reads && group < uniforms.groups;
      filters[own * ${GROUPS} + lane % ${GROUPS}] = select(V(), weights[select(0, ${weight}, inside)], inside);
    }`,
      )
      .join('')}
    workgroupBarrier();
    for (var d = 0; d < ${DEPTH}; d++) {
      ${range(OWN_POSITIONS)
        .map((p) => `let in${p} = images[d * ${POSITIONS} + ownPosition + ${p}];`)
        .join('\n      ')}
      ${range(OWN_GROUPS)
        .map(
          (g) => `
      {
        ${LANES.map((k) => `let w${k} = filters[(d * ${WIDTH} + ${k}) * ${GROUPS} + ownGroup + ${g * ACROSS}];`).join('\n        ')}
        ${range(OWN_POSITIONS)
          .map((p) => `sum${p}${g} += ${times(`in${p}`, (k) => `w${k}`)};`)
          .join('\n        ')}
      }`,
        )
        .join('')}
    }
    workgroupBarrier();
  }
  ${range(OWN_POSITIONS)
    .flatMap((p) =>
      range(OWN_GROUPS).map(
        (g) => `
  {
    let made = firstPosition + ownPosition + ${p};
    let channel = firstGroup + ownGroup + ${g * ACROSS};
    if (made < uniforms.positions && channel < uniforms.groups) {
      let at = made * uniforms.groups + channel;
      result[at] = sum${p}${g};
    }
  }`,
      ),
    )
    .join('')}
  ${ifAdded(`for (var own = 0; own < ${OWN_POSITIONS * OWN_GROUPS}; own++) {
      let made = firstPosition + ownPosition + own / ${OWN_GROUPS};
      let channel = firstGroup + ownGroup + own % ${OWN_GROUPS} * ${ACROSS};
      if (made < uniforms.positions && channel < uniforms.groups) {
        let at = made * uniforms.groups + channel;
        result[at] += addend(at);
      }
    }`)}
}
`;
