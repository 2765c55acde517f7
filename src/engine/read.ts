/** Bringing numbers from the backend to the processor. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Values of tensors, in order, as float32. Synchronous backends are read at once, so that nothing else can run between;
 * the others are all asked before the first is awaited. Disposes nothing.
 */
export async function readAll(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const asynchronous = tf.getBackend() === 'webgpu';
  if (!asynchronous) return tensors.map((tensor) => tensor.dataSync<'float32'>());
  return Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
}
