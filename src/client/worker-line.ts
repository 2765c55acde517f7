/**
 * The line to a trainer worker, and the only place that constructs one. Commands go through it in their order; a worker that
 * cannot be had or crashes is given up, and the next command makes another one. One that was closed or hangs says nothing:
 * while something is expected of it, it is asked every second whether it is there, and its silence is told. Another run does
 * not wait for one that is busy with the run before: it gets a worker of its own. Firefox now and then never comes back to a
 * worker that makes those of its lanes: such a one is replaced too, and from then on lanes are trained without.
 */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/trainer.worker.ts?worker&url';
import type { FileFault } from '../contract/files';
import type { Command, Failure, Ping, Pong, Report } from '../contract/messages';
import { ownScript } from '../contract/own-scripts';
import { delayed, type Delay } from './timing';

type StartCommand = Extract<Command, { type: 'start' }>;
const WORKER = new URL(workerAddress, import.meta.url);

/** What the client needs of a Worker. */
export interface TrainerWorker {
  postMessage(command: Command | Ping): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Report | Pong>) => void) | null;
  /** Without a message where its code did not arrive. */
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface LineOptions {
  readonly createWorker?: (() => TrainerWorker) | undefined;
  /** Says why the worker's code did not arrive. */
  readonly explain?: (() => Promise<FileFault | null>) | undefined;
  readonly delay?: Delay | undefined;
}

/** Milliseconds from one question to the next. */
const PULSE = 1_000;

/** Milliseconds for which a worker that is to begin another run may say nothing. */
const REPLACED = 1_000;

/** The same of one that makes the workers of its lanes, which is done at once or never. */
const MAKING = 10_000;

export interface LineListener {
  /** Whether something is expected of the worker. */
  readonly isWaiting: () => boolean;
  /** Hears every second for how many milliseconds the worker has not answered, and 0 when it does. */
  readonly onSilence: (milliseconds: number) => void;
  readonly onReport: (report: Report) => void;
  /** The worker is of no more use, and has been given up. */
  readonly onFailure: (failure: Failure) => void;
}

export class WorkerLine {
  readonly #createWorker: () => TrainerWorker;
  readonly #explain: () => Promise<FileFault | null>;
  readonly #delay: Delay;
  readonly #listener: LineListener;
  #worker: TrainerWorker | null = null;
  /** Whether the worker was heard of: its code is there, then. */
  #hasSpoken = false;
  #silence = 0;
  /** Whether a question waits for any word. */
  #isAsked = false;
  /** Questions so far, and the last of them that is answered. */
  #questions = 0;
  #answered = 0;
  /** Ends the pulse; null where there is none. */
  #stop: (() => void) | null = null;
  /** What the run began with, until more is heard than that its worker now makes those of its lanes. */
  #making: StartCommand | null = null;
  #begun: StartCommand | null = null;
  /** Whether the worker is to make none. */
  #isAlone = false;
  /** No longer looks whether a run is taken up. */
  #trust: () => void = () => undefined;

  constructor(listener: LineListener, options: LineOptions) {
    const { delay = delayed } = options;
    this.#delay = delay;
    this.#listener = listener;
    this.#createWorker =
      options.createWorker ?? (() => new Worker(ownScript(workerAddress), { type: 'module' }));
    this.#explain = options.explain ?? whyMissing;
  }

