/** What a network on the GPU has learnt: parameters, the optimiser's memory and running statistics, packed in two buffers. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { RunningNorm } from '../../contract/weights';
import type { LaneState } from '../../contract/run-state';
import { readBuffer, type GpuAllocations, type Held } from '../../engine/webgpu/gpu-allocations';
import { initialParameters, layoutOf } from '../../network/parameters';
import type { BatchStatistics } from '../../ops/kernels';
import { stateRows, type UpdateRule } from '../../ops/webgpu/optimiser/hyper';
import { pack, packedLayout, unpack, type PackedLayout } from './layout';
import { lookUp } from '../gradient';

export class GpuState {
  readonly layout: PackedLayout;
  readonly rule: UpdateRule;
  /** See `updateState`. */
  readonly packed: Held;
  readonly running: Held;
  /** By name, as views. */
  readonly parameters: ReadonlyMap<string, tf.Tensor>;
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
  readonly #held: GpuAllocations;

  /** Parameters as `seed` draws them. */
  constructor(held: GpuAllocations, plan: LanePlan, rule: UpdateRule, seed: number) {
    this.#held = held;
    this.rule = rule;
    const layout = packedLayout(plan);
    this.layout = layout;
    const rows = stateRows(rule);
    const state = new Float32Array(rows * layout.size);
    state.set(pack(layout, initialParameters(plan, seed)));
    this.packed = held.upload(state, [rows, layout.size]);
    this.parameters = new Map(
      layoutOf(plan.parameters).entries.map(({ name, shape }) => {
        const { offset } = lookUp(layout.parameters)(name);
        return [name, held.view(this.packed.buffer, offset, shape)];
      }),
    );
    const running = new Float32Array(layout.runningSize);
    for (const { variance, channels } of layout.norms.values())
      running.fill(1, variance, variance + channels);
    this.running = held.upload(running, [layout.runningSize]);
    this.statistics = new Map(
      [...layout.norms].map(([norm, { mean, variance, channels }]) => [
        norm,
        {
          mean: held.view<tf.Tensor1D>(this.running.buffer, mean, [channels]),
          variance: held.view<tf.Tensor1D>(this.running.buffer, variance, [channels]),
        },
      ]),
    );
  }

  /** Everything after all that has been submitted, read back; `updates` are the optimiser's. */
  async snapshot(updates: readonly number[]): Promise<LaneState> {
    const { device } = this.#held.backend;
    const { layout } = this;
    // All rows but the last, which is the gradient.
    const rows = stateRows(this.rule) - 1;
    const [state, running] = await Promise.all([
      readBuffer(device, this.packed.buffer, rows * 4 * layout.size),
      readBuffer(device, this.running.buffer, 4 * layout.runningSize),
    ]);
    const row = (index: number): Float32Array =>
      state.subarray(index * layout.size, (index + 1) * layout.size);
    const statistics = [...layout.norms].map(
      ([norm, { mean, variance, channels }]): [string, RunningNorm] => {
        const own = (from: number) => running.slice(from, from + channels);
        return [norm, { mean: own(mean), variance: own(variance) }];
      },
    );
    return {
      parameters: unpack(layout, row(0)),
      statistics: new Map(statistics),
      optimiser: {
        first: unpack(layout, row(1)),
        second: this.rule.moments > 1 ? unpack(layout, row(2)) : new Float32Array(0),
        updates,
      },
    };
  }

  /** Goes on from a snapshot of the same plan and optimiser, for all that is submitted from now on. */
  restore({ parameters, statistics, optimiser }: LaneState): void {
    const { layout } = this;
    const { queue } = this.#held.backend;
    const moments = [optimiser.first, optimiser.second].slice(0, this.rule.moments);
    [parameters, ...moments].forEach((values, row) =>
      queue.writeBuffer(this.packed.buffer, row * 4 * layout.size, pack(layout, values)),
    );
    const running = new Float32Array(layout.runningSize);
    for (const [norm, { mean, variance }] of layout.norms) {
      const saved = lookUp(statistics)(norm);
      running.set(saved.mean, mean);
      running.set(saved.variance, variance);
    }
    this.#held.write(this.running, running);
  }
}
