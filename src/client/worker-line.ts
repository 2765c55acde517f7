/**
 * The line to a trainer worker, and the only place that constructs one. Commands go through it in their order; a worker that
 * cannot be had, crashes or is no longer heard is given up, and the next command makes another one.
 */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/trainer.worker.ts?worker&url';
import type { Command, Failure, Report } from '../worker/protocol';
import { delayed, type Delay } from './delay';
import { whyMissing } from './why-missing';

/** What the client needs of a Worker. */
export interface TrainerWorker {
  postMessage(command: Command): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Report>) => void) | null;
  /** Without a message where its code did not arrive. */
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface LineOptions {
  readonly createWorker?: (() => TrainerWorker) | undefined;
  /** Says why the worker's code did not arrive. */
  readonly explain?: (() => Promise<string>) | undefined;
  readonly delay?: Delay | undefined;
}

export interface LineListener {
  readonly onReport: (report: Report) => void;
  /** The worker is of no more use, and has been given up. */
  readonly onFailure: (failure: Failure) => void;
}

export class WorkerLine {
  readonly #createWorker: () => TrainerWorker;
  readonly #explain: () => Promise<string>;
  readonly #listener: LineListener;
  #worker: TrainerWorker | null = null;
  /** Whether the worker was heard of: its code is there, then. */
  #hasSpoken = false;

  constructor(listener: LineListener, options: LineOptions) {
    const { delay = delayed } = options;
    this.#listener = listener;
    this.#createWorker = options.createWorker ?? (() => new Worker(workerAddress, { type: 'module' }));
    this.#explain =
      options.explain ??
      (() => whyMissing(workerAddress, { fetch: globalThis.fetch.bind(globalThis), delay }));
  }

  post(command: Command): void {
    try {
      this.#worker ??= this.#connect();
    } catch (error) {
      this.#fail('worker', messageOf(error));
      return;
    }
    try {
      this.#worker.postMessage(command);
    } catch (error) {
      this.#fail('internal', messageOf(error));
    }
  }

  /** Gives up the worker, crashed or not; what it still says is not heard. */
  discard(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#hasSpoken = false;
  }

  #connect(): TrainerWorker {
    const worker = this.#createWorker();
    const isCurrent = (): boolean => this.#worker === worker;
    worker.onmessage = ({ data }) => {
      if (!isCurrent()) return;
      this.#hasSpoken = true;
      this.#listener.onReport(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!isCurrent()) return;
      const message = 'message' in event ? event.message : '';
      if (message !== '' || this.#hasSpoken) {
        this.#fail('internal', message);
        return;
      }
      void this.#explain().then((why) => {
        if (isCurrent()) this.#fail('worker', why);
      });
    };
    worker.onmessageerror = () => {
      if (isCurrent()) this.#fail('internal', 'a message could not be read');
    };
    return worker;
  }

  #fail(code: Failure['code'], message: string): void {
    this.discard();
    this.#listener.onFailure({ code, message });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
