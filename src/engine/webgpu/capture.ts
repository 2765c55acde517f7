/**
 * A step as a list of dispatches, recorded once and replayed. While it is recorded nothing runs: tensors get no memory, only
 * a mark of who writes and who reads them, and tfjs only compiles. Then every dispatch that matters gets its pipeline, its
 * buffers, shared among tensors that do not live at the same time, and its bind group; a replay sets and dispatches.
 *
 * The one file that leans on how tfjs works inside: that `runWebGPUProgram` takes a tensor's memory from
 * `tensorMap.get(dataId).resource` and compiles without running under WEBGPU_ENGINE_COMPILE_ONLY, and how it lays out
 * uniforms. That replay and eager steps agree is tested in the browser.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { scalar } from '../../ops/constants';
import { uniformFields, type KernelProgram } from '../../ops/webgpu/program';
import { fuse, type KnownGains } from './fuse';
import { answerOf } from './health';
import { bindingOf, placeSlots, Slot, withoutDead, type Recorded, type Resource } from './recorded';
import { withOwnSums } from './sums';
import { packUniforms } from './uniforms';

/** tfjs declares `resource` as what it puts there itself; its bindings pass anything on. */
function resourceOf(backend: WebGPUBackend, dataId: tf.DataId): Resource | null {
  return (backend.tensorMap.get(dataId).resource ?? null) as Resource | null;
}

function setResource(backend: WebGPUBackend, dataId: tf.DataId, resource: Resource): void {
  backend.tensorMap.get(dataId).resource = resource as GPUBuffer;
}

/** A tensor over a stretch of a buffer, which must outlive it; `offset` in bytes, a multiple of 256. */
export function viewTensor<T extends tf.Tensor>(
  backend: WebGPUBackend,
  buffer: GPUBuffer,
  offset: number,
  shape: readonly number[],
  dtype: 'float32' | 'int32' = 'float32',
): T {
  const { dataId } = backend.makeTensorInfo([...shape], dtype);
  const size = 4 * tf.util.sizeFromShape([...shape]);
  setResource(backend, dataId, { buffer, offset, size });
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype }, backend) as T;
}

export class Capture {
  readonly #backend: WebGPUBackend;
  readonly #recorded: Recorded[] = [];
  /** Tensors with memory of their own that dispatches read: kept until the replay is disposed. */
  readonly #held: tf.DataId[] = [];

  constructor(backend: WebGPUBackend) {
    this.#backend = backend;
  }

  /** Records what `body` would run. It must not read values. May be called several times. */
  record<T>(body: () => T): T {
    const backend = this.#backend;
    const original = backend.runWebGPUProgram.bind(backend);
    const compileOnly = tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
    backend.runWebGPUProgram = (program, inputs, dtype, uniforms, output) => {
      this.#fill(inputs);
      const info = output ?? backend.makeTensorInfo(program.outputShape, dtype);
      if (resourceOf(backend, info.dataId) === null)
        setResource(backend, info.dataId, new Slot(4 * tf.util.sizeFromShape(info.shape)));
      original(program, inputs, dtype, uniforms, info);
      this.#add(program, inputs, info, uniforms ?? []);
      return info;
    };
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
    try {
      return withOwnSums(body);
    } finally {
      tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', compileOnly);
      // The class's own method shows again.
      Reflect.deleteProperty(backend, 'runWebGPUProgram');
    }
  }

