/**
 * What a step tells one lane on the GPU alone, in buffers that are written before a replay: its skip gains, which branches
 * survive, and which parameters move, at what pace.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { shortcutParameters, type LanePlan } from '../../architecture/nodes';
import type { OptimiserConfig } from '../../config/schema';
import { randomStream } from '../../data/random';
import { decayOf, paceOf } from '../../engine/optimiser';
import type { GpuAllocations, Held } from '../../engine/webgpu/gpu-allocations';
import { survivalFactor, type Noise } from '../../network/noise';
import { PACE_SIZE, type Paces } from '../../ops/webgpu/optimiser/hyper';
import { scaleByEntry } from '../../ops/webgpu/dropout';
import type { StepInputs } from '../step-inputs';
import type { GpuInputs } from './inputs';

/** Numbers between two gains: what a binding's offset must be a multiple of. */
const GAIN_PITCH = 64;

/** A branch that may be left out. */
interface Branch {
  readonly block: number;
  readonly survival: number;
  readonly scale: number;
  readonly name: string;
}

/** Parameters that get a gradient in the same steps and decay alike. */
interface Group {
  /** Block whose shortcut alone leads to them; null for the main line. */
  readonly block: number | null;
  readonly weightDecay: number;
}

export class LaneInputs implements Noise {
  /** Of each block, as a view. */
  readonly gains: readonly tf.Tensor1D[];
  readonly #held: GpuAllocations;
  readonly #shared: GpuInputs;
  readonly #gains: Held;
  #gainsTold: readonly number[] | undefined;
  readonly #factors: Held;
  /** In the order of their factors, as captured steps have asked for them. */
  readonly #branches: Branch[] = [];
  readonly #groups: readonly Group[];
  /** Group of each parameter, in the plan's order. */
  readonly #groupOf: ReadonlyMap<string, number>;
  readonly #paces: Held<Paces>;
  #pacesTold = '';
  /** Updates of each group that have been submitted. */
  #updates: readonly number[];

  constructor(held: GpuAllocations, plan: LanePlan, optimiser: OptimiserConfig, shared: GpuInputs) {
    this.#held = held;
    this.#shared = shared;
    const blocks = Math.max(1, plan.blocks.length);
    const gains = held.upload(new Float32Array(blocks * GAIN_PITCH), [blocks * GAIN_PITCH]);
    this.#gains = gains;
    this.gains = plan.blocks.map(({ index }) => held.view(gains.buffer, index * GAIN_PITCH, [1]));
    this.#factors = held.upload(new Float32Array(blocks), [blocks]);
    const owners = shortcutParameters(plan);
    const groups: Group[] = [];
    this.#groups = groups;
    this.#groupOf = new Map(
      plan.parameters.map((parameter) => {
        const block = owners.get(parameter.name) ?? null;
        const weightDecay = decayOf(optimiser, parameter);
        const known = groups.findIndex((one) => one.block === block && one.weightDecay === weightDecay);
        return [parameter.name, known >= 0 ? known : groups.push({ block, weightDecay }) - 1];
      }),
    );
    this.#updates = groups.map(() => 0);
    const size = PACE_SIZE * groups.length;
    this.#paces = held.upload<Paces>(new Float32Array(size), [groups.length, PACE_SIZE]);
  }

  /** Of every group: see `PACE_SIZE`. */
  get paces(): Paces {
    return this.#paces.tensor;
  }

  groupOf(parameter: string): number {
    const group = this.#groupOf.get(parameter);
    if (group === undefined) throw new Error(`No parameter is named ${parameter}`);
    return group;
  }

  /** Updates of each parameter that have been submitted, in the plan's order. */
  get updates(): readonly number[] {
    return [...this.#groupOf.values()].map((group) => this.#updates[group] ?? 0);
  }

  /** Goes on from what `updates` told. */
  restore(updates: readonly number[]): void {
    const groups = [...this.#groupOf.values()];
    this.#updates = this.#groups.map((_, group) => updates[groups.indexOf(group)] ?? 0);
  }

  drop<T extends tf.Tensor>(x: T, share: number, name: string): T {
    return this.#shared.drop(x, share, name);
  }

  survive(x: tf.Tensor4D, block: number, survival: number, scale: number, name: string): tf.Tensor4D {
    const known = this.#branches.findIndex((branch) => branch.block === block);
    const entry = known >= 0 ? known : this.#branches.push({ block, survival, scale, name }) - 1;
    return scaleByEntry(x, this.#factors.tensor, entry);
  }

  /** Writes the skip gains by block, for what is submitted from now on. */
  writeGains(gains: readonly number[]): void {
    if (gains === this.#gainsTold) return;
    this.#gainsTold = gains;
    const values = new Float32Array(this.#gains.tensor.size);
    gains.forEach((gain, block) => (values[block * GAIN_PITCH] = gain));
    this.#held.write(this.#gains, values);
  }

  /** Writes all of a step with these gains, likewise; one that is taken counts as an update. */
  writeStep({ step, seed, optimiser, update }: StepInputs, gains: readonly number[]): void {
    this.writeGains(gains);
    // A branch that nothing leads around survives.
    const factors = this.#branches.map(({ block, survival, scale, name }) =>
      gains[block] === 0
        ? scale
        : scale * survivalFactor(randomStream(seed, 'dropout', step, name), survival),
    );
    if (factors.length > 0) this.#held.write(this.#factors, Float32Array.from(factors));
    const states = this.#groups.map(({ block, weightDecay }, group) => {
      const open = block === null || gains[block] !== 0;
      return { updates: this.#updates[group] ?? 0, open, weightDecay };
    });
    const paces = Float32Array.from(states.flatMap((state) => paceOf(optimiser, state)));
    if (paces.join() !== this.#pacesTold) this.#held.write(this.#paces, paces);
    this.#pacesTold = paces.join();
    if (update) this.#updates = states.map(({ updates, open }) => (open ? updates + 1 : updates));
  }
}
