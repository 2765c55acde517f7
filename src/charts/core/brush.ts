/** A drag over an axis, of steps or of layers: where it began, and what lies between there and the pointer. */

/** Pixels below which a press is a click. */
const LEAST = 6;

interface Place {
  readonly pixel: number;
  readonly value: number;
}

export class Brush {
  readonly #choose: (one: number, other: number) => void;
  #start: Place | null = null;
  #now: Place | null = null;

  /** @param choose Hears of the values at both ends of a drag, in the order in which they were touched. */
  constructor(choose: (one: number, other: number) => void) {
    this.#choose = choose;
  }

  begin(pixel: number, value: number): void {
    this.#start = { pixel, value };
    this.#now = null;
  }

  /** Follows the pointer while it is held down. */
  move(pixel: number, value: number): void {
    if (this.#start !== null && Math.abs(pixel - this.#start.pixel) >= LEAST) this.#now = { pixel, value };
  }

  /** Chooses what lies between, unless the pointer has hardly moved. */
  end(): void {
    if (this.#start !== null && this.#now !== null) this.#choose(this.#start.value, this.#now.value);
    this.cancel();
  }

  cancel(): void {
    this.#start = null;
    this.#now = null;
  }

  /** Smaller and larger edge in pixels; null while nothing is brushed. */
  get area(): readonly [number, number] | null {
    if (this.#start === null || this.#now === null) return null;
    const [one, other] = [this.#start.pixel, this.#now.pixel];
    return [Math.min(one, other), Math.max(one, other)];
  }

  /** Pixels between the ends, 0 while nothing is brushed. */
  get length(): number {
    const { area } = this;
    return area === null ? 0 : area[1] - area[0];
  }
}
