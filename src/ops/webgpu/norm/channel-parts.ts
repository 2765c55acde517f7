/**
 * Reductions over the positions of [N, H, W, C] per channel: how a workgroup shares the work. It takes one part of the
 * positions of up to 64 channel groups, rows of threads side by side, and joins the rows at the end.
 */
import { chooseParts } from '../conv/choose';
import { WORKGROUP, webgpuBackend, type Width } from '../program';

export interface Parts {
  readonly parts: number;
  /** Positions of a part; the last one may be shorter. */
  readonly chunk: number;
}

/** The uniforms of a reduction, and its threads. Into parts as they are chosen for the adapter, or as they are given. */
export function reductionOf(shape: readonly [number, number, number, number], width: Width, cut?: Parts) {
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

/**
 * `fn main` of a reduction to two vectors per part and channel: `prepare` declares what a thread needs for its
 * `channelGroup` (in range) and part (`start` to `end`), `add` adds the element `at` to `first` and `second`, and `store`
 * writes what `first` and `second` have become to `result[to]` and `result[to + uniforms.groups]`.
 */
export function reduction(prepare: string, add: string, store: string): string {
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
    for (var position = start + row; position < end; position += rows) {
      let at = position * uniforms.groups + channelGroup;
      ${add}
    }
  }
  firsts[lane] = first;
  seconds[lane] = second;
  workgroupBarrier();
  if (working && row == 0) {
    for (var other = 1; other < rows; other++) {
      first += firsts[lane + other * uniforms.tile];
      second += seconds[lane + other * uniforms.tile];
    }
    let to = 2 * part * uniforms.groups + channelGroup;
    ${store}
  }
}
`;
}
