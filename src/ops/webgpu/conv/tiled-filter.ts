/**
 * The filter's gradient as a product of matrices in tiles, for wide layers on GPUs: taps and channels that were read × positions, times
 * positions × channels that were made. As `tiled.ts`, with positions to sum over; a part takes some of them.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../kernels';
import { chooseFilterParts } from '../choose';
import { inputsOf, run, webgpuBackend, WORKGROUP } from '../program';
import { vector } from '../wgsl';

/** Numbers in a vector. */
const WIDTH = 4;
const LANES = [0, 1, 2, 3] as const;

/** Of a tile: vectors of rows and of columns of the filter, and positions that are read at once. */
const [ROWS, COLUMNS, POSITIONS] = [16, 8, 16] as const;
/** Vectors of rows of a thread, which has one of columns. */
const OWN_ROWS = (ROWS * COLUMNS) / WORKGROUP;
/** Threads one behind the other in the rows of a tile. */
const DOWN = ROWS / OWN_ROWS;
/** Vectors of x and of dL/dy that a thread loads of every slice. */
const [X_LOADS, DY_LOADS] = [(ROWS * POSITIONS) / WORKGROUP, (COLUMNS * POSITIONS) / WORKGROUP] as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** In parts [parts, K, K, in, out], as `convFilterGradientParts` makes them. */
export function tiledFilterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor {
  const [, height, width, inChannels] = x.shape;
  const [n, outHeight, outWidth, outChannels] = dy.shape;
  const [kernel] = filterShape;
  const inGroups = inChannels / WIDTH;
  const outGroups = outChannels / WIDTH;
  const rows = kernel * kernel * inGroups;
  const tilesAcross = Math.ceil(outGroups / COLUMNS);
  const tiles = Math.ceil(rows / ROWS) * tilesAcross;
  const positions = n * outHeight * outWidth;
  const size = tf.util.sizeFromShape(filterShape);
  const { parts, chunk } = chooseFilterParts(webgpuBackend(), positions, tiles * WORKGROUP, size);
  return run({
    name: 'conv-tiled-filter-gradient',
    inputs: inputsOf({ x, dy }, WIDTH),
    output: { shape: [parts, ...filterShape], width: WIDTH },
    uniforms: {
      positions,
      chunk,
      height,
      width,
      inGroups,
      outHeight,
      outWidth,
      outGroups,
      kernel,
      stride,
      padding,
      dilation,
      rows,
      tiles,
      tilesAcross,
    },
    threads: parts * tiles * WORKGROUP,
    code: () => filterGradientCode,
  });
}

const filterGradientCode = `
${vector(WIDTH)}
var<workgroup> inputs : array<V, ${POSITIONS * ROWS}>;
var<workgroup> gradients : array<V, ${POSITIONS * COLUMNS}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let part = index / ${WORKGROUP} / uniforms.tiles;
  let tile = index / ${WORKGROUP} % uniforms.tiles;
  let firstRow = tile / uniforms.tilesAcross * ${ROWS};
  let firstColumn = tile % uniforms.tilesAcross * ${COLUMNS};
  let begin = part * uniforms.chunk;
  let end = min(begin + uniforms.chunk, uniforms.positions);
  // Of each slice a thread loads the same channels, of x those of the same tap, at some positions.
  let loaded = firstRow + lane % ${ROWS};
  let tap = loaded / uniforms.inGroups;
  let channel = loaded % uniforms.inGroups;
  let down = tap / uniforms.kernel * uniforms.dilation - uniforms.padding;
  let right = tap % uniforms.kernel * uniforms.dilation - uniforms.padding;
  let column = firstColumn + lane % ${COLUMNS};
  // And makes these rows and columns of the filter.
  let ownRow = lane / ${COLUMNS};
  ${range(OWN_ROWS)
    .flatMap((r) => LANES.map((k) => `var sum${r}${k} = V();`))
    .join(' ')}
  for (var start = 0; start < uniforms.chunk; start += ${POSITIONS}) {
    ${range(X_LOADS)
      .map(
        (l) => `
    {
      let place = lane / ${ROWS} + ${(l * WORKGROUP) / ROWS};
      let position = begin + start + place;
      let line = position / uniforms.outWidth;
      let left = position % uniforms.outWidth * uniforms.stride + right;
      let top = line % uniforms.outHeight * uniforms.stride + down;
      let inside = position < end && loaded < uniforms.rows
        && top >= 0 && top < uniforms.height && left >= 0 && left < uniforms.width;
      let at = ((line / uniforms.outHeight * uniforms.height + top) * uniforms.width + left) * uniforms.inGroups + channel;
      inputs[place * ${ROWS} + lane % ${ROWS}] = select(V(), x[select(0, at, inside)], inside);
    }`,
      )
      .join('')}
    ${range(DY_LOADS)
      .map(
        (l) => `
    {
      let place = lane / ${COLUMNS} + ${(l * WORKGROUP) / COLUMNS};
      let position = begin + start + place;
      let inside = position < end && column < uniforms.outGroups;
      gradients[place * ${COLUMNS} + lane % ${COLUMNS}] = select(V(), dy[select(0, position * uniforms.outGroups + column, inside)], inside);
    }`,
      )
      .join('')}
    workgroupBarrier();
    for (var place = 0; place < ${POSITIONS}; place++) {
      let d = gradients[place * ${COLUMNS} + lane % ${COLUMNS}];
      ${range(OWN_ROWS)
        .map(
          (r) => `
      let a${r} = inputs[place * ${ROWS} + ownRow + ${r * DOWN}];
      ${LANES.map((k) => `sum${r}${k} += a${r}.${'xyzw'[k]} * d;`).join(' ')}`,
        )
        .join('')}
    }
    workgroupBarrier();
  }
  if (column >= uniforms.outGroups) { return; }
  ${range(OWN_ROWS)
    .map(
      (r) => `
  {
    let row = firstRow + ownRow + ${r * DOWN};
    if (row < uniforms.rows) {
      let to = (part * uniforms.rows + row) * ${WIDTH} * uniforms.outGroups + column;
      ${LANES.map((k) => `result[to + ${k} * uniforms.outGroups] = sum${r}${k};`).join('\n      ')}
    }
  }`,
    )
    .join('')}
}
`;
