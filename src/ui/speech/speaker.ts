/** When a run is spoken of: every 50 steps, and at once when skips are switched. */

/** Steps from one summary to the next, and milliseconds that there are at least between two: as long as one takes to hear. */
const STEPS = 50;
const INTERVAL = 5_000;

/** Says sentences one after the other; of summaries that come too fast, the latest is said. */
export class Speaker {
  readonly #say: (sentence: string) => void;
  readonly #summary: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #free = -Infinity;
  #mark = 0;

  /** @param summary What is to be said of the run as it is when it is said. */
  constructor(say: (sentence: string) => void, summary: () => string) {
    this.#say = say;
    this.#summary = summary;
  }

  /** Another run: what was still to be said is not. */
  begin(): void {
    this.stop();
    this.#mark = 0;
  }

  /** The newest step measured. */
  reach(step: number): void {
    const mark = Math.floor(step / STEPS);
    if (mark <= this.#mark) return;
    this.#mark = mark;
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, this.#free - Date.now()));
  }

  /** Said before all else. */
  now(sentence: string): void {
    this.#say(sentence);
    this.#free = Date.now() + INTERVAL;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    // A switch has spoken meanwhile.
    if (this.#free > Date.now()) this.#timer = setTimeout(() => this.#tell(), this.#free - Date.now());
    else this.now(this.#summary());
  }
}
