/** tfjs backends in Node, for scripts and unit tests. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { leaveKernels, takeKernels } from '../../src/engine/simd-kernels';
import { buildSimd, simdModule } from '../simd';

/** `wasm` is what the page runs; `reference` the same backend of tfjs, without the kernels of `src/ops/simd`. */
export const NODE_BACKENDS = ['wasm', 'reference', 'cpu'] as const;
export type NodeBackend = (typeof NODE_BACKENDS)[number];

let compiled: WebAssembly.Module | undefined;

/** The plain kernels, compiled once. Where install scripts are disabled nobody has built them yet. */
async function plainKernels(): Promise<WebAssembly.Module> {
  if (compiled === undefined) await buildSimd();
  compiled ??= new WebAssembly.Module(readFileSync(simdModule('plain')));
  return compiled;
}

/** Chooses a backend in Node; throws where it cannot be had. */
export async function useNodeBackend(name: NodeBackend): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(wasm)}/`);
  if (!(await tf.setBackend(name === 'cpu' ? 'cpu' : 'wasm')))
    throw new Error(`tfjs has no ${name} backend here`);
  await tf.ready();
  if (name !== 'wasm') leaveKernels();
  else if (!takeKernels(await plainKernels()))
    throw new Error('tfjs changed inside: see src/ops/simd/tfjs-wasm.ts');
}
