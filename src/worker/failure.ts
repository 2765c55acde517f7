/** Sorts what can go wrong in the worker into what the page can explain. */
import { DataError } from '../data/download';
import { GpuError } from '../engine/device-watch';
import { ShortageError } from '../training/gpu/layout';
import type { Failure } from '../contract/messages';

/** Marks an error of starting a backend, which no message of tfjs tells apart. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

/** The code and the technical message of an error, and what was missing. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DataError) return { code: 'data', message };
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
