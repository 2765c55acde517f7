/** Room on the memory of the kernels' module. */

/** Where something lies, in bytes; 0 is nowhere. */
export type Address = number;

/** Bytes that every block begins at a multiple of: a cache line. */
const LINE = 64;
/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65_536;

/** What gives out and takes back room. Growing it makes views of its memory void: they are made anew where they are needed. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Room for so many bytes, at a multiple of 64; what lies there is not told. @throws RangeError where there is none left. */
  allocate(bytes: number): Address;
  /** Takes back what `allocate` gave. */
  free(at: Address): void;
}

/** A memory of its own, first fit, neighbours joined when they are free. */
export class OwnHeap implements Heap {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE });
  /** What is given out: its size by its address. */
  readonly #taken = new Map<Address, number>();
  /** What lies free in between, by ascending address. */
  #free: { at: Address; bytes: number }[] = [];
  /** Where nothing was given out yet. The first line stays empty, so that no address is 0. */
  #end = LINE;

  allocate(bytes: number): Address {
    const size = Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
    const gap = this.#free.find((free) => free.bytes >= size);
    const at = gap?.at ?? this.#end;
    if (gap === undefined) this.#reach(at + size);
    else if (gap.bytes === size) this.#free = this.#free.filter((free) => free !== gap);
    else {
      gap.at += size;
      gap.bytes -= size;
    }
    this.#taken.set(at, size);
    return at;
  }

  free(at: Address): void {
    const bytes = this.#taken.get(at);
    if (bytes === undefined) throw new RangeError(`Nothing was given out at ${at}`);
    this.#taken.delete(at);
    const joined: { at: Address; bytes: number }[] = [];
    for (const free of [...this.#free, { at, bytes }].toSorted((a, b) => a.at - b.at)) {
      const last = joined.at(-1);
      if (last !== undefined && last.at + last.bytes === free.at) last.bytes += free.bytes;
      else joined.push({ ...free });
    }
    const last = joined.at(-1);
    if (last !== undefined && last.at + last.bytes === this.#end) {
      this.#end = last.at;
      joined.pop();
    }
    this.#free = joined;
  }

  /** Bytes that are given out now. */
  get used(): number {
    return [...this.#taken.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  #reach(end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.#end = end;
  }
}
