/**
 * Which backend runs: WebGPU where there is a real adapter, else wasm, else the plain processor one; or what was asked
 * for, where it can be had. Backends are loaded only when they are tried.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {
  BackendChoice,
  BackendInfo,
  BackendName,
  BackendReason,
  RunningBackend,
  WantedKernels,
} from '../contract/backend';
import { inTime } from '../contract/arrival';
import { hasRelaxedSimd, hasSimd } from '../contract/wasm-features';
import type { FileFault } from '../contract/files';
import { DataError, STALL, watched, type OnStall } from '../data/download';
import { disposeConstants } from '../ops/constants';
import { useKernels } from '../ops/active-kernels';
import { referenceKernels } from '../ops/reference/kernel-set';
import { loadKernels } from './binary';
import { findAdapter, type Adapter } from './gpu';
import { useSimd } from './simd';
import type { hasDevice, tryDevice } from './webgpu/health';

/** Loaded when WebGPU is first tried. */
let device: { readonly hasDevice: typeof hasDevice; readonly tryDevice: typeof tryDevice } | undefined;

/**
 * Finds out whether the GPU's device still works, where there is one; a loss is told like any other (see `watchDevice`). What is
 * asked of a device that is lost may fail before the browser says why.
 */
export async function tryGpu(): Promise<void> {
  await device?.tryDevice();
}

/** Of wasm. Two were no gain in the bench (0.9 to 1.1 times the time of one): the products of such networks are short. */
const DEFAULT_THREADS = 1;

/** What can be said of a backend that has started. */
interface Started extends RunningBackend {
  /** How many threads, where there is more than one. */
  readonly detail?: string;
  /** What is not as it should be all the same. */
  readonly trouble?: unknown;
}

/** Loads and starts a backend, unless it runs already. @throws Error with what stands in the way. */
async function start(name: BackendName, options: BackendOptions): Promise<Started> {
  if (isRunning(name) && isAsAsked(name, options)) {
    if (unstarted !== null) unstarted = { ...unstarted, onStall: options.onStall };
    return running;
  }
  // Constants belong to the backend that made them.
  disposeConstants();
  unstarted = null;
  running = { name, ...(await starters[name](options)) };
  if (name !== 'wasm') useSimd(null);
  return running;
}

let running: Started = { name: 'cpu' };

/** The kernels that compute planned steps while tfjs has not been started; null where it has. */
let unstarted: { readonly module: WebAssembly.Module; readonly onStall: OnStall | undefined } | null = null;

function isRunning(name: BackendName): boolean {
  return unstarted === null ? tf.getBackend() === name : name === 'wasm';
}

/** Under way; nobody starts tfjs twice at once. */
let starting: Promise<void> = Promise.resolve();

/**
 * Starts tfjs where planned steps did without it so far: see `onDemand`. Where its wasm does not start, its processor backend
 * does; planned steps go on as they are.
 * @throws Error where that does not start either.
 */
export async function startEngine(): Promise<void> {
  starting = starting.catch(() => undefined).then(startUnstarted);
  await starting;
}

async function startUnstarted(): Promise<void> {
  if (unstarted === null) return;
  const { module, onStall } = unstarted;
  try {
    const [{ startWasm }, { leaveKernels, takeKernels }] = await inTime(wasmCode(onStall));
    // Whoever asks for it need not wait for a file that stands still.
    const giving = new AbortController();
    await startWasm(1, { onStall: () => giving.abort(), signal: giving.signal });
    if (!takeKernels(module)) {
      leaveKernels();
      useSimd(module);
    }
  } catch {
    await starters.cpu({});
  }
  unstarted = null;
}

/** For other workers, which are to compute with the same. */
export function runningBackend(): RunningBackend {
  const { name, kernels } = running;
  return { name, ...(kernels && { kernels }) };
}

