/**
 * Which parameters of a lane on the GPU a step moves, and how far Adam's means of them have come. Parameters that get a gradient
 * in the same steps are a group, if they decay alike: all that the main line leads to, and of each block those that its shortcut
 * alone leads to.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import { shortcutParameters } from '../../architecture/shortcut-parameters';
import type { OptimiserConfig } from '../../config/schema';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { decayOf, paceOf } from '../../engine/optimiser';
import { PACE_SIZE } from '../../ops/webgpu/optimiser/hyper';

export class GpuPace {
  readonly #held: GpuAllocations;
  /** Of each: the block whose shortcut leads to it, null for the main line, and its decay. */
  readonly #kinds: readonly { readonly block: number | null; readonly weightDecay: number }[];
  /** Group of each parameter, in the plan's order. */
  readonly #groups: ReadonlyMap<string, number>;
  readonly #paces: Held<tf.Tensor2D>;
  /** Updates of each group that have been submitted. */
  #updates: readonly number[];
  /** What the GPU was told last. */
  #told = '';

  constructor(held: GpuAllocations, plan: LanePlan, optimiser: OptimiserConfig) {
    this.#held = held;
    const owners = shortcutParameters(plan);
    const kinds: { block: number | null; weightDecay: number }[] = [];
    this.#kinds = kinds;
    this.#groups = new Map(
      plan.parameters.map((parameter) => {
        const block = owners.get(parameter.name) ?? null;
        const weightDecay = decayOf(optimiser, parameter);
        const known = kinds.findIndex((kind) => kind.block === block && kind.weightDecay === weightDecay);
        return [parameter.name, known >= 0 ? known : kinds.push({ block, weightDecay }) - 1];
      }),
    );
    this.#updates = kinds.map(() => 0);
    const size = PACE_SIZE * kinds.length;
    this.#paces = held.upload<tf.Tensor2D>(new Float32Array(size), [kinds.length, PACE_SIZE]);
  }

  /** Of every group: see `PACE_SIZE`. */
  get tensor(): tf.Tensor2D {
    return this.#paces.tensor;
  }

  groupOf(parameter: string): number {
    const group = this.#groups.get(parameter);
    if (group === undefined) throw new Error(`No parameter is named ${parameter}`);
    return group;
  }

  /** Updates of each parameter that have been submitted, in the plan's order. */
  get updates(): readonly number[] {
    return [...this.#groups.values()].map((group) => this.#updates[group] ?? 0);
  }

  /** Goes on from what `updates` told. */
  restore(updates: readonly number[]): void {
    const groups = [...this.#groups.values()];
    this.#updates = this.#kinds.map((_, group) => updates[groups.indexOf(group)] ?? 0);
  }

  /** Writes a step with these skip gains and settings, for what is submitted from now on; with `update` it counts as taken. */
  writeStep(gains: readonly number[], settings: OptimiserConfig, update: boolean): void {
    const states = this.#kinds.map(({ block, weightDecay }, group) => {
      const open = block === null || gains[block] !== 0;
      return { updates: this.#updates[group] ?? 0, open, weightDecay };
    });
    const paces = Float32Array.from(states.flatMap((state) => paceOf(settings, state)));
    if (update) this.#updates = states.map(({ updates, open }) => (open ? updates + 1 : updates));
    const told = paces.join();
    if (told === this.#told) return;
    this.#told = told;
    this.#held.backend.queue.writeBuffer(this.#paces.buffer, 0, paces);
  }
}
