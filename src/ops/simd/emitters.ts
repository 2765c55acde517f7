/** Kernels made for geometries as they come up, on the heap of tfjs. */
import { Machine } from './machine';
import type { TfjsHeap } from './tfjs-wasm';

/** Bytes of tables and copies that are kept. A network of 56 layers has some ten million. */
const MOST = 1 << 28;

/** Where they hold too much, all are let go and made anew as they come up. */
export class Emitters {
  readonly #module: WebAssembly.Module;
  readonly #heap: TfjsHeap;
  readonly #most: number;
  readonly #made: Map<string, unknown>[] = [];
  #machine: Machine;

  constructor(module: WebAssembly.Module, heap: TfjsHeap, most = MOST) {
    this.#module = module;
    this.#heap = heap;
    this.#most = most;
    this.#machine = new Machine(module, heap);
  }

  /** What finds the emitter of a geometry, or makes it. */
  of<G extends object, E>(make: (machine: Machine, geometry: G) => E): (geometry: G) => E {
    const made = new Map<string, E>();
    this.#made.push(made);
    return (geometry) => {
      const key = Object.values(geometry).join();
      const known = made.get(key);
      if (known !== undefined) return known;
      if (this.#heap.used > this.#most) this.#renew();
      const emitter = make(this.#machine, geometry);
      made.set(key, emitter);
      return emitter;
    };
  }

  #renew(): void {
    for (const made of this.#made) made.clear();
    this.#heap.clear();
    this.#machine = new Machine(this.#module, this.#heap);
  }
}