/** Starts here what runs in another worker. @throws Error where something else would compute. */
export async function startAs({ name, kernels }: RunningBackend): Promise<void> {
  const isChosen = kernels === 'relaxed' || kernels === 'reference';
  const wanted = isChosen ? kernels : kernels === 'missing' ? 'reference' : 'simd';
  const onDemand = kernels === 'simd' || kernels === 'relaxed';
  const started = await start(name, { kernels: wanted, onDemand });
  if (name !== 'wasm' || started.kernels === kernels || kernels === 'missing') return;
  const { trouble } = started;
  throw trouble instanceof Error
    ? trouble
    : new Error(`wasm computes with other kernels: ${started.kernels}`);
}

/** Whether the backend that runs does so as it is asked for. */
function isAsAsked(name: BackendName, { kernels = 'simd' }: BackendOptions): boolean {
  if (name === 'webgpu') return device?.hasDevice() === true;
  if (name === 'cpu' || running.kernels === kernels) return true;
  return kernels === 'simd' && (running.kernels === 'without-simd' || running.kernels === 'tfjs-changed');
}

/** Resolve to what is to be said of them. @throws Error with what stands in the way. */
const starters: Record<BackendName, (options: BackendOptions) => Promise<Omit<Started, 'name'>>> = {
  async webgpu(options) {
    const [webgpu, health, { webgpuKernels }] = await code(
      'webgpu',
      Promise.all([
        import('./webgpu/device'),
        import('./webgpu/health'),
        import('../ops/webgpu/kernel-set'),
        options.loadForWebgpu?.(),
      ]),
      options,
    );
    webgpu.registerWebgpu();
    device = health;
    if (!(await tf.setBackend('webgpu'))) throw new Error(webgpu.deviceTrouble());
    useKernels(webgpuKernels());
    return {};
  },
  async wasm({ threads: asked = DEFAULT_THREADS, kernels = 'simd', ...options }) {
    // At once, since a visitor waits for it; what becomes of it is looked at when tfjs has started.
    const loading = kernels !== 'reference' && hasSimd() ? ownKernels(kernels, options) : null;
    if (options.onDemand === true) {
      const module = await loading;
      if (module instanceof WebAssembly.Module) {
        useSimd(module);
        unstarted = { module, onStall: options.onStall };
        return { kernels };
      }
    }
    const [{ startWasm }, { leaveKernels, takeKernels }] = await wasmCode(options.onStall);
    leaveKernels();
    // Only where the page is isolated from other origins can threads share memory.
    const threads = globalThis.crossOriginIsolated ? asked : 1;
    // Where threads cannot be started after all, one does.
    if (threads > 1 && (await startWasm(threads, options).catch(() => false)) !== false)
      return { kernels: 'reference', detail: `${threads} threads` };
    await startWasm(1, options);
    const module = await loading;
    if (module === null) return { kernels: kernels === 'reference' ? kernels : 'without-simd' };
    if (!(module instanceof WebAssembly.Module)) return { kernels: 'missing', trouble: module.missing };
    if (!takeKernels(module)) return { kernels: 'tfjs-changed' };
    return { kernels };
  },
  async cpu(options) {
    await code('cpu', import('@tensorflow/tfjs-backend-cpu'), options);
    useKernels(referenceKernels);
    if (!(await tf.setBackend('cpu'))) throw new Error('tfjs has no cpu backend here.');
    return {};
  },
};

/** The module of our kernels; why there is none where it does not arrive. */
async function ownKernels(
  kind: 'simd' | 'relaxed',
  options: BackendOptions,
): Promise<WebAssembly.Module | { readonly missing: unknown }> {
  try {
    return await loadKernels(kind, options.onStall);
  } catch (error) {
    return { missing: error };
  }
}

function wasmCode(onStall: OnStall | undefined) {
  return code('wasm', Promise.all([import('./wasm'), import('./simd-kernels')]), { onStall });
}

