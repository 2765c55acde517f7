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
import { packUniforms } from './uniforms';

/** Memory that a tensor will have; placed by hand, or by `finish` where it fits. */
export class Slot {
  readonly bytes: number;
  place: GPUBufferBinding | undefined;
  /** Records what writes it, before something first reads it; for tensors that are usually read by none. */
  fill: (() => void) | undefined;

  constructor(bytes: number, fill?: () => void) {
    this.bytes = bytes;
    this.fill = fill;
  }
}

type Resource = Slot | GPUBuffer | GPUBufferBinding;

interface Recorded {
  /** What tfjs knows the program by, which begins with the name of the kernel. */
  readonly key: string;
  readonly pipeline: GPUComputePipeline | Promise<GPUComputePipeline>;
  readonly workgroups: readonly [number, number, number];
  /** Output first, as tfjs binds them. */
  readonly bindings: readonly Resource[];
  readonly uniforms: ArrayBuffer;
}

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
      return body();
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
    const live = withoutDead(this.#recorded);
    const distinct = new Set(live.map(({ pipeline }) => pipeline));
    let compiled = 0;
    for (const pipeline of distinct)
      // Failures show where all of them are awaited.
      void Promise.resolve(pipeline).then(
        () => onProgress(++compiled / distinct.size),
        () => undefined,
      );
    const pipelines = await Promise.all(live.map(async ({ pipeline }) => pipeline));
    await this.#backend.checkCompileCompletionAsync();
    const buffers = placeSlots(device, live);
    const uniforms = uploadUniforms(device, live);
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
    program: WebGPUProgram,
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
    this.#recorded.push({
      key: program.shaderKey,
      pipeline: program.pipeline,
      workgroups: [x, y, z],
      bindings,
      uniforms: packUniforms(program, inputs, output, uniforms),
    });
  }
}

/** What a slot without a place ends in is read by no one, and need not run. */
function withoutDead(recorded: readonly Recorded[]): Recorded[] {
  const wanted = new Set<Slot>();
  const live: Recorded[] = [];
  for (const dispatch of recorded.toReversed()) {
    const [output, ...inputs] = dispatch.bindings;
    if (output instanceof Slot && output.place === undefined && !wanted.has(output)) continue;
    live.push(dispatch);
    for (const input of inputs) if (input instanceof Slot) wanted.add(input);
  }
  return live.reverse();
}

/** A buffer may be this many times larger than the tensor that it is lent to. */
const SLACK = 2;

/** Gives every slot without a place a buffer that is free while the tensor lives. Returns the buffers that were made. */
function placeSlots(device: GPUDevice, dispatches: readonly Recorded[]): GPUBuffer[] {
  const lastUse = new Map<Slot, number>();
  dispatches.forEach(({ bindings }, i) => {
    for (const binding of bindings) if (binding instanceof Slot) lastUse.set(binding, i);
  });
  const made: GPUBuffer[] = [];
  const free: GPUBuffer[] = [];
  const lent = new Set<Slot>();
  dispatches.forEach(({ bindings }, i) => {
    const [output, ...inputs] = bindings;
    for (const input of inputs) {
      if (input instanceof Slot && input.place === undefined)
        throw new Error('A captured dispatch reads what none before it has written');
    }
    if (output instanceof Slot && output.place === undefined) {
      const { bytes } = output;
      const fitting = free.filter(({ size }) => size >= bytes && size <= SLACK * bytes);
      const best = fitting.toSorted((a, b) => a.size - b.size)[0];
      const buffer = best ?? device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE });
      if (best === undefined) made.push(buffer);
      else free.splice(free.indexOf(best), 1);
      output.place = { buffer, offset: 0, size: bytes };
      lent.add(output);
    }
    for (const binding of new Set(bindings)) {
      if (!(binding instanceof Slot) || lastUse.get(binding) !== i || !lent.delete(binding)) continue;
      if (binding.place !== undefined) free.push(binding.place.buffer);
    }
  });
  return made;
}

function bindingOf(resource: Resource): GPUBufferBinding {
  if (resource instanceof GPUBuffer) return { buffer: resource };
  if (!(resource instanceof Slot)) return resource;
  if (resource.place === undefined) throw new Error('A captured tensor has no place');
  return resource.place;
}

/** All uniforms in one buffer, equal ones once. */
function uploadUniforms(
  device: GPUDevice,
  dispatches: readonly Recorded[],
): { readonly buffer: GPUBuffer; readonly bindings: readonly GPUBufferBinding[] } {
  const step = device.limits.minUniformBufferOffsetAlignment;
  const offsets = new Map<string, number>();
  let end = 0;
  const places = dispatches.map(({ uniforms }) => {
    const key = new Uint32Array(uniforms).join(' ');
    const known = offsets.get(key);
    if (known !== undefined) return known;
    const offset = end;
    offsets.set(key, offset);
    end += Math.ceil(uniforms.byteLength / step) * step;
    return offset;
  });
  const buffer = device.createBuffer({
    size: Math.max(end, step),
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  });
  const bytes = new Uint8Array(buffer.getMappedRange());
  dispatches.forEach(({ uniforms }, i) => bytes.set(new Uint8Array(uniforms), places[i]));
  buffer.unmap();
  const bindings = dispatches.map(({ uniforms }, i) => ({
    buffer,
    offset: places[i] ?? 0,
    size: uniforms.byteLength,
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
