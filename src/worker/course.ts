/** How far a run is to go, by what was asked for, and how far it has come; a step of training waits where it is while that is paused. */
import type { WorkerTurns } from '../training/turns';

export class Course {
  /** Whether it trains by itself. */
  isRunning = false;
  /** Updates at which that waits. */
  until = Infinity;
  /** Single steps that are asked for. */
  steps = 0;
  /** Updates that are made. */
  taken: number;
  /** Updates that a restored run had made, which are taken again unasked; 0 for one that is none of these. */
  replayTo: number;

  /** Whether the step under way is to be finished in any case; null where none is. */
  #finishes: boolean | null = null;

  /** Whether training was paused for lanes that have diverged, of which the page is told before. */
  isHalted = false;

  readonly #turns: WorkerTurns;

  /** @param taken Updates with which the run begins. */
  constructor(turns: WorkerTurns, replayTo: number, taken = 0) {
    this.#turns = turns;
    this.replayTo = replayTo;
    this.taken = taken;
  }

  /** Lanes have diverged. */
  halt(): void {
    this.isHalted ||= this.isRunning;
    this.steps = 0;
    this.isRunning = false;
  }

  /** A step begins: one of training waits where it is while that is paused, one that is asked for does not. */
  beginStep(): void {
    this.#finishes = !this.isReplaying && this.steps > 0;
    if (!this.isReplaying) this.steps = Math.max(0, this.steps - 1);
  }

  /** What is done from now on waits for nobody. */
  endStep(): void {
    this.#finishes = null;
    this.#turns.end();
  }

  /** Has the step under way wait, or go on, as is asked for now. */
  hold(): void {
    this.#turns.hold(this.#isHeld);
  }

  /** A single step is asked for: the one that waits, where one does. */
  askStep(): void {
    if (this.#isHeld) this.finishStep();
    else this.steps++;
  }

  /** Something is asked for that comes between two steps. */
  finishStep(): void {
    if (this.#finishes !== null) this.#finishes = true;
  }

  /** Whether the step under way waits where it is. */
  get #isHeld(): boolean {
    return this.#turns.isUnderWay && this.#finishes === false && !this.stepIsDue;
  }

  get isReplaying(): boolean {
    return this.taken < this.replayTo;
  }

  get hasArrived(): boolean {
    return this.isRunning && !this.isReplaying && this.taken >= this.until;
  }

  get stepIsDue(): boolean {
    return this.isReplaying || this.isRunning || this.steps > 0;
  }
}
