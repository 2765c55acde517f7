/**
 * Gives way within work that lasts: to messages, to whoever has it wait, and to whoever no longer wants it. Every number is the same,
 * however often that happens. Work that does not last, as a usual step, runs through.
 */
import type { StepProgress } from '../contract/messages';
import { atOnce, type Work } from '../ops/simd/work';

/** Milliseconds after which it gives way. */
const SLICE = 50;
/** Milliseconds that work has lasted before it is told how far it is, and from then on between two words. */
const LASTS = 1_000;
const APART = 250;

/** Nobody wants the rest of it. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';

  constructor() {
    super('It is no longer wanted');
  }
}

/** Whether an error says so, here or in another worker. */
export function isAbandoned(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbandonedError';
}

export interface TurnsHost {
  readonly now: () => number;
  /** Lets messages that have arrived be handled. */
  readonly breathe: () => Promise<void>;
  /** Hears how far work is that lasts, or is held. */
  readonly onProgress: (progress: StepProgress) => void;
}

/** Who has some of the work done elsewhere. */
export interface Follower {
  hold(isHeld: boolean): void;
  abandon(): void;
}

/** What lanes need of them. Layers are counted once each way. All throw AbandonedError where the rest is not wanted. */
export interface Turns {
  /** Has work of so many layers done, or 0 where that is nobody's step. What it throws, this throws. */
  through<T>(work: Work<T>, layers: number): Promise<T>;
  /** Work of so many layers begins that is not in such pieces, */
  begin(layers: number): void;
  /** so many of them have been gone through, */
  pass(layers: number): Promise<void>;
  /** and it is done, or has failed. */
  end(): void;
}

/** For those who are asked for nothing meanwhile. */
export const WITHOUT_TURNS: Turns = {
  through: async (work) => atOnce(work),
  begin: () => undefined,
  pass: () => Promise.resolve(),
  end: () => undefined,
};

export class WorkerTurns implements Turns {
  readonly #host: TurnsHost;
  readonly #followers = new Set<Follower>();
  #isHeld = false;
  #isAbandoned = false;
  #changed: () => void = () => undefined;
  #done = 0;
  #of = 0;
  #begun = 0;
  #rested = 0;
  #told = 0;

  constructor(host: TurnsHost) {
    this.#host = host;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  async through<T>(work: Work<T>, layers: number): Promise<T> {
    this.begin(layers);
    try {
      let isWanted = !this.#isAbandoned;
      while (isWanted) {
        const next = work.next();
        if (next.done === true) return next.value;
        this.#done += next.value;
        if (this.#host.now() - this.#rested >= SLICE) isWanted = await this.#rest();
      }
    } finally {
      this.end();
    }
    // What it would give is not looked at.
    work.return(undefined as T);
    throw new AbandonedError();
  }

  begin(layers: number): void {
    this.#done = 0;
    this.#of = layers;
    this.#begun = this.#host.now();
    this.#rested = this.#begun;
    this.#told = this.#begun + LASTS - APART;
  }

  async pass(layers: number): Promise<void> {
    this.#done += layers;
    const isDue = this.#host.now() - this.#rested >= SLICE;
    if (this.#isAbandoned || (isDue && !(await this.#rest()))) throw new AbandonedError();
  }

  /** So many of the layers are gone through elsewhere. */
  note(done: number): void {
    this.#done = done;
    this.#tell();
  }

  /** Has a step wait where it is, or go on, and tells so. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#set(isHeld);
    this.#host.onProgress(this.#progress);
  }

  /** Whether a step is under way that could wait. */
  get isUnderWay(): boolean {
    return this.#of > 0;
  }

  end(): void {
    this.#of = 0;
    // It may have been done before it heard that it was to wait.
    if (this.#isHeld) this.#set(false);
  }

  /** Ends what is under way, and whatever would begin. */
  abandon(): void {
    this.#isAbandoned = true;
    for (const follower of this.#followers) follower.abandon();
    this.#changed();
  }

  /** Other work is wanted again. */
  renew(): void {
    this.#isAbandoned = false;
  }

  /** Has somebody hear what is to become of work; returns what ends that. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  get #progress(): StepProgress {
    return { done: Math.min(this.#done, this.#of), of: this.#of, isHeld: this.#isHeld };
  }

  #set(isHeld: boolean): void {
    this.#isHeld = isHeld;
    for (const follower of this.#followers) follower.hold(isHeld);
    this.#changed();
  }

  /** False where nobody wants the rest. */
  async #rest(): Promise<boolean> {
    this.#tell();
    await this.#host.breathe();
    while (this.#isHeld && this.isUnderWay && !this.#isAbandoned) {
      this.#host.onProgress(this.#progress);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
    this.#rested = this.#host.now();
    return !this.#isAbandoned;
  }

  #tell(): void {
    const now = this.#host.now();
    if (now - this.#told < APART) return;
    this.#told = now;
    this.#host.onProgress(this.#progress);
  }
}
