/** An optimiser whose numbers lie on the heap of the kernels. */
import type { OptimiserKind } from '../config/schema';
import type { OptimiserState } from '../contract/run-state';
import type { Address } from '../ops/simd/heap';
import type { Machine } from '../ops/simd/machine';
import { l2 } from '../ops/simd/measures';
import type { Work } from '../ops/simd/work';
import {
  clipFactorOf,
  decayOf,
  heapUpdateOf,
  ruleOf,
  type Decaying,
  type OptimiserOptions,
} from './optimiser';

/** Bytes of a number. */
const FLOAT = 4;

/** One lane's optimiser: bit for bit what `Optimiser` does, of parameters and a gradient that lie at addresses. */
export class HeapOptimiser {
  readonly #machine: Machine;
  readonly #update;
  readonly #parameters: readonly Decaying[];
  /** Where each parameter begins, and where the last one ends. */
  readonly #bounds: readonly number[];
  readonly #size: number;
  readonly #first: Address;
  /** Behind the first moments, in one block; 0 for SGD. */
  readonly #second: Address;
  #updates: readonly number[];

  /**
   * @param parameters Lie one behind the other.
   * @throws RangeError where there is no memory for it.
   */
  constructor(machine: Machine, parameters: readonly Decaying[], kind: OptimiserKind) {
    this.#machine = machine;
    this.#update = heapUpdateOf(kind);
    this.#parameters = parameters;
    let size = 0;
    const ends = parameters.map(({ shape }) => (size += shape.reduce((product, side) => product * side, 1)));
    this.#bounds = [0, ...ends];
    this.#size = size;
    this.#updates = parameters.map(() => 0);
    const { moments } = ruleOf({ kind });
    this.#first = machine.allocate(moments * size);
    this.#second = moments === 1 ? 0 : this.#first + FLOAT * size;
  }

  snapshot(): OptimiserState {
    const { first, second } = this.#memory();
    return { first: first.slice(), second: second.slice(), updates: this.#updates };
  }

  /** Goes on from a state of an optimiser of the same kind and size, here or on the processor. */
  restore({ first, second, updates }: OptimiserState): void {
    const own = this.#memory();
    own.first.set(first);
    own.second.set(second);
    this.#updates = updates;
  }

  /** See `Optimiser.update`; parameter by parameter. */
  *update(
    weights: Address,
    gradient: Address,
    options: OptimiserOptions,
    reached: (parameter: number) => boolean = () => true,
  ): Work<number> {
    const factor = this.clipFactor(gradient, options.clip);
    const updates = [...this.#updates];
    for (const [i, parameter] of this.#parameters.entries()) {
      if (!reached(i)) continue;
      const [from = 0, to = 0] = [this.#bounds[i], this.#bounds[i + 1]];
      const own = (at: Address): Address => at + FLOAT * from;
      const memory = {
        weights: own(weights),
        first: own(this.#first),
        second: own(this.#second),
        gradient: own(gradient),
        count: to - from,
        updates: (updates[i] ?? 0) + 1,
      };
      this.#update(this.#machine, memory, factor, { ...options, weightDecay: decayOf(options, parameter) });
      updates[i] = memory.updates;
      yield 0;
    }
    this.#updates = updates;
    return factor;
  }

  /** What makes the norm of a gradient at most `most`: see `clipFactor`. */
  clipFactor(gradient: Address, most: number): number {
    return most === 0 ? 1 : clipFactorOf(l2(this.#machine, gradient, this.#size), most);
  }

  /** Gives its room back. */
  dispose(): void {
    this.#machine.heap.free(this.#first);
  }

  #memory() {
    const of = (at: Address): Float32Array<ArrayBuffer> =>
      this.#machine.floats(at, at === 0 ? 0 : this.#size);
    return { first: of(this.#first), second: of(this.#second) };
  }
}
