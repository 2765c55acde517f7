/**
 * Which backend runs: WebGPU where there is a real adapter, else wasm, else the plain processor one; or what was asked
 * for, where it can be had. Backends are loaded only when they are tried.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice, BackendInfo, BackendName, BackendReason } from '../worker/protocol';
import type { hasDevice } from './webgpu/device';
import { disposeConstants } from '../ops/constants';
import { referenceKernels, useKernels } from '../ops/kernels';

/** Names of renderers that run on the processor: slower there than wasm is. */
const SOFTWARE = /swiftshader|llvmpipe|software|microsoft basic render/i;

interface Adapter {
  readonly software: boolean;
  readonly detail: string;
}

/** The adapter that the browser offers, or null. */
async function findAdapter(): Promise<Adapter | null> {
  if (!('gpu' in navigator)) return null;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return null;
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const detail = [description, device, vendor, architecture].filter((part) => part !== '').join(' ');
    return { software: isFallbackAdapter || SOFTWARE.test(detail), detail };
  } catch {
    return null;
  }
}

/** Loaded when WebGPU is first tried. */
let device: { readonly hasDevice: typeof hasDevice } | undefined;

/** Of wasm. Two were no gain in the bench (0.9 to 1.1 times the time of one): the products of such networks are short. */
const USUAL_THREADS = 1;

/** What can be said of a backend that has started. */
interface Started {
  readonly name: BackendName;
  readonly detail: string;
}

/** Loads and starts a backend, unless it runs already. Null where it does not start. */
async function start(name: BackendName, threads?: number): Promise<Started | null> {
  if (tf.getBackend() === name && (name !== 'webgpu' || device?.hasDevice() === true))
    return { name, detail: detailOfRunning };
  // Constants belong to the backend that made them.
  disposeConstants();
  try {
    const detail = await starters[name](threads);
    if (detail === null) return null;
    detailOfRunning = detail;
    return { name, detail };
  } catch {
    return null;
  }
}

let detailOfRunning = '';

/** Resolve to what the badge says beside the name, null where the backend cannot be had. */
const starters: Record<BackendName, (threads?: number) => Promise<string | null>> = {
  async webgpu() {
    const webgpu = await import('./webgpu/device');
    const { webgpuKernels } = await import('../ops/webgpu/set');
    webgpu.registerWebgpu();
    device = webgpu;
    if (!(await tf.setBackend('webgpu'))) return null;
    useKernels(webgpuKernels());
    return '';
  },
  async wasm(asked = USUAL_THREADS) {
    const { prepareWasm } = await import('./wasm');
    useKernels(referenceKernels);
    // Only where the page is isolated from other origins can threads share memory.
    const threads = globalThis.crossOriginIsolated ? asked : 1;
    // Where threads cannot be started after all, one does.
    for (const count of threads > 1 ? [threads, 1] : [1]) {
      prepareWasm(count);
      if (!(await tf.setBackend('wasm').catch(() => false))) continue;
      const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true ? ['SIMD'] : [];
      return [...simd, ...(count > 1 ? [`${count} threads`] : [])].join(', ');
    }
    return null;
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    useKernels(referenceKernels);
    return (await tf.setBackend('cpu')) ? '' : null;
  },
};

async function startFirst(names: readonly BackendName[], threads?: number): Promise<Started> {
  for (const name of names) {
    const started = await start(name, threads);
    if (started !== null) return started;
  }
  throw new Error('No backend of tfjs starts in this browser');
}

export interface BackendOptions {
  /** WebGPU has just failed repeatedly: something else has to do. */
  readonly lost?: boolean;
  /** Of wasm; one where absent. */
  readonly threads?: number;
}

/**
 * Starts the backend that is asked for, or the best one here, and says which it is and why.
 * @throws Error where not even the plain processor backend starts.
 */
export async function chooseBackend(
  requested: BackendChoice,
  { lost = false, threads }: BackendOptions = {},
): Promise<BackendInfo> {
  const adapter = lost ? null : await findAdapter();
  const describe = ({ name, detail }: Started, reason: BackendReason): BackendInfo => {
    return { name, reason, requested, detail: name === 'webgpu' ? (adapter?.detail ?? '') : detail };
  };
  const onProcessor = (): Promise<Started> => startFirst(['wasm', 'cpu'], threads);
  if (lost) return describe(await onProcessor(), 'device-lost');
  if (requested !== 'auto') {
    const possible = requested !== 'webgpu' || adapter !== null;
    const started = possible ? await start(requested, threads) : null;
    if (started !== null) return describe(started, 'forced');
    return describe(await onProcessor(), 'forced-unavailable');
  }
  const preferred = adapter !== null && !adapter.software ? await start('webgpu') : null;
  if (preferred !== null) return describe(preferred, 'preferred');
  const started = await onProcessor();
  if (started.name === 'cpu') return describe(started, 'no-wasm');
  return describe(started, adapter?.software === true ? 'software-adapter' : 'no-adapter');
}
