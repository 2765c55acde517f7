/** How threads share the positions of images [N, H, W, C]: three ways, each with its uniforms, its threads and its `main`. */
import type * as tf from '@tensorflow/tfjs-core';
import { chooseParts, chooseSlices, chooseThreads } from './choose';
import { WORKGROUP, webgpuBackend, type Width } from './program';

/** A pass that writes `result[at]` for every vector `at` of the images. */
export interface Loop {
  readonly uniforms: Readonly<Record<string, number>>;
  readonly threads: number;
  /**
   * `prepare` declares what a thread needs for its vector of channels, `group`; `store` writes `result[at]`; `after` is done when a
   * thread has stored all of its own.
   */
  readonly main: (prepare: string, store: string, after?: string) => string;
}

/** WGSL that does this for every vector `at` of a thread of `overVectors`. */
export const eachVector = (store: string): string => `
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    ${store}
  }`;

/** Over all of `total` vectors, `groups` of which make up a position. */
export function overVectors(total: number, groups: number): Loop {
  const threads = chooseThreads(webgpuBackend(), total, groups);
  return {
    uniforms: { total, threads, groups },
    threads,
    main: (prepare, store, after = '') => `
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  let group = index % uniforms.groups;
  ${prepare}
  ${eachVector(store)}
  ${after}
}
`,
  };
}

/**
 * Over the positions of one `image` a thread, for what differs from image to image. Where `prepare` takes `overhead` steps, a
 * thread gets at least as many positions.
 */
export function overImages([n, h, w, c]: tf.Tensor4D['shape'], width: Width, overhead = 1): Loop {
  const [pixels, groups] = [h * w, c / width];
  const slices = chooseSlices(webgpuBackend(), pixels, overhead);
  const total = n * slices * groups;
  return {
    uniforms: { total, slices, pixels, groups },
    threads: total,
    main: (prepare, store, after = '') => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  let slice = index / uniforms.groups % uniforms.slices;
  let image = index / uniforms.groups / uniforms.slices;
  ${prepare}
  for (var pixel = slice; pixel < uniforms.pixels; pixel += uniforms.slices) {
    let at = (image * uniforms.pixels + pixel) * uniforms.groups + group;
    ${store}
  }
  ${after}
}
`,
  };
}

export interface Parts {
  readonly parts: number;
  /** Positions of a part; the last one may be shorter. */
  readonly chunk: number;
}

/**
 * A reduction over the positions per channel: a workgroup takes one part of the positions of up to 64 channel groups, rows of
 * threads side by side, and joins the rows at the end. Its uniforms and its threads, into parts as they are chosen for the
 * adapter, or as they are given.
 */
export function reductionOf(shape: tf.Tensor4D['shape'], width: Width, cut?: Parts) {
  const [n, h, w, c] = shape;
  const positions = n * h * w;
  const groups = c / width;
  const tile = Math.min(groups, WORKGROUP);
  const tiles = Math.ceil(groups / tile);
  const { parts, chunk } = cut ?? chooseParts(webgpuBackend(), positions);
  return {
    uniforms: { positions, groups, parts, chunk, tile, tiles },
    threads: parts * tiles * WORKGROUP,
  };
}

/** WGSL that does this for every element `at` of a thread of a reduction. */
export const eachPosition = (add: string): string => `
    for (var position = start + row; position < end; position += rows) {
      let at = position * uniforms.groups + channelGroup;
      ${add}
    }`;

/**
 * `fn main` of a reduction to two vectors per part and channel: `prepare` declares what a thread needs for its
 * `channelGroup` (in range) and part (`start` to `end`), `add` adds all elements to `first` and `second` (`eachPosition`), and `store`
 * writes what `first` and `second` have become to `result[to]` and `result[to + uniforms.groups]`, and on in the same way where a part
 * has more than two `rows`, in WGSL.
 */
export function reduction(prepare: string, add: string, store: string, rows = '2'): string {
  return `
var<workgroup> firsts : array<V, ${WORKGROUP}>;
var<workgroup> seconds : array<V, ${WORKGROUP}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let task = index / ${WORKGROUP};
  let part = task / uniforms.tiles;
  let row = lane / uniforms.tile;
  let rows = ${WORKGROUP} / uniforms.tile;
  let wanted = (task % uniforms.tiles) * uniforms.tile + lane % uniforms.tile;
  let working = row < rows && wanted < uniforms.groups;
  let channelGroup = min(wanted, uniforms.groups - 1);
  let start = part * uniforms.chunk;
  let end = min(start + uniforms.chunk, uniforms.positions);
  var first = V();
  var second = V();
  ${prepare}
  if (working) {
    ${add}
  }
  firsts[lane] = first;
  seconds[lane] = second;
  workgroupBarrier();
  if (working && row == 0) {
    for (var other = 1; other < rows; other++) {
      first += firsts[lane + other * uniforms.tile];
      second += seconds[lane + other * uniforms.tile];
    }
    let to = ${rows} * part * uniforms.groups + channelGroup;
    ${store}
  }
}
`;
}
