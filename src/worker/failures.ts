/** What can go wrong in the worker: sorted into what the page can explain, and what the GPU's device has met with. */
import type { Failure } from '../contract/messages';
import { DataError } from '../data/download';
import { MissingSetError } from '../data/own';
import { GpuError } from '../engine/gpu';
import { ShortageError } from '../training/gpu/layout';
import { MissingWeightsError } from '../weights/kept';

/** Marks an error of starting a backend, which no message of tfjs tells apart. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

/** The code and the technical message of an error, and what was missing. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof MissingSetError) return { code: 'own-data', message };
  if (error instanceof MissingWeightsError) return { code: 'own-weights', message };
  if (error instanceof DataError)
    return { code: 'data', message, ...(error.fault !== null && { fault: error.fault }) };
  if (error instanceof ShortageError) {
    const { needed, available, batchSize } = error;
    return { code: 'memory', message: '', shortage: { needed, available, batchSize } };
  }
  if (error instanceof GpuError) return { code: error.kind, message };
  if (error instanceof BackendError) return { code: 'backend', message };
  if (/device.*lost|lost.*device/i.test(message)) return { code: 'device-lost', message };
  const memory = /out of memory|allocation failed|could not allocate|memory access out of bounds|malloc/i;
  if (error instanceof RangeError || memory.test(message)) return { code: 'memory', message };
  return { code: 'internal', message };
}

/** What tells of a device. */
export interface Signs {
  /** Lets messages that have arrived be handled. */
  readonly breathe: () => Promise<void>;
  /** Has the loss told of a device that does not work any more; absent where there is none. */
  readonly tryDevice?: () => Promise<void>;
}

/** A device that is lost again within so many milliseconds is given up for another backend; more than one takes that is stuck. */
const PATIENCE = 120_000;
/** Turns that the news of a lost device may come after what fails because of it. */
const NEWS_TURNS = 20;

/** News of the device, and what follows from it for the choice of a backend; outlives runs. */
export class DeviceHealth {
  #lost = false;
  #fault: GpuError | null = null;
  #lastLoss = Number.NEGATIVE_INFINITY;

  /** Whether there is news that a run must not go on without. */
  get isIll(): boolean {
    return this.#lost || this.#fault !== null;
  }

  noteLoss(): void {
    this.#lost = true;
  }

  noteFault(error: GpuError): void {
    this.#fault ??= error;
  }

  /** A new run has nothing to do with errors of the one before. */
  forgetFault(): void {
    this.#fault = null;
  }

  /** @throws GpuError after an error, Error where the device is lost. */
  check(): void {
    if (this.#fault !== null) throw this.#fault;
    if (this.#lost) throw new Error('The device was lost');
  }

  /** Whether what has failed did so because the device is lost: the news may take some turns, or not have come to the browser. */
  async isLost({ breathe, tryDevice }: Signs): Promise<boolean> {
    for (let turn = 0; turn < NEWS_TURNS && !this.#lost; turn++) await breathe();
    if (!this.#lost) await tryDevice?.();
    return this.#lost;
  }

  /** Whether a device that is lost, or was so lately, is why something failed beside the run. */
  async explains(signs: Signs & { readonly now: () => number }): Promise<boolean> {
    return signs.now() - this.#lastLoss < PATIENCE || this.isLost(signs);
  }

  /** To be called when a backend is chosen: whether WebGPU was lost too often to be tried again. Takes the loss as known. */
  takeLoss(now: number): boolean {
    if (!this.#lost) return false;
    const givenUp = now - this.#lastLoss < PATIENCE;
    this.#lastLoss = now;
    this.#lost = false;
    // What a device complains of that is about to be lost goes with it.
    this.#fault = null;
    return givenUp;
  }
}
