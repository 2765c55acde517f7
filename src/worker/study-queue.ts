/**
 * Takes studies in and carries them out one after another when the session has its turn for them. Tells of their progress a
 * few times a second, and of their end exactly once. A study that fails is no failure of the run.
 */
import { clearTimeline } from '../config/edit/edit';
import type { DataSet } from '../data/dataset';
import type { StudyContext, StudyRun, StudyTick } from '../studies/compute-parts';
import type { StudyRequest, StudyResult } from '../studies/kinds';
import { startEngine } from '../engine/backend';
import { openStudy } from '../studies/worker';
import type { TrajectoryPoint } from '../training/weight-trajectory';
import type { Trainer } from '../training/trainer';
import { failureOf } from './failures';
import type { Command, Report } from '../contract/messages';
import type { PartShare } from '../contract/studies';

type Asked = Extract<Command, { type: 'study' }>;

/** Fewest milliseconds between two reports of progress. */
const INTERVAL = 150;
/** Milliseconds and share before which an estimate of the time left says nothing: first pieces of work take longer. */
const SETTLING = 1500;
const FIRST_SHARE = 0.01;
/** Most parts of which is told how far each is. */
const MOST_SHOWN = 48;

/** Begins a study, which ends when it is returned, or at once with the signal. */
export type OpenStudy = (
  request: StudyRequest,
  context: StudyContext,
  signal: AbortSignal,
) => StudyRun<StudyResult>;

export interface StudyHost {
  readonly post: (report: Report) => void;
  readonly now: () => number;
  /** Absent where studies are carried out here. */
  readonly open?: OpenStudy | undefined;
  /** Whether a lost device is why something has just failed. */
  readonly isLost?: () => Promise<boolean>;
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
  /** The study under way, and what says that it is no longer wanted. */
  #current: { readonly study: number; readonly ending: AbortController } | null = null;

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
    if (this.#current?.study === study) this.#current.ending.abort();
    const waiting = this.#asked.find((asked) => asked.study === study);
    if (waiting === undefined) return;
    this.#asked = this.#asked.filter((asked) => asked !== waiting);
    this.#post(waiting, { ...NOTHING, state: 'cancelled' });
  }

  /** Forgets everything: another run begins. */
  clear(): void {
    this.#asked = [];
    this.#current?.ending.abort();
  }

  /**
   * Carries the first waiting study out. No step may be under way. One whose device is lost waits to begin anew on another.
   * @throws Error where the device is lost.
   */
  async carryOut(trainer: Trainer, data: DataSet, { turn, wanted, path }: Circumstances): Promise<void> {
    const asked = this.#asked.shift();
    if (asked === undefined) return;
    const ending = new AbortController();
    this.#current = { study: asked.study, ending };
    const timer = new StudyTimer(this.#host.now());
    let posted = this.#host.now();
    let told: StudyFacts = NOTHING;
    const say = (changes: Partial<StudyFacts>): void => {
      told = { ...told, ...changes };
      if (wanted()) this.#post(asked, told);
    };
    try {
      say({});
      await startEngine();
      const open: OpenStudy = this.#host.open ?? openStudy;
      const study = open(asked.request, contextOf(trainer, data, path), ending.signal);
      let next = await study.next();
      while (next.done !== true) {
        const tick = next.value;
        const now = this.#host.now();
        timer.note(now, tick);
        const { atOnce, result } = tick;
        const fraction = tick.total > 0 ? Math.min(1, tick.done / tick.total) : 0;
        told = { ...told, fraction, atOnce, result, parts: groupsOf(tick.parts) };
        await turn();
        if (ending.signal.aborted || !wanted()) {
          // Lets the generator free what it holds.
          await study.return();
          break;
        }
        if (now - posted >= INTERVAL) {
          posted = now;
          say({ secondsLeft: timer.secondsLeft });
        }
        next = await study.next();
      }
      if (ending.signal.aborted) say({ state: 'cancelled', secondsLeft: null });
      else say({ state: 'done', fraction: 1, secondsLeft: 0 });
    } catch (error) {
      const isLost = (await this.#host.isLost?.()) === true;
      if (ending.signal.aborted) say({ state: 'cancelled', secondsLeft: null });
      else if (isLost) this.#asked.unshift(asked);
      else say({ state: 'failed', secondsLeft: null, message: failureOf(error).message });
      if (isLost) throw error;
    } finally {
      this.#current = null;
    }
  }

  #post({ run, study }: Asked, facts: StudyFacts): void {
    this.#host.post({ type: 'study', run, study, ...facts });
  }
}

/** What is said of a study. */
type StudyFacts = Omit<Extract<Report, { type: 'study' }>, 'type' | 'run' | 'study'>;

const NOTHING: StudyFacts = {
  state: 'running',
  fraction: 0,
  parts: [],
  atOnce: 0,
  secondsLeft: null,
  result: null,
  message: '',
};

type Pace = Pick<StudyTick<unknown>, 'done' | 'total' | 'ahead' | 'atOnce'>;

/** Estimates how long a study still takes, from what one worker did while it was busy. */
class StudyTimer {
  readonly #start: number;
  #last: number;
  /** Milliseconds of all workers. */
  #busy = 0;
  #tick: Pace | null = null;

  constructor(start: number) {
    this.#start = start;
    this.#last = start;
  }

  note(now: number, tick: Pace): void {
    this.#busy += (now - this.#last) * Math.max(1, this.#tick?.atOnce ?? 0);
    this.#last = now;
    this.#tick = tick;
  }

  /** Null while it cannot be told. */
  get secondsLeft(): number | null {
    if (this.#tick === null) return null;
    const { done, total, ahead } = this.#tick;
    const isSettled = done >= FIRST_SHARE * total && this.#last - this.#start >= SETTLING;
    return isSettled ? (ahead * this.#busy) / done / 1000 : null;
  }
}

/** Neighbouring parts together, so that there are no more than can be shown. */
function groupsOf(parts: readonly PartShare[]): readonly PartShare[] {
  const size = Math.ceil(parts.length / MOST_SHOWN);
  return Array.from({ length: Math.ceil(parts.length / size) || 0 }, (_, group) => {
    const own = parts.slice(group * size, (group + 1) * size);
    const work = own.reduce((sum, part) => sum + part.work, 0);
    const done = own.reduce((sum, part) => sum + part.share * part.work, 0);
    return { work, share: work === 0 ? 0 : done / work };
  });
}

/** Studies that begin at step 0 do so with the gains of step 0; others take those in force from the snapshots. */
function contextOf(trainer: Trainer, data: DataSet, path: readonly TrajectoryPoint[]): StudyContext {
  const experiment = clearTimeline(trainer.experiment);
  const { stepCount: step, nextBatch } = trainer;
  return { experiment, data, step, nextBatch, path, snapshots: () => trainer.snapshots() };
}
