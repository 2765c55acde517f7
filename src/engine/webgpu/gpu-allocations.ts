/** Buffers on the GPU with the tensors that lie in them, owned together and freed together. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { viewTensor } from './capture';

export interface Held<T extends tf.Tensor = tf.Tensor> {
  readonly buffer: GPUBuffer;
  readonly tensor: T;
}

export class GpuAllocations {
  readonly backend: WebGPUBackend;
  readonly #buffers: GPUBuffer[] = [];
  readonly #tensors: tf.Tensor[] = [];

  constructor(backend: WebGPUBackend) {
    this.backend = backend;
  }

  /** A buffer with these values, and a tensor over it; it can be written from the queue and copied from. */
  upload<T extends tf.Tensor = tf.Tensor>(
    values: Float32Array | Int32Array,
    shape: readonly number[],
  ): Held<T> {
    const buffer = this.backend.device.createBuffer({
      size: Math.max(values.byteLength, 16),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      mappedAtCreation: true,
    });
    const range = buffer.getMappedRange();
    if (values instanceof Float32Array) new Float32Array(range).set(values);
    else new Int32Array(range).set(values);
    buffer.unmap();
    this.#buffers.push(buffer);
    const dtype = values instanceof Float32Array ? 'float32' : 'int32';
    return { buffer, tensor: this.view<T>(buffer, 0, shape, dtype) };
  }

  /** A tensor over a part of a buffer, which no tidying disposes; `offset` in numbers, a multiple of 64. */
  view<T extends tf.Tensor = tf.Tensor>(
    buffer: GPUBuffer,
    offset: number,
    shape: readonly number[],
    dtype: 'float32' | 'int32' = 'float32',
  ): T {
    const tensor = tf.keep(viewTensor<T>(this.backend, buffer, 4 * offset, shape, dtype));
    this.#tensors.push(tensor);
    return tensor;
  }

  /** Takes over what was made elsewhere. */
  adopt({ buffer, tensor }: Held): void {
    this.#buffers.push(buffer);
    this.#tensors.push(tensor);
  }

  get bytes(): number {
    return this.#buffers.reduce((sum, { size }) => sum + size, 0);
  }

  /** Frees everything; what has been submitted still runs. */
  dispose(): void {
    for (const tensor of this.#tensors) tensor.dispose();
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
