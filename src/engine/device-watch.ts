/** Who hears of the WebGPU device's end and errors. Apart from the device, so that listening does not load WebGPU. */

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
