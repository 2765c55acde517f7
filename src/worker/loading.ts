/** What a run needs before its networks can be built, all of it at once: data, a backend, and weights that lanes start from. */
import type { BackendName } from '../contract/backend';
import type { Phase, ReportBody } from '../contract/messages';
import type { DataSet } from '../data/dataset';
import type { BroughtWeights } from '../training/brought';
import type { DeviceHealth } from './failures';
import type { RunHost, Start } from './live-trainer';
import { StalledFiles } from './stalled-files';

export interface Loaded {
  readonly data: DataSet;
  readonly backend: BackendName;
  readonly brought: BroughtWeights;
}

export class Loading {
  readonly #host: RunHost;
  readonly #start: Start;
  readonly #device: DeviceHealth;
  readonly #post: (report: ReportBody) => void;
  readonly #onBackend: (backend: BackendName) => void;
  readonly #stalled: StalledFiles;
  /** The choice of a backend, which the next run has to wait for: tfjs has one engine. */
  #choosing: Promise<unknown> = Promise.resolve();

  /** `onBackend` hears of the backend while the rest loads. */
  constructor(
    host: RunHost,
    start: Start,
    device: DeviceHealth,
    post: (report: ReportBody) => void,
    onBackend: (backend: BackendName) => void,
  ) {
    this.#host = host;
    this.#start = start;
    this.#device = device;
    this.#post = post;
    this.#onBackend = onBackend;
    this.#stalled = new StalledFiles((files) => post({ type: 'stalled', files }));
  }

  /** Null where the run has ended before: another one does not wait for what this one was still loading. */
  async all(ended: Promise<null>): Promise<Loaded | null> {
    const progress = (phase: Phase, fraction: number | null): void =>
      this.#post({ type: 'progress', phase, fraction });
    progress('backend', null);
    const loading = this.#host.loadData(
      this.#start,
      (fraction) => progress('data', fraction),
      this.#stalled.of('data'),
    );
    const choosing = this.chooseBackend();
    this.#choosing = choosing;
    const bringing = this.#host.loadWeights?.(this.#start) ?? new Map();
    const loaded = await Promise.race([Promise.all([loading, choosing, bringing]), ended]);
    if (loaded === null) return null;
    const [data, backend, brought] = loaded;
    return { data, backend, brought };
  }

  /** A backend for this run. Twice lost in a short time, WebGPU is not tried a third time. */
  async chooseBackend(): Promise<BackendName> {
    const givenUp = this.#device.takeLoss(this.#host.now());
    const backend = await this.#host.chooseBackend(this.#start.backend, givenUp, this.#stalled.of('backend'));
    this.#post({ type: 'backend', backend });
    this.#onBackend(backend.name);
    return backend.name;
  }

  /** Resolves when no backend is being chosen, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#choosing]);
  }
}
