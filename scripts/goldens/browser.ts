/** The page in which goldens run on WebGPU; `scripts/goldens.ts` drives it. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import { useKernels } from '../../src/ops/active-kernels';
import { webgpuKernels } from '../../src/ops/webgpu/kernel-set';
import type { GoldenCase } from './case';
import { judge, type Verdict } from './judge';

declare global {
  interface Window {
    /** Null where the browser has no adapter. */
    startWebGpu(): Promise<string | null>;
    judgeGolden(golden: GoldenCase): Promise<Verdict>;
  }
}

window.startWebGpu = async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter || !(await tf.setBackend('webgpu'))) return null;
  await tf.ready();
  useKernels(webgpuKernels());
  return [adapter.info.vendor, adapter.info.architecture, adapter.info.description].filter(Boolean).join(' ');
};
window.judgeGolden = judge;
