/** The kernels' module on a heap: what calls them by address, and the room that they share. */
import type { Address, Heap } from './heap';

/** An export of the module. All arguments are numbers: addresses, sizes, factors. */
export type Kernel = (...args: readonly number[]) => number;

export class Machine {
  readonly heap: Heap;
  readonly #kernels: Readonly<Record<string, unknown>>;
  /** What is kept, by what it is. */
  readonly #known = new Map<string, Address>();
  /** Scratch by what it is for: kernels do not call each other, so that one use never meets another. */
  readonly #scratch = new Map<string, { at: Address; bytes: number }>();

  constructor(module: WebAssembly.Module, heap: Heap) {
    this.heap = heap;
    const abort = (): never => {
      throw new Error('A kernel gave up.');
    };
    const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory, abort } });
    this.#kernels = exports;
  }

  /** Finds a kernel. @throws Error where the module has none of that name. */
  kernel(name: string): Kernel {
    const found = this.#kernels[name];
    if (typeof found !== 'function') throw new Error(`The module has no kernel ${name}`);
    return found as Kernel;
  }

  /** Room for so many numbers, all 0. */
  allocate(floats: number): Address {
    const at = this.heap.allocate(4 * floats);
    this.floats(at, floats).fill(0);
    return at;
  }

  /** What lies there, as long as the heap does not grow. */
  floats(at: Address, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.heap.memory.buffer, at, count);
  }

  ints(at: Address, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.heap.memory.buffer, at, count);
  }

  /** Room for so many numbers, made once per key, all 0, and kept: what is written there stays. */
  room(key: string, floats: number): Address {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.allocate(floats);
    this.#known.set(key, at);
    return at;
  }

  /** A table of integers, made once per key and kept. */
  table(key: string, make: () => readonly number[]): Address {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const values = make();
    const at = this.room(key, values.length);
    this.ints(at, values.length).set(values);
    return at;
  }

  /**
   * Room that lasts for one call, at least so many numbers. Asked for anew it may lie elsewhere, so that it is asked for at
   * every call, or once after all sizes are known.
   */
  scratch(use: string, floats: number): Address {
    const known = this.#scratch.get(use);
    if (known !== undefined && known.bytes >= 4 * floats) return known.at;
    if (known !== undefined) this.heap.free(known.at);
    // Where there is no more memory, it is not there any longer either.
    this.#scratch.delete(use);
    const made = { at: this.heap.allocate(4 * floats), bytes: 4 * floats };
    this.#scratch.set(use, made);
    return made.at;
  }
}
