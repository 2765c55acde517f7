/** Lanes that have diverged: training pauses for each of them once, and the page is told once where it broke. */
import type { Divergence } from '../contract/messages';

export class Divergences {
  readonly #known = new Set<string>();
  #waiting: Divergence[] = [];
  /** Whether training was paused for those that wait, which the page is told of after them. */
  #paused = false;

  /** Whether the page has not been told of some: where they broke is looked for when no step is under way. */
  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes what a row shows; returns whether any of it is new. `running` tells whether training pauses for it. */
  add(shown: readonly Divergence[], running: boolean): boolean {
    const found = shown.filter(({ lane }) => !this.#known.has(lane));
    if (found.length === 0) return false;
    for (const { lane } of found) this.#known.add(lane);
    this.#waiting.push(...found);
    this.#paused ||= running;
    return true;
  }

  /**
   * Tells of each that waits, once it is located; one whose place could not be found out for a lost device waits on.
   * Returns whether training was paused for them.
   */
  async tell(
    locate: (divergence: Divergence) => Promise<Divergence>,
    post: (divergence: Divergence) => void,
  ): Promise<boolean> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const divergence = await locate(next);
      this.#waiting.shift();
      post(divergence);
    }
    const paused = this.#paused;
    this.#paused = false;
    return paused;
  }
}
