/** Dispatches as they are recorded, and the memory that the tensors between them get. */
import type { Kernel } from '../../ops/webgpu/program';

/** Memory that a tensor will have; placed by hand, or by `placeSlots` where it fits. */
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

export type Resource = Slot | GPUBuffer | GPUBufferBinding;

export interface Recorded {
  /** What tfjs knows the program by; that of a kernel of ours has its name in it. */
  readonly key: string;
  /** Null where the program is one of tfjs. */
  readonly kernel: Kernel | null;
  readonly pipeline: GPUComputePipeline | Promise<GPUComputePipeline>;
  readonly workgroups: readonly [number, number, number];
  /** Output first, as tfjs binds them. */
  readonly bindings: readonly Resource[];
  /** As they are bound, with these in the place of the kernel's own. */
  readonly uniforms: (own: Kernel['uniforms']) => ArrayBuffer;
}

/** What a slot without a place ends in is read by no one, and need not run. */
export function withoutDead(recorded: readonly Recorded[]): Recorded[] {
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
export function placeSlots(device: GPUDevice, dispatches: readonly Recorded[]): GPUBuffer[] {
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

export function bindingOf(resource: Resource): GPUBufferBinding {
  if (resource instanceof GPUBuffer) return { buffer: resource };
  if (!(resource instanceof Slot)) return resource;
  if (resource.place === undefined) throw new Error('A captured tensor has no place');
  return resource.place;
}
