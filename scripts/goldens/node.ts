/** tfjs backends in Node, for scripts and unit tests. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Chooses a backend in Node; throws where it cannot be had. */
export async function useNodeBackend(name: 'wasm' | 'cpu'): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(wasm)}/`);
  if (!(await tf.setBackend(name))) throw new Error(`tfjs has no ${name} backend here`);
  await tf.ready();
}
