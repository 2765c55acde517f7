/** The kernels that ops use: the reference set, until the engine chooses others. */
import type { KernelSet } from './kernels';
import { referenceKernels } from './reference/kernel-set';

let active: KernelSet = referenceKernels;

/** The kernels that ops use now. */
export function kernels(): KernelSet {
  return active;
}

/** Chooses the kernels of all following ops; the engine calls it with the backend. */
export function useKernels(set: KernelSet): void {
  active = set;
}
