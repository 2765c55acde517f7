/** The wasm backend, and where it finds its binaries: beside the worker, under names that the build gives them. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';

/** To be called before tfjs starts the backend, which importing this file has registered. */
export function prepareWasm(): void {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    // tfjs asks for all three, though this one is not used.
    'tfjs-backend-wasm-threaded-simd.wasm': threads,
  });
  // One thread: sums over several come in another order, and a replay would not be exact.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}
