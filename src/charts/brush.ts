/** A drag over a step axis: where it began, and what lies between there and the pointer. */
import { chooseSpan } from '../state/span';

/** Pixels below which a press is a click. */
const LEAST = 6;

export class Brush {
  #start: { readonly x: number; readonly step: number } | null = null;
  #now: { readonly x: number; readonly step: number } | null = null;

  begin(x: number, step: number): void {
    this.#start = { x, step };
    this.#now = null;
  }

  /** Follows the pointer while it is held down. */
  move(x: number, step: number): void {
    if (this.#start !== null && Math.abs(x - this.#start.x) >= LEAST) this.#now = { x, step };
  }

  /** Chooses what lies between, unless the pointer has hardly moved. */
  end(): void {
    if (this.#start !== null && this.#now !== null) chooseSpan(this.#start.step, this.#now.step);
    this.cancel();
  }

  cancel(): void {
    this.#start = null;
    this.#now = null;
  }

  /** Left and right edge in pixels; null while nothing is brushed. */
  get area(): readonly [number, number] | null {
    if (this.#start === null || this.#now === null) return null;
    return [Math.min(this.#start.x, this.#now.x), Math.max(this.#start.x, this.#now.x)];
  }
}
