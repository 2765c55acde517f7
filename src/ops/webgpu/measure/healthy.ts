/**
 * Keeps the weights with which a network last computed numbers that were all finite, or the first that were not: what is needed
 * to find where its forward pass breaks, long after the weights have moved on.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { isFinite } from '../head/scores';
import { BLOCK } from '../conv/packed';
import { runInto, WORKGROUP } from '../program';

/** Numbers that a workgroup copies: few of them look at the metrics. */
const CHUNK = 16 * WORKGROUP;

/** Room for the copy of `size` parameters, and behind them whether it is final. */
export function healthyRoom(size: number): number {
  return size + BLOCK;
}

/**
 * Copies `parameters` into `target` [healthyRoom] before a step, unless `metrics`, which a step before it has left there as
 * bits, are not finite, or were not once before: then the copy stays as it is, with the weights of the first step that broke.
 */
export function keepHealthy(parameters: tf.Tensor, metrics: tf.Tensor, target: tf.Tensor): void {
  const size = parameters.size;
  runInto(
    {
      name: 'keep-healthy',
      inputs: [
        { name: 'parameters', tensor: parameters },
        { name: 'metrics', tensor: metrics },
      ],
      output: { shape: target.shape },
      uniforms: { size, count: metrics.size },
      threads: Math.ceil(size / CHUNK) * WORKGROUP,
      code: () => `
${isFinite}
var<workgroup> broken : atomic<u32>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let start = index / ${WORKGROUP} * ${CHUNK};
  if (lane == 0) { atomicStore(&broken, select(0u, 1u, result[uniforms.size] != 0.0)); }
  workgroupBarrier();
  for (var at = lane; at < uniforms.count; at += ${WORKGROUP}) {
    if (!isFinite(bitcast<u32>(metrics[at]) & 0x7fffffffu)) { atomicStore(&broken, 1u); }
  }
  workgroupBarrier();
  if (atomicLoad(&broken) != 0u) {
    if (index == 0) { result[uniforms.size] = 1.0; }
    return;
  }
  let end = min(start + ${CHUNK}, uniforms.size);
  for (var at = start + lane; at < end; at += ${WORKGROUP}) { result[at] = parameters[at]; }
}
`,
    },
    target,
  );
}
