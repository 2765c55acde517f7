/** A network on the heap of the kernels: its parameters, their gradient, and the running statistics of its norms. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { RunningNorm } from '../../contract/weights';
import { updateRunning } from '../../engine/statistics';
import { layoutOf, type ParameterLayout } from '../../network/parameters';
import { statisticsLayout, type StatisticsLayout } from '../../network/planned/statistics';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';

export class HeapNetwork {
  readonly plan: LanePlan;
  readonly layout: ParameterLayout;
  readonly parameters: Address;
  readonly gradient: Address;
  readonly running: Address;
  readonly #machine: Machine;
  readonly #statistics: StatisticsLayout;
  readonly #taken: Address[] = [];

  /**
   * With the given parameters, or zeros, and statistics of means 0 and variances 1.
   * @throws RangeError where there is no memory for it; none of it is then taken.
   */
  constructor(machine: Machine, plan: LanePlan, parameters?: Float32Array) {
    this.#machine = machine;
    this.plan = plan;
    this.layout = layoutOf(plan.parameters);
    this.#statistics = statisticsLayout(plan);
    const { size } = this.layout;
    this.parameters = this.#take(size);
    this.gradient = this.#take(size);
    this.running = this.#take(this.#statistics.size);
    if (parameters !== undefined) this.weights.set(parameters);
    for (const { variance } of this.#norms(this.running)) variance.fill(1);
  }

  /** What lies there until the heap grows. */
  get weights(): Float32Array<ArrayBuffer> {
    return this.#machine.floats(this.parameters, this.layout.size);
  }

  /** Likewise. */
  get slopes(): Float32Array<ArrayBuffer> {
    return this.#machine.floats(this.gradient, this.layout.size);
  }

  /** Takes in the statistics of a batch of so many images, which lie there, of the norms that have seen it. */
  updateRunning(batch: Address, seen: Uint8Array, images: number): void {
    const found = this.#norms(batch);
    this.#norms(this.running).forEach((running, i) => {
      const { mean, variance, positions } = found[i] ?? running;
      if (seen[i] === 1) updateRunning(running, mean, variance, images * positions);
    });
  }

  /** Copies of the same, with the values per channel that each was taken over. */
  statisticsOf(batch: Address, seen: Uint8Array, images: number) {
    return this.#norms(batch)
      .filter((_, i) => seen[i] === 1)
      .map(({ name: norm, mean, variance, positions }) => ({
        norm,
        mean: mean.slice(),
        variance: variance.slice(),
        count: images * positions,
      }));
  }

  /** The running statistics by norm, as copies. */
  statistics(): ReadonlyMap<string, RunningNorm> {
    return new Map(
      this.#norms(this.running).map(({ name, mean, variance }) => [
        name,
        { mean: mean.slice(), variance: variance.slice() },
      ]),
    );
  }

  /** Goes on from statistics of the same plan. */
  restoreStatistics(norms: ReadonlyMap<string, Pick<RunningNorm, 'mean' | 'variance'>>): void {
    for (const { name, mean, variance } of this.#norms(this.running)) {
      const saved = norms.get(name);
      if (saved === undefined) throw new Error(`No statistics were kept of the norm ${name}`);
      mean.set(saved.mean);
      variance.set(saved.variance);
    }
  }

  dispose(): void {
    for (const at of this.#taken.splice(0)) this.#machine.heap.free(at);
  }

  #take(floats: number): Address {
    try {
      const at = this.#machine.allocate(floats);
      this.#taken.push(at);
      return at;
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Statistics that lie somewhere in their layout, until the heap grows. */
  #norms(at: Address) {
    const { size, norms } = this.#statistics;
    const all = this.#machine.floats(at, size);
    return norms.map(({ name, positions, offset, channels }) => ({
      name,
      positions,
      mean: all.subarray(offset, offset + channels),
      variance: all.subarray(offset + channels, offset + 2 * channels),
    }));
  }
}
