/**
 * The memory of planned passes. Who takes a buffer and gives it back while a pass is planned, in the order in which its kernels
 * will run, has buffers used again within the pass. Nothing in them outlasts a pass, so that all passes share them.
 */
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';

/** How much larger than asked for a buffer may be. */
const SPARE = 16;

interface Buffer {
  readonly at: Address;
  readonly floats: number;
}

const rooms = new WeakMap<Machine, Room>();

/** The room of all that is planned on a machine. */
export function roomOf(machine: Machine): Room {
  const known = rooms.get(machine) ?? new Room(machine);
  rooms.set(machine, known);
  return known;
}

export class Room {
  readonly #machine: Machine;
  readonly #all: Buffer[] = [];
  #free: Buffer[] = [];
  #users = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /**
   * The smallest free buffer of at least so many numbers, or a new one; of those of one size the one given back last. A much
   * larger one is left for what needs it.
   */
  take(floats: number): Address {
    let best = -1;
    this.#free.forEach((buffer, i) => {
      const most = this.#free[best]?.floats ?? SPARE * floats;
      if (buffer.floats >= floats && buffer.floats <= most) best = i;
    });
    const [found] = best < 0 ? [] : this.#free.splice(best, 1);
    if (found !== undefined) return found.at;
    const made = { at: this.#machine.heap.allocate(4 * floats), floats };
    this.#all.push(made);
    return made.at;
  }

  give(at: Address): void {
    const buffer = this.#all.find((one) => one.at === at);
    if (buffer === undefined || this.#free.includes(buffer))
      throw new RangeError(`No buffer was taken at ${at}`);
    this.#free.push(buffer);
  }

  /**
   * Plans a pass, after which all buffers are free for the next one. To be left by `leave`.
   * @throws RangeError where there is no memory for it; it has then been left.
   */
  plan<T>(pass: () => T): T {
    this.#users++;
    try {
      return pass();
    } catch (error) {
      this.leave();
      throw error;
    } finally {
      this.#free = this.#all.toReversed();
    }
  }

  /** A pass will run no more: with the last one the memory is free for others. */
  leave(): void {
    this.#users--;
    if (this.#users > 0) return;
    for (const { at } of this.#all) this.#machine.heap.free(at);
    this.#all.length = 0;
    this.#free = [];
  }
}
