/** How long steps take of which several may be under way at once: their results may then come in bursts. */
export class Pace {
  /** When steps began with none under way, or the results of the last ones came. */
  #marks: number[] = [];

  /** A step begins with none under way. */
  begin(now: number): void {
    this.#marks = [now];
  }

  /** Results have come: milliseconds of their step, as the mean of it and of those that were under way with it, at most `most`. */
  end(now: number, most: number): number {
    const [first = now] = this.#marks;
    const milliseconds = (now - first) / Math.max(1, this.#marks.length);
    this.#marks = [...this.#marks, now].slice(-Math.max(1, most));
    return milliseconds;
  }
}
