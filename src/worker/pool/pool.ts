/**
 * Carries the parts of a study out in workers of its own, which end with it. A part whose worker dies or fails is done again, from
 * its beginning, in another one. What cannot be had is told by `PoolUnavailable`: then the parts can be carried out here.
 */
import type { BackendInfo } from '../../contract/backend';
import type { FailureCode } from '../../contract/messages';
import { delayed } from '../../data/download';
import type { Progress, StudyPlan, StudyRun } from '../../studies/compute-parts';
import type { StudyKind } from '../../studies/kinds';
import type { PartCommand, PartReport, SentContext } from './messages';

/** What is needed of a Worker. */
export interface PartWorker {
  postMessage(command: PartCommand): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<PartReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** No worker starts here. */
export class PoolUnavailable extends Error {
  override readonly name = 'PoolUnavailable';
}

/** Milliseconds in which a worker has to be ready: its code and its backend may stand still on their way. */
const PATIENCE = 20_000;

/** How often a part is tried. */
const TRIES = 3;

interface Member {
  readonly worker: PartWorker;
  /** Whether it has started: if not, another one will not either. */
  isReady: boolean;
  /** What it is at. */
  part: number | null;
  /** It is no longer waited for. */
  rest: () => void;
}

export interface PoolTask<R, T, F> {
  readonly plan: StudyPlan<R, T, F>;
  readonly progress: Progress<R, T, F>;
  readonly kind: StudyKind;
  readonly context: SentContext;
  readonly backend: BackendInfo;
}

export class StudyPool<R, T, F> {
  readonly #task: PoolTask<R, T, F>;
  readonly #createWorker: () => PartWorker;
  readonly #delay: typeof delayed;
  #wanted: number;
  readonly #members = new Set<Member>();
  /** Parts that no worker is at, in the order in which they begin. */
  readonly #waiting: number[];
  /** How often each part has failed. */
  readonly #failures: number[];
  #fault: Error | null = null;
  #hasNews = false;
  #wake: () => void = () => undefined;

  constructor(
    task: PoolTask<R, T, F>,
    workers: number,
    createWorker: () => PartWorker,
    delay: typeof delayed = delayed,
  ) {
    const { parts } = task.plan;
    this.#task = task;
    this.#wanted = workers;
    this.#createWorker = createWorker;
    this.#delay = delay;
    this.#failures = parts.map(() => 0);
    const by = (part: number) => parts[part] ?? { round: 0, work: 0 };
    this.#waiting = [...parts.keys()].toSorted(
      (a, b) => by(a).round - by(b).round || by(b).work - by(a).work || a - b,
    );
  }

  /**
   * Ends at once when it is aborted, or returned.
   * @throws PoolUnavailable where no worker can be had, Error where a part fails again and again.
   */
  async *run(signal: AbortSignal): StudyRun<R> {
    const { progress } = this.#task;
    const onAbort = (): void => this.#tell();
    signal.addEventListener('abort', onAbort);
    try {
      this.#hire();
      while (!signal.aborted) {
        if (this.#fault !== null) throw this.#fault;
        const underWay = [...this.#members].flatMap(({ part }) => (part === null ? [] : [part]));
        // Until whoever listens comes back, more may be done than this says.
        const { isDone } = progress;
        yield progress.tick(this.#wanted, underWay, this.#waiting);
        if (isDone) return;
        await this.#news();
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      for (const member of this.#members) this.#dismiss(member);
    }
  }

  #tell(): void {
    this.#hasNews = true;
    this.#wake();
  }

  async #news(): Promise<void> {
    if (!this.#hasNews)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#hasNews = false;
  }

  /** As many workers as are wanted, and have something to do. */
  #hire(): void {
    while (this.#members.size < this.#wanted && this.#idle < this.#waiting.length && this.#fault === null) {
      try {
        this.#begin(this.#createWorker());
      } catch (error) {
        this.#doWithout(error instanceof Error ? error.message : String(error));
        return;
      }
    }
  }

  get #idle(): number {
    return [...this.#members].filter(({ part }) => part === null).length;
  }

  #begin(worker: PartWorker): void {
    const { kind, context, backend } = this.#task;
    const member: Member = { worker, isReady: false, part: null, rest: () => undefined };
    this.#members.add(member);
    worker.onmessage = ({ data }) => this.#hear(member, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(member, 'internal', event.message);
    };
    worker.onmessageerror = () => this.#lose(member, 'internal', 'a message could not be read');
    worker.postMessage({ type: 'open', kind, backend, context });
    member.rest = this.#delay(() => this.#lose(member, 'internal', 'it has not started for long'), PATIENCE);
  }

  #hear(member: Member, report: PartReport): void {
    // One that was dismissed may have spoken before.
    if (!this.#members.has(member)) return;
    const { progress } = this.#task;
    switch (report.type) {
      case 'ready':
        member.isReady = true;
        member.rest();
        this.#give(member);
        break;
      case 'tick': {
        const { part, share, found, isLast } = report;
        progress.note(part, { share, found: found as F });
        if (!isLast) break;
        progress.end(part);
        this.#give(member);
        break;
      }
      case 'failed':
        this.#lose(member, report.code, report.message);
        break;
    }
    this.#tell();
  }

  /** The next part; a worker for which there is none ends. */
  #give(member: Member): void {
    const part = this.#waiting.shift();
    member.part = part ?? null;
    if (part === undefined) {
      this.#dismiss(member);
      return;
    }
    try {
      member.worker.postMessage({ type: 'perform', part, task: this.#task.plan.parts[part]?.task });
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error(String(error));
    }
  }

  #dismiss(member: Member): void {
    this.#members.delete(member);
    member.rest();
    member.worker.terminate();
  }

  #lose(member: Member, code: FailureCode, message: string): void {
    if (!this.#members.has(member)) return;
    this.#dismiss(member);
    const { part, isReady } = member;
    if (!isReady) this.#doWithout(message);
    else {
      if (part !== null) this.#again(part, message);
      // Where memory is short, the others have more of it.
      if (code === 'memory' && this.#members.size > 0) this.#wanted = this.#members.size;
      this.#hire();
    }
    this.#tell();
  }

  #again(part: number, message: string): void {
    this.#task.progress.forget(part);
    this.#waiting.unshift(part);
    const failures = (this.#failures[part] ?? 0) + 1;
    this.#failures[part] = failures;
    if (failures < TRIES) return;
    const count = this.#task.plan.parts.length;
    this.#fault = new Error(
      `Part ${part + 1} of ${count} failed ${failures} times, each time in another worker: ${message || 'it gave no reason'}`,
    );
  }

  /** A worker does not start: those that have started go on without it. */
  #doWithout(message: string): void {
    this.#wanted = this.#members.size;
    if (this.#wanted === 0) this.#fault = new PoolUnavailable(message);
  }
}
