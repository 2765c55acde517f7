/**
 * Takes studies in and carries them out one after another when the session has its turn for them. Tells of their progress a
 * few times a second, and of their end exactly once. A study that fails is no failure of the run.
 */
import { clearTimeline } from '../config/edit/edit';
import type { DataSet } from '../data/dataset';
import type { StudyContext } from '../studies/compute';
import type { StudyResult } from '../studies/kinds';
import { openStudy } from '../studies/worker';
import type { TrajectoryPoint } from '../training/weight-trajectory';
import type { Trainer } from '../training/trainer';
import { failureOf } from './failures';
import type { Command, Report } from '../contract/messages';
import type { StudyState } from '../contract/studies';

type Asked = Extract<Command, { type: 'study' }>;

/** Fewest milliseconds between two reports of progress. */
const INTERVAL = 150;
/** Milliseconds and share before which an estimate of the time left says nothing: first pieces of work take longer. */
const SETTLING = 1500;
const FIRST_SHARE = 0.01;

export interface StudyHost {
  readonly post: (report: Report) => void;
  readonly now: () => number;
}

/** What a study is carried out amid. */
interface Circumstances {
  /** Lets messages be handled; called after every piece of work. */
  readonly turn: () => Promise<void>;
  /** Whether its run is still the one on the page; if not, nothing more is said. */
  readonly wanted: () => boolean;
  /** The way of training so far, empty where it was not recorded. */
  readonly path: readonly TrajectoryPoint[];
}

export class StudyQueue {
  readonly #host: StudyHost;
  #asked: Asked[] = [];
  /** The study under way, and whether it is still wanted. */
  #current: { readonly study: number; cancelled: boolean } | null = null;

  constructor(host: StudyHost) {
    this.#host = host;
  }

  /** Whether a study waits to be carried out. */
  get waiting(): boolean {
    return this.#asked.length > 0;
  }

  ask(command: Asked): void {
    this.#asked.push(command);
  }

  /** Ends a study at its next turn, or before it begins. One that is over, or never was, is ignored. */
  cancel(study: number): void {
    if (this.#current?.study === study) this.#current.cancelled = true;
    const waiting = this.#asked.find((asked) => asked.study === study);
    if (waiting === undefined) return;
    this.#asked = this.#asked.filter((asked) => asked !== waiting);
    this.#post(waiting, 'cancelled', 0, null, null);
  }

  /** Forgets everything: another run begins. */
  clear(): void {
    this.#asked = [];
    if (this.#current !== null) this.#current.cancelled = true;
  }

  /**
   * Carries the first waiting study out. No step may be under way.
   */
  async carryOut(trainer: Trainer, data: DataSet, { turn, wanted, path }: Circumstances): Promise<void> {
    const asked = this.#asked.shift();
    if (asked === undefined) return;
    const current = { study: asked.study, cancelled: false };
    this.#current = current;
    const start = this.#host.now();
    let posted = start;
    let fraction = 0;
    let result: StudyResult | null = null;
    const say = (state: StudyState, secondsLeft: number | null, message = ''): void => {
      if (wanted()) this.#post(asked, state, fraction, secondsLeft, result, message);
    };
    try {
      say('running', null);
      const study = openStudy(asked.request, contextOf(trainer, data, path));
      let next = await study.next();
      while (next.done !== true) {
        const tick = next.value;
        fraction = tick.total > 0 ? Math.min(1, tick.done / tick.total) : 0;
        ({ result } = tick);
        await turn();
        if (current.cancelled || !wanted()) {
          // Lets the generator free what it holds.
          await study.return();
          break;
        }
        const now = this.#host.now();
        if (now - posted >= INTERVAL) {
          posted = now;
          const estimated = fraction >= FIRST_SHARE && now - start >= SETTLING;
          say('running', estimated ? ((now - start) * (1 - fraction)) / fraction / 1000 : null);
        }
        next = await study.next();
      }
      if (current.cancelled) say('cancelled', null);
      else {
        fraction = 1;
        say('done', 0);
      }
    } catch (error) {
      say('failed', null, failureOf(error).message);
    } finally {
      this.#current = null;
    }
  }

  #post(
    { run, study }: Asked,
    state: StudyState,
    fraction: number,
    secondsLeft: number | null,
    result: StudyResult | null,
    message = '',
  ): void {
    this.#host.post({ type: 'study', run, study, state, fraction, secondsLeft, result, message });
  }
}

/** Studies that begin at step 0 do so with the gains of step 0; others take those in force from the snapshots. */
function contextOf(trainer: Trainer, data: DataSet, path: readonly TrajectoryPoint[]): StudyContext {
  const experiment = clearTimeline(trainer.experiment);
  const { stepCount: step, nextBatch } = trainer;
  return { experiment, data, step, nextBatch, path, snapshots: () => trainer.snapshots() };
}
