/** Buffers on the GPU with the tensors that lie in them, owned together and freed together, and how results come back. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { viewTensor } from './capture';
import { answerOf } from './health';

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

  /** Writes numbers at the beginning of a buffer, for what is submitted from now on. */
  write({ buffer }: Held, values: GPUAllowSharedBufferSource): void {
    this.backend.queue.writeBuffer(buffer, 0, values);
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

/** Results of steps by a few staging buffers in turn, while the next steps already run. */
export class ReadbackRing {
  readonly #free: GPUBuffer[];
  readonly #all: readonly GPUBuffer[];
  readonly #bytes: number;

  /** @param count Copies that may be under way at once. */
  constructor(device: GPUDevice, bytes: number, count: number) {
    this.#bytes = bytes;
    this.#all = Array.from({ length: count }, () =>
      device.createBuffer({ size: bytes, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ }),
    );
    this.#free = [...this.#all];
  }

  /**
   * Encodes a copy of `source` at the end of a step. The function it returns is to be called after the submission, and
   * resolves to the values.
   * @throws Error where all copies are under way.
   */
  copy(encoder: GPUCommandEncoder, source: GPUBuffer): () => Promise<ArrayBuffer> {
    const staging = this.#free.shift();
    if (staging === undefined) throw new Error('More steps under way than there are buffers to read them');
    encoder.copyBufferToBuffer(source, 0, staging, 0, this.#bytes);
    return async () => {
      await answerOf(staging.mapAsync(GPUMapMode.READ));
      const values = staging.getMappedRange().slice(0);
      staging.unmap();
      this.#free.push(staging);
      return values;
    };
  }

  dispose(): void {
    for (const buffer of this.#all) buffer.destroy();
  }
}

/** The first `bytes` of a buffer as float32, once what has been submitted is done. */
export async function readBuffer(
  device: GPUDevice,
  source: GPUBuffer,
  bytes: number,
): Promise<Float32Array<ArrayBuffer>> {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = device.createBuffer({ size: bytes, usage });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await answerOf(staging.mapAsync(GPUMapMode.READ));
    return new Float32Array(staging.getMappedRange().slice(0));
  } finally {
    staging.destroy();
  }
}
