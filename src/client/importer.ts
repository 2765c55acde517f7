/**
 * The page's end of the worker that takes in images: looks through files, then decodes and keeps them. A worker is made for each
 * import and ends with it; what it reads never leaves the machine.
 */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/import.worker.ts?worker&url';
import { ownScript } from '../contract/own-scripts';
import { ImportError } from '../images/problem';
import type {
  BroughtFile,
  Found,
  ImportAnswer,
  ImportChoices,
  ImportCommand,
  Imported,
  ImportProgress,
} from '../images/report';

import { delayed, LATE, type Delay } from './timing';

export { ImportError } from '../images/problem';

/** What is needed of a Worker. */
export interface ImportWorker {
  postMessage(command: ImportCommand): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ImportAnswer>) => void) | null;
  /** Without a message where its code did not arrive. */
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What is expected of the worker. */
interface Pending {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly onAnswer: (answer: Exclude<ImportAnswer, { type: 'progress' | 'problem' }>) => void;
  readonly onError: (error: ImportError) => void;
}

/** One import. `scan` comes first; `take` may be asked for again, where it failed or other choices are tried. */
export class Importer {
  readonly #worker: ImportWorker;
  #pending: Pending | null = null;
  readonly #delay: Delay;
  /** Whether the worker was heard of: its code is there, then. */
  #isHere = false;

  constructor(
    createWorker: () => ImportWorker = () => new Worker(ownScript(workerAddress), { type: 'module' }),
    delay: Delay = delayed,
  ) {
    this.#worker = createWorker();
    this.#delay = delay;
    this.#worker.onmessage = ({ data }) => {
      this.#isHere = true;
      this.#hear(data);
    };
    this.#worker.onerror = ({ message }) =>
      this.#end()?.onError(
        new ImportError(message === undefined ? { code: 'no-reader' } : { code: 'failed', message }),
      );
  }

  /**
   * Says what was brought, before any image is decoded.
   * @throws ImportError
   */
  scan(files: readonly BroughtFile[], onProgress: (progress: ImportProgress) => void): Promise<Found> {
    return this.#ask({ type: 'scan', files }, onProgress, (answer) =>
      answer.type === 'found' ? answer.found : null,
    );
  }

  /**
   * Decodes, parts and keeps what was found.
   * @throws ImportError
   */
  take(choices: ImportChoices, onProgress: (progress: ImportProgress) => void): Promise<Imported> {
    return this.#ask({ type: 'take', choices }, onProgress, (answer) =>
      answer.type === 'imported' ? answer.imported : null,
    );
  }

  /** Ends it, whatever is under way: that is never answered. Nothing is kept of what was not taken in whole. */
  close(): void {
    this.#pending = null;
    this.#worker.terminate();
  }

  #ask<T>(
    command: ImportCommand,
    onProgress: Pending['onProgress'],
    valueOf: (answer: Parameters<Pending['onAnswer']>[0]) => T | null,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending = {
        onProgress,
        onAnswer: (answer) => {
          const value = valueOf(answer);
          if (value !== null) resolve(value);
        },
        onError: reject,
      };
      this.#worker.postMessage(command);
      if (this.#isHere) return;
      this.#delay(() => {
        if (!this.#isHere) this.#end()?.onError(new ImportError({ code: 'no-reader' }));
      }, LATE);
    });
  }

  #end(): Pending | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  #hear(answer: ImportAnswer): void {
    if (answer.type === 'progress') this.#pending?.onProgress(answer.progress);
    else if (answer.type === 'problem') this.#end()?.onError(new ImportError(answer.problem));
    else this.#end()?.onAnswer(answer);
  }
}
