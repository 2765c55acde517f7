/** Has a worker make what is taken along, and ends it then. */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/take.worker.ts?worker&url';
import { ownScript } from '../contract/own-scripts';
import type { TakeFailureCode, TakeJob, TakeReport } from '../contract/takings';
import { delayed, LATE, type Delay } from './timing';

/** What there is of a worker. */
export interface TakeWorker {
  postMessage(job: TakeJob): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<TakeReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Nothing was made. */
export class TakeError extends Error {
  override readonly name = 'TakeError';
  readonly code: TakeFailureCode;

  constructor(code: TakeFailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface TakeOptions {
  /** Hears of the share that is done, null while that is unknown. */
  readonly onProgress?: (fraction: number | null) => void;
  /** Ends it: nothing is made then. */
  readonly signal?: AbortSignal;
  readonly createWorker?: () => TakeWorker;
  readonly delay?: Delay;
}

/** The bytes of the file. @throws TakeError with why there are none; the signal's reason where it was aborted. */
export async function take(job: TakeJob, options: TakeOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { onProgress = () => undefined, signal, createWorker, delay = delayed } = options;
  signal?.throwIfAborted();
  const worker: TakeWorker = (
    createWorker ?? (() => new Worker(ownScript(workerAddress), { type: 'module' }))
  )();
  let abort: () => void = () => undefined;
  /** It is there, or need not be any more. */
  let heard: () => void = () => undefined;
  try {
    return await new Promise((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      const lose = (): void => reject(new TakeError('worker', ''));
      heard = delay(lose, LATE);
      worker.onmessage = ({ data: report }) => {
        heard();
        if (report.type === 'progress') onProgress(report.fraction);
        else if (report.type === 'made') resolve(report.bytes);
        else reject(new TakeError(report.code, report.message));
      };
      // Without a message where its code does not arrive.
      worker.onerror = ({ message }) =>
        reject(new TakeError(message === undefined ? 'worker' : 'internal', message ?? ''));
      worker.postMessage(job);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    heard();
    worker.terminate();
  }
}
