/** Has ops compute with the kernels of `ops/simd`. */
import * as tf from '@tensorflow/tfjs-core';
import { useKernels } from '../ops/active-kernels';
import type { KernelSet } from '../ops/kernels';
import { referenceKernels } from '../ops/reference/kernel-set';
import { simdKernels } from '../ops/simd/kernel-set';
import { useSimd } from './simd';

/** The last that were made: what they hold of tfjs's heap is not given back. */
let made: { readonly module: WebAssembly.Module; readonly backend: unknown; readonly set: KernelSet } | null =
  null;

/** Has tfjs's own kernels compute. */
export function leaveKernels(): void {
  useKernels(referenceKernels);
  useSimd(null);
}

/** Takes up a module on the current backend, tfjs's wasm on one thread. False where that is not built as the kernels need it. */
export function takeKernels(module: WebAssembly.Module): boolean {
  const backend: unknown = tf.backend();
  if (made?.module !== module || made.backend !== backend) {
    const set = simdKernels(module);
    if (set === null) return false;
    made = { module, backend, set };
  }
  useKernels(made.set);
  useSimd(module);
  return true;
}
