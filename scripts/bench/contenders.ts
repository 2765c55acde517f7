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
  { name: 'idiomatic tfjs on cpu', uses: 'processor' },
] as const satisfies readonly Entrant[];

export type EntrantName = (typeof ENTRANTS)[number]['name'];
