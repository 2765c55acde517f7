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

/** Those that are pages. */
export type EntrantName = Exclude<(typeof ENTRANTS)[number]['name'], typeof TORCH>;