  post(command: Command): void {
    try {
      this.#worker ??= this.#connect();
    } catch (error) {
      this.#fail('worker', messageOf(error));
      return;
    }
    this.#send(command);
    if (this.#worker === null) return;
    if (!this.#isAsked) this.#ask();
    this.#stop ??= this.#delay(() => this.#beat(), PULSE);
  }

  /** Posts what begins a run: to another worker where this one does not answer within a second, or has been silent for longer. */
  begin(start: StartCommand): void {
    const command = this.#isAlone ? { ...start, workers: 1 } : start;
    this.#begun = command;
    this.#trust();
    if (this.#hasSpoken && this.#silence > REPLACED) this.discard();
    const mayBeBusy = this.#hasSpoken;
    this.post(command);
    // One whose code is still on its way is no sooner there for being loaded again.
    if (this.#worker === null || !mayBeBusy) return;
    const question = this.#ask(true);
    this.#trust = this.#delay(() => {
      if (this.#answered >= question) return;
      this.discard();
      this.post(command);
    }, REPLACED);
  }

  /** Whether the worker was heard of. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** The file of the worker. */
  get file(): string {
    return WORKER.pathname.replace(/^.*\//, '');
  }

  #send(message: Command | Ping): void {
    try {
      this.#worker?.postMessage(message);
    } catch (error) {
      this.#fail('internal', messageOf(error));
    }
  }

  /** Asks whether the worker is there; `begins` behind what begins a run. Returns which question it is. */
  #ask(begins = false): number {
    const question = ++this.#questions;
    this.#isAsked = true;
    this.#send({ type: 'ping', question, begins });
    return question;
  }

  /** Counts by itself, not by the clock: a page that was frozen or asleep has not waited for anyone. */
  #beat(): void {
    this.#stop = null;
    if (this.#worker === null || (!this.#isAsked && !this.#listener.isWaiting())) return;
    this.#stop = this.#delay(() => this.#beat(), PULSE);
    if (!this.#isAsked) {
      this.#ask();
      return;
    }
    this.#silence += PULSE;
    if (this.#making !== null && this.#silence >= MAKING) {
      const start = this.#making;
      this.#isAlone = true;
      this.discard();
      this.begin(start);
      return;
    }
    this.#listener.onSilence(this.#silence);
  }

  #hear(): void {
    this.#hasSpoken = true;
    this.#isAsked = false;
    if (this.#silence === 0) return;
    this.#silence = 0;
    this.#listener.onSilence(0);
  }

  /** Gives up the worker, crashed or not; what it still says is not heard. */
  discard(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#hasSpoken = false;
    this.#isAsked = false;
    this.#silence = 0;
    this.#making = null;
    this.#stop?.();
    this.#stop = null;
    this.#trust();
  }

  #connect(): TrainerWorker {
    const worker = this.#createWorker();
    const isCurrent = (): boolean => this.#worker === worker;
    worker.onmessage = ({ data }) => {
      if (!isCurrent()) return;
      this.#hear();
      const isMaking = data.type === 'backend' && data.backend.name !== 'webgpu' && !this.#isAlone;
      this.#making = isMaking && data.run === this.#begun?.run ? this.#begun : null;
      // What it goes on from may be large.
      if (data.type === 'ready') this.#begun = null;
      if (data.type === 'pong') this.#answered = data.question;
      else this.#listener.onReport(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!isCurrent()) return;
      const message = 'message' in event ? event.message : '';
      if (message !== '' || this.#hasSpoken) {
        this.#fail('internal', message);
        return;
      }
      void this.#explain().then((fault) => {
        if (isCurrent())
          this.#fail('worker', `${WORKER.pathname} arrived, but it or a part of it did not run.`, fault);
      });
    };
    worker.onmessageerror = () => {
      if (isCurrent()) this.#fail('internal', 'a message could not be read');
    };
    return worker;
  }

  #fail(code: Failure['code'], message: string, fault: FileFault | null = null): void {
    this.discard();
    this.#listener.onFailure({ code, message, ...(fault !== null && { fault }) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is wrong with the worker's files; no answer where not even that can be found out. Never rejects. */
async function whyMissing(): Promise<FileFault | null> {
  try {
    const { examine } = await import('../contract/examine');
    return await examine(WORKER.href, { fetch: globalThis.fetch.bind(globalThis), delay: delayed });
  } catch {
    return { file: WORKER.pathname, what: 'silent' };
  }
}
