/** The kernel set of wasm with SIMD, for all that goes through tfjs's engine. */
import type { KernelSet } from '../kernels';
import { referenceKernels } from '../reference/kernel-set';
import { shareIdentities, TfjsHeap } from './tfjs-wasm';

/** The kernels on the current backend, which is tfjs's wasm on one thread; null where that is not built inside as they need it. */
export function simdKernels(): KernelSet | null {
  const heap = TfjsHeap.find();
  if (heap === null) return null;
  shareIdentities();
  return referenceKernels;
}
