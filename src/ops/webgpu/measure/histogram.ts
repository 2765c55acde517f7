/** How the numbers of a tensor are spread over the bins of `HISTOGRAM_EDGES`: counts in parts, which the processor adds up. */
import type * as tf from '@tensorflow/tfjs-core';
import { HISTOGRAM_BINS, HISTOGRAM_EDGES } from '../../../architecture/instruments';
import { runInto, WORKGROUP } from '../program';

/** Fewest numbers that a workgroup counts, and most parts of a tensor. */
const LEAST_CHUNK = 4096;
const MOST_PARTS = 64;

function chunkOf(size: number): number {
  return Math.max(LEAST_CHUNK, Math.ceil(size / MOST_PARTS));
}

/** Room for the counts of a tensor of `size` numbers, in numbers. */
export function histogramRoom(size: number): number {
  return Math.ceil(size / chunkOf(size)) * HISTOGRAM_BINS;
}

/** Bits of the edges: those of magnitudes are in the same order as whole numbers. */
const edges = [...new Uint32Array(HISTOGRAM_EDGES.buffer)].map((bits) => `${bits}u`);

/** Writes the counts of each part of a tensor into `target` [histogramRoom]; what is not finite is not counted. */
export function histogramParts(values: tf.Tensor, target: tf.Tensor): void {
  const chunk = chunkOf(values.size);
  runInto(
    {
      name: 'histogram',
      inputs: [{ name: 'values', tensor: values }],
      output: { shape: target.shape, dtype: 'int32' },
      uniforms: { size: values.size, chunk },
      threads: Math.ceil(values.size / chunk) * WORKGROUP,
      code: () => `
var<workgroup> counts : array<atomic<u32>, ${HISTOGRAM_BINS}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let part = index / ${WORKGROUP};
  for (var bin = lane; bin < ${HISTOGRAM_BINS}; bin += ${WORKGROUP}) { atomicStore(&counts[bin], 0u); }
  workgroupBarrier();
  let end = min((part + 1) * uniforms.chunk, uniforms.size);
  for (var at = part * uniforms.chunk + lane; at < end; at += ${WORKGROUP}) {
    let bits = bitcast<u32>(values[at]);
    let magnitude = bits & 0x7fffffffu;
    if (magnitude >= 0x7f800000u) { continue; }
    let away = ${edges.map((edge) => `i32(magnitude >= ${edge})`).join(' + ')};
    atomicAdd(&counts[${HISTOGRAM_EDGES.length} + select(away, -away, magnitude != bits)], 1u);
  }
  workgroupBarrier();
  for (var bin = lane; bin < ${HISTOGRAM_BINS}; bin += ${WORKGROUP}) {
    result[part * ${HISTOGRAM_BINS} + bin] = i32(atomicLoad(&counts[bin]));
  }
}
`,
    },
    target,
  );
}

/** Shares of the bins from the counts that begin at `start`, of a tensor of `size` numbers. */
export function sharesOf(counts: Int32Array, start: number, size: number): Float32Array {
  const shares = new Float32Array(HISTOGRAM_BINS);
  const end = start + histogramRoom(size);
  for (let at = start; at < end; at++) {
    const bin = (at - start) % HISTOGRAM_BINS;
    shares[bin] = (shares[bin] ?? 0) + (counts[at] ?? 0);
  }
  return shares.map((count) => count / size);
}