  /**
   * A tensor that stands for one which is made elsewhere, in another form. Should something read it after all, `fill` is
   * called first, and must record a kernel that writes it.
   */
  placeholder(shape: readonly number[], fill?: (target: tf.TensorInfo) => void): tf.Tensor {
    const info: tf.TensorInfo = {
      ...this.#backend.makeTensorInfo([...shape], 'float32'),
      shape: [...shape],
    };
    const slot = new Slot(4 * tf.util.sizeFromShape(info.shape), fill && (() => fill(info)));
    setResource(this.#backend, info.dataId, slot);
    return tf.engine().makeTensorFromTensorInfo(info, this.#backend);
  }

  /** Whether something recorded reads the tensor of this slot. */
  isRead(slot: Slot): boolean {
    return this.#recorded.some(({ bindings }) => bindings.indexOf(slot, 1) > 0);
  }

  /** The slot of a tensor, or null where it has memory of its own. */
  findSlot(tensor: tf.TensorInfo): Slot | null {
    const resource = resourceOf(this.#backend, tensor.dataId);
    return resource instanceof Slot ? resource : null;
  }

  /** The slot of a tensor that something recorded has written. */
  slotOf(tensor: tf.TensorInfo): Slot {
    const slot = this.findSlot(tensor);
    if (slot === null) throw new Error('Nothing that is captured has made this tensor');
    return slot;
  }

  /**
   * Compiles what is not compiled yet, in parallel, and gives every tensor its memory. Nothing else may run on the backend
   * until the promise resolves. `onProgress` hears of the share of pipelines that are there.
   */
  async finish(onProgress: (fraction: number) => void = () => undefined): Promise<Replay> {
    const { device } = this.#backend;
    const live = withoutDead(fuse(withoutDead(this.#recorded), this.#knownGains()));
    const distinct = new Set(live.map(({ pipeline }) => pipeline));
    let compiled = 0;
    for (const pipeline of distinct)
      // Failures show where all of them are awaited.
      void Promise.resolve(pipeline).then(
        () => onProgress(++compiled / distinct.size),
        () => undefined,
      );
    const pipelines = await Promise.all(live.map(({ pipeline }) => answerOf(Promise.resolve(pipeline))));
    await answerOf(this.#backend.checkCompileCompletionAsync());
    const buffers = placeSlots(device, live);
    const uniforms = uploadUniforms(
      device,
      live.map((recorded) => recorded.uniforms(recorded.kernel?.uniforms ?? {})),
    );
    const dispatches = live.map((recorded, i): Dispatch => {
      const pipeline = pipelines[i] as GPUComputePipeline;
      const resources = [...recorded.bindings.map(bindingOf), uniforms.bindings[i] as GPUBufferBinding];
      const bindGroup = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
      return { key: recorded.key, pipeline, bindGroup, workgroups: recorded.workgroups };
    });
    // What was uploaded while recording waits in tfjs's own encoder.
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
    return new Replay(this.#backend, dispatches, [...buffers, uniforms.buffer], this.#held);
  }

  #knownGains(): KnownGains {
    const [zero, one] = [scalar(0), scalar(1)].map(({ dataId }) => resourceOf(this.#backend, dataId));
    return { zero: zero ?? null, one: one ?? null };
  }

  #fill(tensors: readonly tf.TensorInfo[]): void {
    for (const tensor of tensors) {
      const slot = this.findSlot(tensor);
      const fill = slot?.fill;
      if (slot === null || fill === undefined) continue;
      slot.fill = undefined;
      fill();
    }
  }

  #add(
    program: WebGPUProgram & KernelProgram,
    inputs: readonly tf.TensorInfo[],
    output: tf.TensorInfo,
    uniforms: readonly { readonly type: string; readonly data: readonly number[] }[],
  ): void {
    const backend = this.#backend;
    const bindings = [output, ...inputs].map(({ dataId }) => {
      const resource = resourceOf(backend, dataId);
      if (resource === null) throw new Error('A captured dispatch reads a tensor that has no memory');
      return resource;
    });
    inputs.forEach(({ dataId }, i) => {
      if (!(bindings[i + 1] instanceof GPUBuffer)) return;
      backend.incRef(dataId);
      this.#held.push(dataId);
    });
    if (program.pipeline === undefined) throw new Error('tfjs has compiled nothing');
    const [x, y, z] = program.dispatch;
    const { kernel = null } = program;
    this.#recorded.push({
      key: program.shaderKey,
      kernel,
      pipeline: program.pipeline,
      workgroups: [x, y, z],
      bindings,
      uniforms: (own) =>
        packUniforms(program, inputs, output, kernel === null ? uniforms : uniformFields(own)),
    });
  }
}

/** All uniforms in one buffer, equal ones once. */
function uploadUniforms(
  device: GPUDevice,
  uniforms: readonly ArrayBuffer[],
): { readonly buffer: GPUBuffer; readonly bindings: readonly GPUBufferBinding[] } {
  const step = device.limits.minUniformBufferOffsetAlignment;
  const offsets = new Map<string, number>();
  let end = 0;
  const places = uniforms.map((each) => {
    const key = new Uint32Array(each).join(' ');
    const known = offsets.get(key);
    if (known !== undefined) return known;
    const offset = end;
    offsets.set(key, offset);
    end += Math.ceil(each.byteLength / step) * step;
    return offset;
  });
  const buffer = device.createBuffer({
    size: Math.max(end, step),
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  });
  const bytes = new Uint8Array(buffer.getMappedRange());
  uniforms.forEach((each, i) => bytes.set(new Uint8Array(each), places[i]));
  buffer.unmap();
  const bindings = uniforms.map((each, i) => ({
    buffer,
    offset: places[i] ?? 0,
    size: each.byteLength,
  }));
  return { buffer, bindings };
}

interface Dispatch {
  readonly key: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

export class Replay {
  readonly dispatchCount: number;
  readonly pipelineCount: number;
  /** Of the buffers that only this replay uses. */
  readonly bytes: number;
  readonly #backend: WebGPUBackend;
  readonly #dispatches: readonly Dispatch[];
  readonly #buffers: readonly GPUBuffer[];
  readonly #held: readonly tf.DataId[];

  constructor(
    backend: WebGPUBackend,
    dispatches: readonly Dispatch[],
    buffers: readonly GPUBuffer[],
    held: readonly tf.DataId[],
  ) {
    this.#backend = backend;
    this.#dispatches = dispatches;
    this.#buffers = buffers;
    this.#held = held;
    this.dispatchCount = dispatches.length;
    this.pipelineCount = new Set(dispatches.map(({ pipeline }) => pipeline)).size;
    this.bytes = buffers.reduce((sum, { size }) => sum + size, 0);
  }

  /** By what tfjs knows the program of each dispatch; our kernels have their names in it. */
  get kernelNames(): readonly string[] {
    return this.#dispatches.map(({ key }) => key);
  }

  /** Adds all dispatches to a pass, in order. */
  encode(pass: GPUComputePassEncoder): void {
    let current: GPUComputePipeline | undefined;
    for (const { pipeline, bindGroup, workgroups } of this.#dispatches) {
      if (pipeline !== current) pass.setPipeline(pipeline);
      current = pipeline;
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2]);
    }
  }

  /** Frees the buffers; what has been submitted still runs. */
  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    for (const dataId of this.#held) this.#backend.disposeData(dataId);
  }
}
