/** Who is timed. Names only, so that the command line need not load them; `page.ts` does. */

export interface Entrant {
  readonly name: string;
  /** Whose contenders it is compared with. */
  readonly uses: 'webgpu' | 'processor';
  /** Where it is PyTorch, not a page but a process of its own: what it computes on. */
  readonly torch?: TorchPlace;
}

export interface TorchPlace {
  readonly device: 'cpu' | 'cuda';
  readonly threads: number;
}

/** Ours on the processor: the first is what the others are compared with. */
const OURS_ON_WASM = [
  { name: 'ours on wasm', uses: 'processor' },
  { name: 'ours on wasm, two workers', uses: 'processor' },
  { name: 'ours on wasm, relaxed', uses: 'processor' },
  { name: 'ours on wasm, reference kernels', uses: 'processor' },
] as const satisfies readonly Entrant[];

/** The first of each kind is what the others of its kind are compared with. */
export const ENTRANTS = [
  { name: 'ours on WebGPU', uses: 'webgpu' },
  { name: 'idiomatic tfjs on WebGPU', uses: 'webgpu' },
  { name: 'hand-tuned tfjs on WebGPU', uses: 'webgpu' },
  { name: 'jax-js on WebGPU', uses: 'webgpu' },
  ...OURS_ON_WASM,
  { name: 'idiomatic tfjs on cpu', uses: 'processor' },
  { name: 'PyTorch, 1 thread', uses: 'processor', torch: { device: 'cpu', threads: 1 } },
  { name: 'PyTorch, 2 threads', uses: 'processor', torch: { device: 'cpu', threads: 2 } },
] as const satisfies readonly Entrant[];

/** Take minutes to compile, or to step where the GPU is one in software. */
export const SLOW_TO_START: readonly string[] = [
  'idiomatic tfjs on WebGPU',
  'hand-tuned tfjs on WebGPU',
  'jax-js on WebGPU',
];

/** Of networks that nobody else here computes. */
export const OURS_ALONE = [
  { name: 'ours on WebGPU', uses: 'webgpu' },
  ...OURS_ON_WASM,
] as const satisfies readonly Entrant[];

/** On a machine with a GPU (`npm run gpu`): our convolutions as they are chosen, and each kind of them for all shapes. */
export const GPU_ENTRANTS = [
  { name: 'ours on WebGPU', uses: 'webgpu' },
  { name: 'ours on WebGPU, direct', uses: 'webgpu' },
  { name: 'ours on WebGPU, tiled', uses: 'webgpu' },
  { name: 'idiomatic tfjs on WebGPU', uses: 'webgpu' },
  { name: 'hand-tuned tfjs on WebGPU', uses: 'webgpu' },
  { name: 'PyTorch on CUDA', uses: 'webgpu', torch: { device: 'cuda', threads: 1 } },
] as const satisfies readonly Entrant[];

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
export type EntrantName = Exclude<
  (typeof ENTRANTS | typeof OURS_ALONE | typeof GPU_ENTRANTS | typeof WATCHED)[number],
  { readonly torch: TorchPlace }
>['name'];
