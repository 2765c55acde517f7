/** What the calls of a planned pass read when they run, and where they leave what they learn of parameters and norms. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { scale } from '../../ops/simd/elementwise';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';
import type { Streams } from '../noise';
import { layoutOf, type ParameterLayout } from '../parameters';
import { statisticsLayout, type StatisticsLayout } from './statistics';
import type { Tape } from './tape';

/** A network as a pass runs it: which weights, which skips, which randomness. */
export interface Given {
  /** Of the plan's parameters, in their layout. */
  parameters: Address;
  /** Where their gradient is to lie, likewise. */
  gradient: Address;
  /** Running statistics, in their layout; nothing reads them in training. */
  running: Address;
  /** Skip gains by block. */
  gains: readonly number[];
  /** What dropout and stochastic depth are drawn by; without, nothing is dropped. */
  streams: Streams | null;
}

/** A parameter on the heap. */
export interface Weight {
  readonly index: number;
  /** In bytes, from the beginning of all parameters. */
  readonly offset: number;
  readonly size: number;
}

/** Where a kernel is to put the gradient of a parameter, and what is to be done when it has. */
export interface Slope {
  at(): Address;
  set(): void;
}

export class Net {
  readonly given: Given = { parameters: 0, gradient: 0, running: 0, gains: [], streams: null };
  readonly layout: ParameterLayout;
  readonly statistics: StatisticsLayout;
  /** 1 for each parameter that the gradient has reached. */
  readonly reached: Uint8Array;
  /** 1 for each batch norm that has seen a batch. */
  readonly seen: Uint8Array;
  readonly #machine: Machine;
  readonly #tape: Tape;
  readonly #weights: ReadonlyMap<string, Weight>;
  readonly #sloped = new Set<string>();

  constructor(machine: Machine, tape: Tape, plan: LanePlan) {
    this.#machine = machine;
    this.#tape = tape;
    this.layout = layoutOf(plan.parameters);
    this.statistics = statisticsLayout(plan);
    this.reached = new Uint8Array(this.layout.entries.length);
    this.seen = new Uint8Array(this.statistics.norms.length);
    this.#weights = new Map(
      this.layout.entries.map(({ name, offset, size }, index) => [name, { index, offset: 4 * offset, size }]),
    );
  }

  weight(name: string): Weight {
    const found = this.#weights.get(name);
    if (found === undefined) throw new Error(`The plan names no ${name}`);
    return found;
  }

  /** Plans where the gradient of a parameter goes; a second one, which nodes read twice leave, is added to the first. */
  slope(name: string): Slope {
    const { index, offset, size } = this.weight(name);
    const { given, reached } = this;
    if (!this.#sloped.has(name)) {
      this.#sloped.add(name);
      return {
        at: () => given.gradient + offset,
        set: () => {
          reached[index] = 1;
        },
      };
    }
    const spare = this.#tape.passing(size);
    const machine = this.#machine;
    return {
      at: () => spare,
      set: () => {
        scale(machine, spare, size, 1, given.gradient + offset, reached[index] === 1);
        reached[index] = 1;
      },
    };
  }
}
