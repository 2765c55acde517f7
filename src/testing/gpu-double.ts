/**
 * A GPU that computes nothing and counts what it is asked for: tests of how much work there is need no adapter, and take a
 * thousandth of the time that a software one does. Every result is 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { vi } from 'vitest';
import { disposeConstants } from '../ops/constants';

/** What was asked for since the last look. */
export interface Asked {
  /** Names of the kernels of all dispatches, in order. */
  readonly dispatches: readonly string[];
  readonly submissions: number;
  readonly buffers: number;
}

class Buffer {
  readonly size: number;
  readonly usage: number;
  #range: ArrayBuffer | undefined;

  constructor({ size, usage }: GPUBufferDescriptor) {
    this.size = size;
    this.usage = usage;
  }

  getMappedRange(): ArrayBuffer {
    return (this.#range ??= new ArrayBuffer(this.size));
  }

  unmap(): void {
    this.#range = undefined;
  }

  mapAsync = (): Promise<void> => Promise.resolve();
  destroy = (): void => undefined;
}

interface Module {
  readonly code: string;
}

interface Pipeline {
  readonly kernel: string;
  getBindGroupLayout(): object;
}

/** Our kernels begin with a comment that is their name; those of tfjs have a class. */
function pipelineOf({ label, compute }: GPUComputePipelineDescriptor): Pipeline {
  const { code } = compute.module as unknown as Module;
  const kernel = /^ *\/\/ ([\w-]+)$/m.exec(code)?.[1] ?? label ?? '';
  return { kernel, getBindGroupLayout: () => ({}) };
}

const USAGES = { MAP_READ: 1, MAP_WRITE: 2, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 };

/** What every device allows and some numbers more than it. */
const LIMITS = {
  maxBufferSize: 2 ** 31,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBufferBindingSize: 2 ** 31,
  maxStorageBuffersPerShaderStage: 8,
  maxUniformBufferBindingSize: 65_536,
  minUniformBufferOffsetAlignment: 256,
};

export class GpuDouble {
  /** Names of all pipelines that were ever made; one for each, so a name may come twice. */
  readonly pipelines: string[] = [];
  #dispatches: string[] = [];
  #submissions = 0;
  #buffers = 0;

  /** Makes it the backend of tfjs. @param vendor What the adapter calls itself. */
  async use(vendor = 'double'): Promise<void> {
    vi.stubGlobal('navigator', { gpu: {} });
    vi.stubGlobal('GPUBuffer', Buffer);
    // There are none.
    vi.stubGlobal('GPUTexture', { [Symbol.hasInstance]: () => false });
    vi.stubGlobal('GPUBufferUsage', USAGES);
    vi.stubGlobal('GPUMapMode', { READ: 1, WRITE: 2 });
    // They belong to the backend that made them.
    disposeConstants();
    if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new WebGPUBackend(this.#device(), { vendor } as GPUAdapterInfo));
    await tf.setBackend('webgpu');
  }

  /** Takes what it has put in the place of a browser's away. */
  leave(): void {
    disposeConstants();
    vi.unstubAllGlobals();
  }

  /** What was asked for since this was last called. */
  take(): Asked {
    const asked = { dispatches: this.#dispatches, submissions: this.#submissions, buffers: this.#buffers };
    this.#dispatches = [];
    [this.#submissions, this.#buffers] = [0, 0];
    return asked;
  }

  #device(): GPUDevice {
    const make = (descriptor: GPUComputePipelineDescriptor): Pipeline => {
      const pipeline = pipelineOf(descriptor);
      this.pipelines.push(pipeline.kernel);
      return pipeline;
    };
    const device = {
      features: new Set<string>(),
      limits: LIMITS,
      queue: {
        submit: () => this.#submissions++,
        writeBuffer: () => undefined,
        onSubmittedWorkDone: () => Promise.resolve(),
      },
      createBuffer: (descriptor: GPUBufferDescriptor) => {
        this.#buffers++;
        return new Buffer(descriptor);
      },
      createShaderModule: ({ code }: Module): Module => ({ code }),
      createComputePipeline: make,
      createComputePipelineAsync: (descriptor: GPUComputePipelineDescriptor) =>
        Promise.resolve(make(descriptor)),
      createBindGroup: () => ({}),
      createCommandEncoder: () => ({
        beginComputePass: () => this.#pass(),
        copyBufferToBuffer: () => undefined,
        finish: () => ({}),
      }),
      destroy: () => undefined,
    };
    return device as unknown as GPUDevice;
  }

  #pass() {
    let kernel = '';
    return {
      setPipeline: (pipeline: Pipeline) => void (kernel = pipeline.kernel),
      setBindGroup: () => undefined,
      dispatchWorkgroups: () => void this.#dispatches.push(kernel),
      end: () => undefined,
    };
  }
}
