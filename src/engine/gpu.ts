/**
 * The GPU as the browser offers it, and who hears of its device's end and errors. Apart from the device, so that asking and listening
 * do not load WebGPU. Drivers that hang let questions wait for ever: here they have an end.
 */
import { LATE, within, type Delay } from '../data/download';

/** An error that no one had asked about: results since then mean nothing. */
export class GpuError extends Error {
  override readonly name = 'GpuError';
  readonly kind: 'memory' | 'internal';

  constructor(kind: 'memory' | 'internal', message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface DeviceWatcher {
  /** The device is gone, with all that was on it. Told once per device. */
  readonly onLost: (message: string) => void;
  readonly onError: (error: GpuError) => void;
}

let watcher: DeviceWatcher | null = null;

/** Takes the place of whoever watched before. */
export function watchDevice(newWatcher: DeviceWatcher): void {
  watcher = newWatcher;
}

export function tellLoss(message: string): void {
  watcher?.onLost(message);
}

export function tellError(error: GpuError): void {
  watcher?.onError(error);
}

/** Milliseconds that a browser may take to answer for its GPU; it usually takes some tens. */
export const GPU_PATIENCE = 10_000;

/** Names of renderers that run on the processor: slower there than wasm is. */
const SOFTWARE = /swiftshader|llvmpipe|software|microsoft basic render/i;

export interface Adapter {
  readonly software: boolean;
  readonly detail: string;
}

/** What the browser offers; `silent` where it does not answer. */
export async function findAdapter(delay?: Delay): Promise<Adapter | 'none' | 'silent'> {
  if (!('gpu' in navigator)) return 'none';
  try {
    const asked = navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    const adapter = await within(asked, GPU_PATIENCE, delay);
    if (adapter === LATE) return 'silent';
    if (adapter === null) return 'none';
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const detail = [description, device, vendor, architecture].filter((part) => part !== '').join(' ');
    return { software: isFallbackAdapter || SOFTWARE.test(detail), detail };
  } catch {
    return 'none';
  }
}
