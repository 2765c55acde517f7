/** Who is timed. Names only, so that the command line need not load them; `page.ts` does. */

export interface Entrant {
  readonly name: string;
  readonly uses: 'webgpu' | 'processor';
}

/** The first of each kind is what the others of its kind are compared with. */
export const ENTRANTS = [
  { name: 'ours on WebGPU', uses: 'webgpu' },
  { name: 'idiomatic tfjs on WebGPU', uses: 'webgpu' },
  { name: 'hand-tuned tfjs on WebGPU', uses: 'webgpu' },
  { name: 'jax-js on WebGPU', uses: 'webgpu' },
  { name: 'ours on wasm', uses: 'processor' },
  { name: 'ours on wasm, 2 threads', uses: 'processor' },
  { name: 'idiomatic tfjs on cpu', uses: 'processor' },
  { name: 'PyTorch, 1 thread', uses: 'processor' },
] as const satisfies readonly Entrant[];

/** Not a page but a process, and only where there is a PyTorch. */
export const TORCH = 'PyTorch, 1 thread';

/** What the live instruments cost: our own step, and the same while something is measured. */
export const WATCHED = [
  { name: 'ours on WebGPU', uses: 'webgpu' },
  { name: 'ours on WebGPU, streams watched', uses: 'webgpu' },
  { name: 'ours on WebGPU, layers watched', uses: 'webgpu' },
  { name: 'ours on WebGPU, histograms watched', uses: 'webgpu' },
  { name: 'ours on WebGPU, all watched', uses: 'webgpu' },
  { name: 'ours on wasm', uses: 'processor' },
  { name: 'ours on wasm, streams watched', uses: 'processor' },
  { name: 'ours on wasm, layers watched', uses: 'processor' },
  { name: 'ours on wasm, histograms watched', uses: 'processor' },
  { name: 'ours on wasm, all watched', uses: 'processor' },
] as const satisfies readonly Entrant[];

/** Those that are pages. */
export type EntrantName =
  Exclude<(typeof ENTRANTS)[number]['name'], typeof TORCH> | (typeof WATCHED)[number]['name'];
