/** What computes: the backends by their names, and why the one at hand is the one. */
import type { FileFault } from './files';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';
/** `wasm-relaxed` is wasm whose processor may multiply and add in one: quicker, and its own to the last digit. */
export type BackendChoice = BackendName | 'wasm-relaxed' | 'auto';

/** What wasm may compute with: the kernels of this project, plain or relaxed, or what tfjs has. */
export type WantedKernels = 'simd' | 'relaxed' | 'reference';

/** What it computes with: the reference also where there is no SIMD, ours did not arrive, or tfjs is not built as they need it. */
export type WasmKernels = WantedKernels | 'without-simd' | 'missing' | 'tfjs-changed';

/** What one worker computes with, and another is to as well. */
export interface RunningBackend {
  readonly name: BackendName;
  /** Of wasm. */
  readonly kernels?: WasmKernels;
}

/** Why this backend runs; the page words it. `wasm-missing`: a file of wasm did not arrive as it should. */
export type BackendReason =
  | 'preferred'
  | 'no-adapter'
  | 'adapter-silent'
  | 'software-adapter'
  | 'webgpu-failed'
  | 'no-wasm'
  | 'wasm-failed'
  | 'wasm-missing'
  | 'device-lost'
  | 'forced'
  | 'forced-unavailable';

export interface BackendInfo extends RunningBackend {
  readonly reason: BackendReason;
  readonly requested: BackendChoice;
  /** What the adapter calls itself, or how many threads of a processor; empty where unknown. */
  readonly detail: string;
  /** What stood in the way of those that were tried before it, each after its name; empty where none were. */
  readonly trouble: string;
  /** Files that stood in the way, of those. */
  readonly faults?: readonly FileFault[];
}
