/**
 * The page's end of a log that is read in a worker of its own, once or for as long as the file grows: then its size is looked at every
 * second, and only what is new is read. A file that is shorter than before, or begins otherwise, is another one: it is read from
 * its start. Cancelling ends the worker.
 */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/logs.worker.ts?worker&url';
import { ownScript } from '../contract/own-scripts';
import type { LogCommand, LogReport } from '../logs/messages';
import type { LogSummary } from '../logs/summary';
import { delayed, type Delay } from './timing';

/** What there is of a worker. */
export interface LogWorker {
  postMessage(command: LogCommand): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<LogReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A file that may grow: a handle of the File System Access API. */
export interface GrowingFile {
  getFile(): Promise<File>;
}

export interface LogListener {
  readonly onProgress: (bytes: number, total: number) => void;
  readonly onSummary: (summary: LogSummary, isWhole: boolean) => void;
  /** The file is another one than before, under the same name. */
  readonly onReplaced: () => void;
  /** Nothing more comes. */
  readonly onFailure: (message: string) => void;
}

interface LogOptions {
  readonly createWorker?: () => LogWorker;
  readonly delay?: Delay;
}

/** Milliseconds from one look at a file to the next, and bytes at its start by which it is known again. */
const PULSE = 1_000;
const HEAD = 256;

export class LogReading {
  readonly #listener: LogListener;
  readonly #createWorker: () => LogWorker;
  readonly #delay: Delay;
  readonly #growing: GrowingFile | null;
  #worker: LogWorker | null = null;
  #head: string | null = null;
  #read = 0;
  #isOver = false;
  #stop: (() => void) | null = null;

  /** Begins to read a file, or what grows. */
  constructor(source: File | GrowingFile, listener: LogListener, options: LogOptions = {}) {
    this.#listener = listener;
    this.#createWorker =
      options.createWorker ?? (() => new Worker(ownScript(workerAddress), { type: 'module' }));
    this.#delay = options.delay ?? delayed;
    this.#growing = source instanceof File ? null : source;
    if (source instanceof File) this.#send(source);
    else void this.#look();
  }

  /** Ends it, whatever it is at. */
  cancel(): void {
    this.#isOver = true;
    this.#stop?.();
    this.#worker?.terminate();
    this.#worker = null;
  }

  async #look(): Promise<void> {
    try {
      const file = await this.#growing?.getFile();
      if (file === undefined || this.#isOver) return;
      const head = await file.slice(0, Math.min(HEAD, this.#head === null ? HEAD : this.#read)).text();
      if (this.#isOver) return;
      const known = this.#head;
      const isAnother = known !== null && (file.size < this.#read || !head.startsWith(known));
      if (isAnother) {
        this.#worker?.terminate();
        this.#worker = null;
        this.#read = 0;
        this.#listener.onReplaced();
      }
      if (this.#head === null || isAnother || this.#head.length < HEAD)
        this.#head = await file.slice(0, HEAD).text();
      if (this.#isOver) return;
      if (file.size > this.#read || known === null || isAnother) this.#send(file);
      else this.#wait();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Looks again in a while. */
  #wait(): void {
    if (this.#growing === null || this.#isOver) return;
    this.#stop = this.#delay(() => void this.#look(), PULSE);
  }

  #send(file: File): void {
    try {
      this.#worker ??= this.#connect();
      this.#worker.postMessage({ type: 'read', file, from: this.#read, isLast: this.#growing === null });
      this.#read = file.size;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #connect(): LogWorker {
    const worker = this.#createWorker();
    worker.onmessage = ({ data }) => {
      if (this.#worker !== worker) return;
      if (data.type === 'progress') this.#listener.onProgress(data.bytes, data.total);
      else if (data.type === 'failed') this.#fail(data.message);
      else {
        this.#listener.onSummary(data.summary, data.isWhole);
        if (data.isWhole && this.#growing === null) this.cancel();
        else if (data.isWhole) this.#wait();
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#fail(event.message);
    };
    return worker;
  }

  #fail(message: string): void {
    if (this.#isOver) return;
    this.cancel();
    this.#listener.onFailure(message);
  }
}
