/**
 * Results in parts, left for the end of a captured step: all parts of one kind lie in one buffer, so that one dispatch can
 * finish them all. Gradients and statistics have a buffer each: the reduction of a norm's gradient reads the one and writes
 * the other.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { MomentParts } from '../../ops/webgpu/norm/statistics';
import { BLOCK } from '../../ops/webgpu/optimiser/packed';
import { sumParts, sumPartsInto, type PartRows, type Reductions } from '../../ops/webgpu/reductions';
import { viewTensor, type Capture } from './capture';
import type { Slot } from './recorded';

/** A sum that is still to be made. `start` in numbers of the workspace. */
export interface PendingSum {
  readonly parts: number;
  readonly stride: number;
  readonly start: number;
}

export interface PendingStatistics {
  readonly parts: number;
  readonly chunk: number;
  readonly positions: number;
  readonly channels: number;
  readonly start: number;
}

/** Collects tensors that are to lie in one buffer. */
class Workspace {
  readonly #offsets = new Map<Slot, number>();
  #numbers = 0;

  /** Where the tensor will begin, in numbers. */
  add(slot: Slot): number {
    const known = this.#offsets.get(slot);
    if (known !== undefined) return known;
    const offset = this.#numbers;
    this.#offsets.set(slot, offset);
    this.#numbers += Math.ceil(slot.bytes / 4 / BLOCK) * BLOCK;
    return offset;
  }

  place(backend: WebGPUBackend): { readonly buffer: GPUBuffer; readonly tensor: tf.Tensor } {
    const size = Math.max(this.#numbers, BLOCK);
    const buffer = backend.device.createBuffer({ size: 4 * size, usage: GPUBufferUsage.STORAGE });
    for (const [slot, offset] of this.#offsets) slot.place = { buffer, offset: 4 * offset, size: slot.bytes };
    return { buffer, tensor: viewTensor(backend, buffer, 0, [size]) };
  }
}

export class DeferredReductions implements Reductions {
  readonly #capture: Capture;
  readonly #gradients = new Workspace();
  readonly #moments = new Workspace();
  readonly #sums = new Map<Slot, PendingSum>();
  readonly #statistics = new Map<Slot, PendingStatistics>();
  /** Parts that a sum may still have to be made of before its time. */
  readonly #kept: tf.Tensor[] = [];

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  sum({ tensor, parts, stride, offset }: PartRows, shape: readonly number[]): tf.Tensor {
    const start = this.#gradients.add(this.#capture.slotOf(tensor)) + offset;
    const kept = tf.keep(tensor.clone());
    this.#kept.push(kept);
    const result = this.#capture.placeholder(shape, (target) =>
      sumPartsInto({ tensor: kept, parts, stride, offset }, target),
    );
    this.#sums.set(this.#capture.slotOf(result), { parts, stride, start });
    return result;
  }

  statistics({ tensor, parts, chunk, positions }: MomentParts, channels: number) {
    const start = this.#moments.add(this.#capture.slotOf(tensor));
    const mean = this.#capture.placeholder([channels]) as tf.Tensor1D;
    const variance = this.#capture.placeholder([channels]) as tf.Tensor1D;
    this.#statistics.set(this.#capture.slotOf(mean), {
      parts,
      chunk,
      positions,
      channels,
      start,
    });
    return { mean, variance };
  }

  /** What a gradient is the sum of: of itself, where some op has made it in one piece. */
  sumOf(gradient: tf.Tensor): PendingSum {
    const slot = this.#capture.findSlot(gradient);
    const pending = slot === null ? undefined : this.#sums.get(slot);
    if (pending !== undefined) return pending;
    const [parts, stride] = [1, gradient.size];
    if (slot !== null && !this.#capture.isRead(slot))
      return { parts, stride, start: this.#gradients.add(slot) };
    // Whoever reads it may write among the parts, and a dispatch must not do both in one buffer.
    const copy = this.#capture.record(() =>
      sumParts({ tensor: gradient, parts, stride, offset: 0 }, gradient.shape),
    );
    this.#kept.push(copy);
    return { parts, stride, start: this.#gradients.add(this.#capture.slotOf(copy)) };
  }

  statisticsOf(mean: tf.TensorInfo): PendingStatistics {
    const statistics = this.#statistics.get(this.#capture.slotOf(mean));
    if (statistics === undefined) throw new Error('Statistics were not left in parts');
    return statistics;
  }

  /** Gives the parts their memory, to be disposed by the caller. */
  place(backend: WebGPUBackend) {
    tf.dispose(this.#kept.splice(0));
    return { gradients: this.#gradients.place(backend), moments: this.#moments.place(backend) };
  }
}
