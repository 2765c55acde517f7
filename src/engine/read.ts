/** Bringing numbers from the backend to the processor. */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Values of tensors, in order, as float32. Synchronous backends are read at once, so that nothing else can run between;
 * the others are all asked before the first is awaited. Disposes nothing.
 */
export async function readAll(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const asynchronous = tf.getBackend() === 'webgpu';
  if (!asynchronous) return tensors.map((tensor) => tensor.dataSync<'float32'>());
  return Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
}

/**
 * Values of a tensor on a synchronous backend, for a look at once: on wasm where they lie, without a copy, until the next
 * tensor is made.
 */
export function peek(tensor: tf.Tensor): Float32Array {
  if (tf.getBackend() !== 'wasm') return tensor.dataSync<'float32'>();
  return (tf.backend() as BackendWasm).typedArrayFromHeap(tensor) as Float32Array;
}
