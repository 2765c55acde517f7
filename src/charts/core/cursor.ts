/** Where one is on an axis: a cursor on steps, moved by pointer or keyboard, and a drag over steps or layers. */
import { isWithin, type StepWindow, nearestHeld, rowsWithin, type HeldSteps } from '../geometry/steps';

/** It stays where the keyboard or a tap put it. */
export class StepCursor {
  /** Step it stands on, null if it is nowhere. */
  step: number | null = null;

  /** Goes to the step nearest to a place that is held in a window. */
  put(step: number, held: HeldSteps, window: StepWindow): void {
    this.step = nearestHeld(held, window, step);
  }

  /** Leaves a step that has left the window or the run; from one that is no longer held it goes to the nearest. */
  follow(held: HeldSteps, window: StepWindow): void {
    const { step } = this;
    const newest = held.stepAt(held.length - 1) ?? -1;
    if (step === null) return;
    if (step <= newest && isWithin(window, step)) this.put(step, held, window);
    else this.step = null;
  }

  /** Moves by a key from one to another of the steps held in a window; returns whether the key means anything here. */
  press(key: string, held: HeldSteps, window: StepWindow): boolean {
    const [from, end] = rowsWithin(held, window);
    const large = Math.max(1, Math.round(window.span / 10));
    const row = this.step === null ? end : held.indexOf(this.step);
    const step = this.step ?? (held.stepAt(end - 1) ?? 0) + 1;
    const to: Record<string, number> = {
      ArrowLeft: row - 1,
      ArrowRight: row + 1,
      PageDown: Math.min(row - 1, held.indexOf(step - large)),
      PageUp: Math.max(row + 1, held.indexOf(step + large)),
      Home: from,
      End: end - 1,
    };
    const target = to[key];
    if (target === undefined || end <= from) return false;
    this.step = held.stepAt(Math.max(from, Math.min(end - 1, target))) ?? null;
    return true;
  }
}

/** Pixels below which a press is a click. */
const LEAST = 6;

interface Place {
  readonly pixel: number;
  readonly value: number;
}

/** A drag: where it began, and what lies between there and the pointer. */
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
