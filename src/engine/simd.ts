/** The kernels' module that this worker computes with, and its machine for all that is planned. */
import { OwnHeap } from '../ops/simd/heap';
import { Machine } from '../ops/simd/machine';

let module: WebAssembly.Module | null = null;
let machine: Machine | null = null;

/** Takes up a compiled module, or none: the engine does with the backend. What the machine before it holds stays as it is. */
export function useSimd(chosen: WebAssembly.Module | null): void {
  if (chosen !== module) machine = null;
  module = chosen;
}

/** What other workers are to compute with as well; null where the backend is another, or has no SIMD. */
export function simdModule(): WebAssembly.Module | null {
  return module;
}

/** The one machine of this worker on a heap of its own; null where there is no module. */
export function simdMachine(): Machine | null {
  if (module !== null) machine ??= new Machine(module, new OwnHeap());
  return machine;
}
