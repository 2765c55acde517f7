/**
 * The randomness of lanes on the GPU. A step is given where each stream begins, and which branches survive: the masks are drawn
 * there, from the same streams as on the processor.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import { randomStream, streamState } from '../../data/random';
import { jumpTables } from '../../data/random-jump';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { survivalFactor, type Noise } from '../../network/noise';
import { dropoutOf, FIRST_JUMP, JUMPS, scaleByEntry } from '../../ops/webgpu/dropout';

/** Words of the state of a stream. */
const WORDS = 4;

/** Streams of all lanes: those of one name are the same. */
export class GpuNoise {
  readonly #held: GpuAllocations;
  readonly #seed: number;
  readonly #states: Held;
  /** Names in the order of their states, as captured steps have asked for them. */
  readonly #names: string[] = [];
  #jumps: tf.Tensor | undefined;

  /** @param seed The experiment's order seed. */
  constructor(held: GpuAllocations, plans: readonly LanePlan[], seed: number) {
    this.#held = held;
    this.#seed = seed;
    // No network drops at more places than it has layers.
    const most = plans.reduce((sum, { layers }) => sum + layers.length, 1);
    this.#states = held.upload(new Int32Array(WORDS * most), [most, WORDS]);
  }

  /** x with a share dropped by the stream of this name: to be captured. */
  drop<T extends tf.Tensor>(x: T, share: number, name: string): T {
    this.#jumps ??= this.#held.upload(jumpTables(FIRST_JUMP, JUMPS), [JUMPS, 32, 16, WORDS]).tensor;
    return dropoutOf(x, share, {
      states: this.#states.tensor,
      stream: this.#streamOf(name),
      jumps: this.#jumps,
    });
  }

  /** Writes where all streams begin in a step, for what is submitted from now on. */
  writeStep(step: number): void {
    if (this.#names.length === 0) return;
    const states = this.#names.flatMap((name) => streamState(this.#seed, 'dropout', step, name));
    this.#held.backend.queue.writeBuffer(this.#states.buffer, 0, Int32Array.from(states));
  }

  #streamOf(name: string): number {
    const known = this.#names.indexOf(name);
    return known >= 0 ? known : this.#names.push(name) - 1;
  }
}

/** A branch that may be left out. */
interface Branch {
  readonly block: number;
  readonly survival: number;
  readonly scale: number;
  readonly name: string;
}

/** The noise of one lane: of streams that all share, and of branches that its own gains may keep. */
export class LaneNoise implements Noise {
  readonly #held: GpuAllocations;
  readonly #seed: number;
  readonly #shared: GpuNoise;
  readonly #factors: Held;
  /** In the order of their factors, as captured steps have asked for them. */
  readonly #branches: Branch[] = [];

  /** @param seed The experiment's order seed. */
  constructor(held: GpuAllocations, plan: LanePlan, seed: number, shared: GpuNoise) {
    this.#held = held;
    this.#seed = seed;
    this.#shared = shared;
    const size = Math.max(1, plan.blocks.length);
    this.#factors = held.upload(new Float32Array(size), [size]);
  }

  drop<T extends tf.Tensor>(x: T, share: number, name: string): T {
    return this.#shared.drop(x, share, name);
  }

  survive(x: tf.Tensor4D, block: number, survival: number, scale: number, name: string): tf.Tensor4D {
    const known = this.#branches.findIndex((branch) => branch.block === block);
    const entry = known >= 0 ? known : this.#branches.push({ block, survival, scale, name }) - 1;
    return scaleByEntry(x, this.#factors.tensor, entry);
  }

  /** Writes which branches survive a step, for what is submitted from now on; one that nothing leads around does. */
  writeStep(step: number, gains: readonly number[]): void {
    if (this.#branches.length === 0) return;
    const factors = this.#branches.map(({ block, survival, scale, name }) =>
      gains[block] === 0
        ? scale
        : scale * survivalFactor(randomStream(this.#seed, 'dropout', step, name), survival),
    );
    this.#held.backend.queue.writeBuffer(this.#factors.buffer, 0, Float32Array.from(factors));
  }
}
