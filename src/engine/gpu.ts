/**
 * The GPU as the browser offers it, and who hears of its device's end and errors. Apart from the device, so that asking and listening
 * do not load WebGPU. Drivers that hang let questions wait for ever: here they have an end.
 */
import { delayed, LATE, within, type Delay } from '../data/download';

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

let hasWorked = false;

/** Notes that there is a GPU here that works: where the browser says otherwise later, it is asked again. */
export function noteGpu(): void {
  hasWorked = true;
}

/** Milliseconds until a browser is asked again, and again: a GPU process that has died takes about one second to be replaced. */
const PAUSES: readonly number[] = [250, 500, 1000, 2000];

/** Asks for something of the GPU, and some times more where it used to work. @throws Error as the last attempt does. */
export async function insist<T>(ask: () => Promise<T>, delay: Delay = delayed): Promise<T> {
  for (const pause of hasWorked ? PAUSES : []) {
    try {
      return await ask();
    } catch {
      await new Promise<void>((resolve) => void delay(resolve, pause));
    }
  }
  return ask();
}

/** @throws Error where the browser offers none. */
export async function requestAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('the browser offers no adapter.');
  return adapter;
}

/** What the browser offers; `silent` where it does not answer. */
export async function findAdapter(delay?: Delay): Promise<Adapter | 'none' | 'silent'> {
  if (!('gpu' in navigator)) return 'none';
  try {
    const adapter = await insist(() => within(requestAdapter(), GPU_PATIENCE, delay), delay);
    if (adapter === LATE) return 'silent';
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const detail = [description, device, vendor, architecture].filter((part) => part !== '').join(' ');
    return { software: isFallbackAdapter || SOFTWARE.test(detail), detail };
  } catch {
    return 'none';
  }
}
