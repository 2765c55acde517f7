/** Sums of gradients by a kernel of ours while a step is recorded: tfjs's tape adds with its own, which nothing can ride with. */
import * as tf from '@tensorflow/tfjs-core';
import { gainedSum } from '../../ops/webgpu/norm/gradient';

const WHERE = ['Add', 'webgpu'] as const;

/** Runs `body` with sums of tensors of one shape made by `gainedSum`. */
export function withOwnSums<T>(body: () => T): T {
  const original = tf.getKernel(...WHERE);
  // A recording within a recording.
  if (original.kernelFunc === ownSum) return body();
  tf.unregisterKernel(...WHERE);
  tf.registerKernel({ ...original, kernelFunc: ownSum });
  before = original.kernelFunc;
  try {
    return body();
  } finally {
    tf.unregisterKernel(...WHERE);
    tf.registerKernel(original);
  }
}

let before: tf.KernelFunc | undefined;

const ownSum: tf.KernelFunc = (call) => {
  const { a, b } = call.inputs as Record<'a' | 'b', tf.TensorInfo>;
  const same = tf.util.arraysEqual(a.shape, b.shape) && a.dtype === 'float32' && b.dtype === 'float32';
  if (!same && before !== undefined) return before(call);
  return gainedSum(a, b, 1);
};
