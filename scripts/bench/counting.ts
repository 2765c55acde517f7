/** Counts what a page asks of the GPU, by wrapping the WebGPU calls. To be installed before a contender starts. */

export interface GpuCounts {
  dispatches: number;
  submits: number;
  /** Distinct compute pipelines made so far. */
  pipelines: number;
  /** By writeBuffer and by buffers mapped at creation. */
  uploadedBytes: number;
  /** Bytes of all buffers alive. */
  bufferBytes: number;
}

/** Null where there is no WebGPU. */
export function countGpu(): GpuCounts | null {
  if (!('gpu' in navigator)) return null;
  const counts: GpuCounts = { dispatches: 0, submits: 0, pipelines: 0, uploadedBytes: 0, bufferBytes: 0 };
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', () => counts.dispatches++);
  wrap(GPUQueue.prototype, 'submit', () => counts.submits++);
  wrap(GPUDevice.prototype, 'createComputePipeline', () => counts.pipelines++);
  wrap(GPUDevice.prototype, 'createComputePipelineAsync', () => counts.pipelines++);
  wrap(GPUQueue.prototype, 'writeBuffer', (_buffer, _offset, data, _start, size) => {
    const view = data as ArrayBufferView | ArrayBuffer;
    const element = 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1;
    counts.uploadedBytes += typeof size === 'number' ? size * element : view.byteLength;
  });
  countBuffers(counts);
  return counts;
}

/** Calls `seen` with the arguments before the method itself. */
function wrap<T extends object>(prototype: T, method: keyof T, seen: (...values: unknown[]) => void): void {
  const original = prototype[method] as (...values: unknown[]) => unknown;
  Object.defineProperty(prototype, method, {
    value(this: T, ...values: unknown[]) {
      seen(...values);
      return original.apply(this, values);
    },
  });
}

function countBuffers(counts: GpuCounts): void {
  const create = Reflect.get(GPUDevice.prototype, 'createBuffer') as GPUDevice['createBuffer'];
  const alive = new WeakMap<GPUBuffer, number>();
  Object.defineProperty(GPUDevice.prototype, 'createBuffer', {
    value(this: GPUDevice, descriptor: GPUBufferDescriptor) {
      const buffer = create.call(this, descriptor);
      alive.set(buffer, descriptor.size);
      counts.bufferBytes += descriptor.size;
      if (descriptor.mappedAtCreation === true) counts.uploadedBytes += descriptor.size;
      return buffer;
    },
  });
  const destroy = Reflect.get(GPUBuffer.prototype, 'destroy') as GPUBuffer['destroy'];
  Object.defineProperty(GPUBuffer.prototype, 'destroy', {
    value(this: GPUBuffer) {
      counts.bufferBytes -= alive.get(this) ?? 0;
      alive.delete(this);
      return destroy.call(this);
    },
  });
}
