/**
 * Which backend runs: WebGPU where there is a real adapter, else wasm, else the plain processor one; or what was asked
 * for, where it can be had. Backends are loaded only when they are tried.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice, BackendInfo, BackendName, BackendReason } from '../contract/backend';
import { STALL, watched, type OnStall } from '../data/download';
import { disposeConstants } from '../ops/constants';
import { useKernels } from '../ops/active-kernels';
import { referenceKernels } from '../ops/reference/kernel-set';
import { findAdapter, type Adapter } from './gpu';
import type { deviceTrouble, hasDevice } from './webgpu/device';

/** Loaded when WebGPU is first tried. */
let device:
  { readonly hasDevice: typeof hasDevice; readonly deviceTrouble: typeof deviceTrouble } | undefined;

/** Of wasm. Two were no gain in the bench (0.9 to 1.1 times the time of one): the products of such networks are short. */
const DEFAULT_THREADS = 1;

/** What can be said of a backend that has started. */
interface Started {
  readonly name: BackendName;
  readonly detail: string;
}

/** Loads and starts a backend, unless it runs already. @throws Error with what stands in the way. */
async function start(name: BackendName, options: BackendOptions): Promise<Started> {
  if (tf.getBackend() === name && (name !== 'webgpu' || device?.hasDevice() === true))
    return { name, detail: detailOfRunning };
  // Constants belong to the backend that made them.
  disposeConstants();
  detailOfRunning = await starters[name](options);
  return { name, detail: detailOfRunning };
}

let detailOfRunning = '';

/** Resolve to what the badge says beside the name. @throws Error with what stands in the way. */
const starters: Record<BackendName, (options: BackendOptions) => Promise<string>> = {
  async webgpu(options) {
    const [webgpu, { webgpuKernels }] = await code(
      'webgpu',
      Promise.all([import('./webgpu/device'), import('../ops/webgpu/kernel-set'), options.loadForWebgpu?.()]),
      options,
    );
    webgpu.registerWebgpu();
    device = webgpu;
    if (!(await tf.setBackend('webgpu'))) throw new Error(webgpu.deviceTrouble());
    useKernels(webgpuKernels());
    return '';
  },
  async wasm({ threads: asked = DEFAULT_THREADS, ...options }) {
    const { startWasm } = await code('wasm', import('./wasm'), options);
    useKernels(referenceKernels);
    // Only where the page is isolated from other origins can threads share memory.
    const threads = globalThis.crossOriginIsolated ? asked : 1;
    // Where threads cannot be started after all, one does.
    const count =
      threads > 1 && (await startWasm(threads, options.onStall).catch(() => null)) !== null ? threads : 1;
    const hasSimd = count > 1 || (await startWasm(1, options.onStall));
    return [...(hasSimd ? ['SIMD'] : []), ...(count > 1 ? [`${count} threads`] : [])].join(', ');
  },
  async cpu(options) {
    await code('cpu', import('@tensorflow/tfjs-backend-cpu'), options);
    useKernels(referenceKernels);
    if (!(await tf.setBackend('cpu'))) throw new Error('tfjs has no cpu backend here.');
    return '';
  },
};

/** Awaits the code of a backend, and tells where that does not move. */
function code<T>(name: BackendName, loading: Promise<T>, { onStall }: BackendOptions): Promise<T> {
  return watched(loading, STALL, (stalled) => onStall?.(`the ${name} backend`, stalled));
}

export interface BackendOptions {
  /** WebGPU has just failed repeatedly: something else has to do. */
  readonly lost?: boolean;
  /** Of wasm; one where absent. */
  readonly threads?: number;
  /** Loads what WebGPU needs besides. */
  readonly loadForWebgpu?: () => Promise<unknown>;
  /** Hears of files that do not move, and that they do again. */
  readonly onStall?: OnStall;
}

/**
 * Starts the backend that is asked for, or the best one here, and says which it is and why.
 * @throws Error where not even the plain processor backend starts.
 */
export async function chooseBackend(
  requested: BackendChoice,
  options: BackendOptions = {},
): Promise<BackendInfo> {
  const { lost = false } = options;
  const found = lost ? 'none' : await findAdapter();
  const adapter: Adapter | null = typeof found === 'string' ? null : found;
  /** Of the backends that were tried in vain. */
  const troubles: string[] = [];
  const startFirst = async (...names: readonly BackendName[]): Promise<Started | null> => {
    for (const name of names) {
      try {
        return await start(name, options);
      } catch (error) {
        troubles.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return null;
  };
  const onProcessor = async (): Promise<Started> => {
    const started = await startFirst('wasm', 'cpu');
    if (started === null) throw new Error(troubles.join(' '));
    return started;
  };
  const describe = ({ name, detail }: Started, reason: BackendReason): BackendInfo => {
    const shown = name === 'webgpu' ? (adapter?.detail ?? '') : detail;
    return { name, reason, requested, detail: shown, trouble: troubles.join(' ') };
  };
  if (lost) return describe(await onProcessor(), 'device-lost');
  if (requested !== 'auto') {
    if (requested === 'webgpu' && adapter === null)
      troubles.push(WITHOUT_ADAPTER[found === 'silent' ? 'silent' : 'none']);
    else {
      const started = await startFirst(requested);
      if (started !== null) return describe(started, 'forced');
    }
    return describe(await onProcessor(), 'forced-unavailable');
  }
  const preferred = adapter !== null && !adapter.software ? await startFirst('webgpu') : null;
  if (preferred !== null) return describe(preferred, 'preferred');
  const triedWebgpu = troubles.length > 0;
  const started = await onProcessor();
  if (started.name === 'cpu')
    return describe(started, typeof WebAssembly === 'undefined' ? 'no-wasm' : 'wasm-failed');
  if (triedWebgpu) return describe(started, 'webgpu-failed');
  if (adapter !== null) return describe(started, 'software-adapter');
  return describe(started, found === 'silent' ? 'adapter-silent' : 'no-adapter');
}

const WITHOUT_ADAPTER = {
  none: 'webgpu: the browser offers no adapter.',
  silent: 'webgpu: the GPU does not answer.',
} as const;
