/** Results back from the GPU: by a few staging buffers in turn while the next steps already run, or once. */

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
      await staging.mapAsync(GPUMapMode.READ);
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
    await staging.mapAsync(GPUMapMode.READ);
    return new Float32Array(staging.getMappedRange().slice(0));
  } finally {
    staging.destroy();
  }
}
