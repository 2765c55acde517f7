/** How far a run is to go, by what was asked for, and how far it has come. */
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

  /** Whether training was paused for lanes that have diverged, of which the page is told before. */
  isHalted = false;

  /** @param taken Updates with which the run begins. */
  constructor(replayTo: number, taken = 0) {
    this.replayTo = replayTo;
    this.taken = taken;
  }

  /** Lanes have diverged. */
  halt(): void {
    this.isHalted ||= this.isRunning;
    this.steps = 0;
    this.isRunning = false;
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
