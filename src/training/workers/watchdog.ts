/**
 * Finds workers that have ended without a word, as those do whose browser took them: of lanes in lockstep, some have answered
 * long ago, and the rest has not. Where none answers, nothing can be said: the page then hears nothing, and says so. One that is
 * asked alone, for a test or for what it has learnt, has no others beside it, and is given more time.
 */
import { delayed } from '../../data/download';
import type { LaneLine } from './line';

/** Milliseconds from one look to the next. */
const PULSE = 1_000;
/** Milliseconds for which the others are waited for at least, once one has answered. */
const PATIENCE = 10_000;
/** Times the longest run so far that they are given besides: networks of an experiment may differ much, and so may cores. */
const FACTOR = 20;
/** How much more of both for a line that is asked alone: a batch of tests may have many times the images of a step. */
const ALONE = 3;

/** A run in all lines; counted in milliseconds of looks, not of the clock, which goes on while a machine sleeps. */
interface Watched {
  readonly isAlone: boolean;
  readonly silent: Set<LaneLine>;
  lasted: number;
  /** Since the first of them has answered. */
  waited: number;
}

export class Watchdog {
  readonly #lines: readonly LaneLine[];
  readonly #delay: typeof delayed;
  readonly #isHeld: () => boolean;
  /** In the order of their beginning. */
  readonly #runs: Watched[] = [];
  #longest = 0;
  /** Whether a look is to come. */
  #isAwake = false;

  /** @param isHeld Whether all of them are to wait where they are. */
  constructor(lines: readonly LaneLine[], delay = delayed, isHeld: () => boolean = () => false) {
    this.#lines = lines;
    this.#delay = delay;
    this.#isHeld = isHeld;
  }

  /** One of them has said how far it is. */
  heard(): void {
    for (const run of this.#runs) run.waited = 0;
  }

  /** The answers of all lines, in their order; the first that is lost or fails rejects. */
  async all<T>(answers: readonly Promise<T>[]): Promise<T[]> {
    const run: Watched = { isAlone: false, silent: new Set(this.#lines), lasted: 0, waited: 0 };
    const watched = answers.map(async (answer, i) => {
      const value = await answer;
      for (const line of this.#lines.slice(i, i + 1)) run.silent.delete(line);
      return value;
    });
    try {
      return await this.#until(run, Promise.all(watched));
    } finally {
      this.#longest = Math.max(this.#longest, run.lasted);
    }
  }

  /** The answer of one line while nothing is asked of the others; it rejects where that is lost or fails. */
  async alone<T>(line: LaneLine, answer: Promise<T>): Promise<T> {
    return this.#until({ isAlone: true, silent: new Set([line]), lasted: 0, waited: 0 }, answer);
  }

  async #until<T>(run: Watched, end: Promise<T>): Promise<T> {
    this.#runs.push(run);
    this.#wake();
    try {
      return await end;
    } finally {
      this.#runs.splice(this.#runs.indexOf(run), 1);
    }
  }

  #wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#delay(() => this.#look(), PULSE);
  }

  #look(): void {
    this.#isAwake = false;
    const [run] = this.#runs;
    if (run === undefined) return;
    this.#wake();
    if (this.#isHeld()) return;
    run.lasted += PULSE;
    const { isAlone, silent, lasted } = run;
    if (!isAlone && silent.size === this.#lines.length) return;
    run.waited += PULSE;
    const patience = PATIENCE + FACTOR * Math.max(this.#longest, lasted - run.waited);
    if (run.waited < (isAlone ? ALONE : 1) * patience) return;
    for (const line of silent)
      line.giveUp(isAlone ? 'it has not answered for long' : 'it has not answered long after the others');
  }
}
