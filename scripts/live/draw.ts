/** Random choices that a seed repeats. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    // Seeds next to each other begin far apart.
    this.#state = (seed * 2_654_435_761) >>> 0;
    this.next();
  }

  /** From 0 to 1, without 1: mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from one to another, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** @throws RangeError where there is nothing to choose among. */
  among<T>(choices: readonly T[]): T {
    const chosen = choices[this.integer(0, choices.length - 1)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose among.');
    return chosen;
  }

  /** Each as often as its weight says. */
  weighted<T extends { readonly weight: number }>(choices: readonly T[]): T {
    let left = this.next() * choices.reduce((sum, { weight }) => sum + weight, 0);
    return choices.find(({ weight }) => (left -= weight) < 0) ?? this.among(choices);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}
