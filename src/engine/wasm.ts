/**
 * The wasm backend. Its binary lies beside the worker, under a name that the build gives it; it is fetched and looked at
 * here, since tfjs tells neither why one did not arrive nor that it was another thing, and waits for ever for some.
 */
import * as tf from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?known';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?known';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?known';
import { hasSimd } from '../contract/wasm-features';
import { LATE, within, type DownloadTools } from '../data/download';
import { browserTools, fetchBinary } from './binary';

/** Milliseconds that tfjs may take to start from a binary that is there; it usually takes some tens. */
const PATIENCE = 30_000;

/**
 * Starts the backend. Threads share the output of a convolution or product between them, never a sum, so that the numbers do
 * not depend on how many there are.
 * @throws Error with what stands in the way.
 */
export async function startWasm(
  threads: number,
  waiting: Pick<DownloadTools, 'onStall' | 'signal'> = {},
): Promise<void> {
  const file = threads > 1 ? threaded : hasSimd() ? simd : plain;
  const bytes = await fetchBinary(file, browserTools(waiting));
  const paths = {
    'tfjs-backend-wasm.wasm': plain.address,
    'tfjs-backend-wasm-simd.wasm': simd.address,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded.address,
  };
  // tfjs fetches through its platform, which gives it what was fetched here.
  setWasmPaths(paths, true);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  if (threads > 1) setThreadsCount(threads);
  const { platform } = tf.env();
  const fetch = platform.fetch.bind(platform);
  platform.fetch = () => Promise.resolve(new Response(bytes));
  try {
    const started = await within(tf.setBackend('wasm'), PATIENCE);
    if (started === LATE) throw new Error('WebAssembly did not start in time.');
    if (!started) throw new Error('WebAssembly did not start.');
  } finally {
    platform.fetch = fetch;
  }
}
