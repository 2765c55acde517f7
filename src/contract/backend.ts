/** What computes: the backends by their names, and why the one at hand is the one. */

export type BackendName = 'webgpu' | 'wasm' | 'cpu';
export type BackendChoice = BackendName | 'auto';

/** Why this backend runs; the page words it. */
export type BackendReason =
  | 'preferred'
  | 'no-adapter'
  | 'adapter-silent'
  | 'software-adapter'
  | 'webgpu-failed'
  | 'no-wasm'
  | 'wasm-failed'
  | 'device-lost'
  | 'forced'
  | 'forced-unavailable';

export interface BackendInfo {
  readonly name: BackendName;
  readonly reason: BackendReason;
  readonly requested: BackendChoice;
  /** What the adapter calls itself, or the kind of processor code (`simd`, `threads`); empty where unknown. */
  readonly detail: string;
  /** What stood in the way of those that were tried before it, each after its name; empty where none were. */
  readonly trouble: string;
}
