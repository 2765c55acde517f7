/**
 * Which backend runs: WebGPU where there is a real adapter, else wasm, else the plain processor one; or what was asked
 * for, where it can be had. Backends are loaded only when they are tried.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice, BackendInfo, BackendName, BackendReason } from '../worker/protocol';
import type { hasDevice } from './webgpu/device';
import { disposeConstants } from '../ops/constants';
import { referenceKernels, useKernels, type KernelSet } from '../ops/kernels';

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

/** Loads and registers a backend and gives its kernels, to be used once it has started. */
async function register(name: BackendName): Promise<() => KernelSet> {
  if (name === 'webgpu') {
    const webgpu = await import('./webgpu/device');
    const { webgpuKernels } = await import('../ops/webgpu/set');
    webgpu.registerWebgpu();
    device = webgpu;
    return webgpuKernels;
  }
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else (await import('./wasm')).prepareWasm();
  return () => referenceKernels;
}

async function start(name: BackendName): Promise<boolean> {
  if (tf.getBackend() === name && (name !== 'webgpu' || device?.hasDevice() === true)) return true;
  try {
    // Constants belong to the backend that made them.
    disposeConstants();
    const kernels = await register(name);
    const started = await tf.setBackend(name);
    if (started) await tf.ready();
    useKernels(started ? kernels() : referenceKernels);
    return started;
  } catch {
    return false;
  }
}

async function startFirst(names: readonly BackendName[]): Promise<BackendName> {
  for (const name of names) {
    if (await start(name)) return name;
  }
  throw new Error('No backend of tfjs starts in this browser');
}

async function wasmDetail(): Promise<string> {
  return (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true ? 'SIMD' : '';
}

/**
 * Starts the backend that is asked for, or the best one here, and says which it is and why. `lost` tells that WebGPU has
 * just failed repeatedly, so that something else has to do.
 * @throws Error where not even the plain processor backend starts.
 */
export async function chooseBackend(requested: BackendChoice, lost = false): Promise<BackendInfo> {
  const adapter = lost ? null : await findAdapter();
  const describe = async (name: BackendName, reason: BackendReason): Promise<BackendInfo> => {
    const detail = name === 'webgpu' ? (adapter?.detail ?? '') : name === 'wasm' ? await wasmDetail() : '';
    return { name, reason, requested, detail };
  };
  if (lost) return describe(await startFirst(['wasm', 'cpu']), 'device-lost');
  if (requested !== 'auto') {
    const possible = requested !== 'webgpu' || adapter !== null;
    if (possible && (await start(requested))) return describe(requested, 'forced');
    return describe(await startFirst(['wasm', 'cpu']), 'forced-unavailable');
  }
  if (adapter !== null && !adapter.software && (await start('webgpu')))
    return describe('webgpu', 'preferred');
  const name = await startFirst(['wasm', 'cpu']);
  if (name === 'cpu') return describe(name, 'no-wasm');
  return describe(name, adapter?.software === true ? 'software-adapter' : 'no-adapter');
}