/** Awaits the code of a backend, and tells where that does not move. */
function code<T>(
  name: BackendName,
  loading: Promise<T>,
  { onStall }: { readonly onStall?: OnStall | undefined },
): Promise<T> {
  return watched(loading, STALL, (stalled) => onStall?.(`the ${name} backend`, stalled));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface BackendOptions {
  /** Of wasm; `simd` where absent. */
  readonly kernels?: WantedKernels;
  /** Of wasm with our kernels: tfjs is started by `startEngine` only. Planned steps do without it. */
  readonly onDemand?: boolean;
  /** WebGPU has just failed repeatedly: something else has to do. */
  readonly lost?: boolean;
  /** Of wasm; one where absent. */
  readonly threads?: number;
  /** Loads what WebGPU needs besides. */
  readonly loadForWebgpu?: () => Promise<unknown>;
  /** Hears of files that do not move, and that they do again. */
  readonly onStall?: OnStall;
}

/** Choices that a GPU decides. */
const NEED_ADAPTER: ReadonlySet<BackendChoice> = new Set(['auto', 'webgpu']);

/** Loads kernels of wasm; what does not arrive is told when it is needed. */
async function prefetchWasm(): Promise<void> {
  try {
    if (hasSimd()) await loadKernels('simd');
  } catch {
    // Asked for again where wasm is to run.
  }
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
  // A GPU takes tenths of a second to be found, or not: what is loaded meanwhile is small.
  if (requested === 'auto' && !lost) void prefetchWasm();
  const found = lost || !NEED_ADAPTER.has(requested) ? 'none' : await findAdapter();
  const adapter: Adapter | null = typeof found === 'string' ? null : found;
  /** Of the backends that were tried in vain, and files among them. */
  const troubles: string[] = [];
  const faults: FileFault[] = [];
  const note = (name: BackendName, error: unknown): void => {
    troubles.push(`${name}: ${messageOf(error)}`);
    if (error instanceof DataError && error.fault !== null) faults.push(error.fault);
  };
  const relaxed = requested === 'wasm-relaxed' && hasRelaxedSimd();
  const startFirst = async (...names: readonly BackendName[]): Promise<Started | null> => {
    for (const name of names) {
      try {
        const started = await start(name, relaxed ? { ...options, kernels: 'relaxed' } : options);
        if (started.trouble !== undefined) note(started.name, started.trouble);
        return started;
      } catch (error) {
        note(name, error);
      }
    }
    return null;
  };
  const onProcessor = async (): Promise<Started> => {
    const started = await startFirst('wasm', 'cpu');
    if (started === null) throw new Error(troubles.join(' '));
    return started;
  };
  const describe = ({ name, kernels, detail = '' }: Started, reason: BackendReason): BackendInfo => {
    const shown = name === 'webgpu' ? (adapter?.detail ?? '') : detail;
    return {
      name,
      reason,
      requested,
      detail: shown,
      trouble: troubles.join(' '),
      ...(faults.length > 0 && { faults }),
      ...(kernels && { kernels }),
    };
  };
  if (lost) return describe(await onProcessor(), 'device-lost');
  if (requested !== 'auto') {
    if (requested === 'webgpu' && adapter === null)
      troubles.push(WITHOUT_ADAPTER[found === 'silent' ? 'silent' : 'none']);
    else if (requested === 'wasm-relaxed' && !relaxed)
      troubles.push('wasm-relaxed: this browser has no relaxed SIMD.');
    else {
      const started = await startFirst(requested === 'wasm-relaxed' ? 'wasm' : requested);
      if (started !== null) return describe(started, 'forced');
    }
    return describe(await onProcessor(), 'forced-unavailable');
  }
  const preferred = adapter !== null && !adapter.software ? await startFirst('webgpu') : null;
  if (preferred !== null) return describe(preferred, 'preferred');
  const triedWebgpu = troubles.length > 0;
  const started = await onProcessor();
  if (started.name === 'cpu') {
    if (typeof WebAssembly === 'undefined') return describe(started, 'no-wasm');
    return describe(started, faults.length > 0 ? 'wasm-missing' : 'wasm-failed');
  }
  if (triedWebgpu) return describe(started, 'webgpu-failed');
  if (adapter !== null) return describe(started, 'software-adapter');
  return describe(started, found === 'silent' ? 'adapter-silent' : 'no-adapter');
}

const WITHOUT_ADAPTER = {
  none: 'webgpu: the browser offers no adapter.',
  silent: 'webgpu: the GPU does not answer.',
} as const;
