/** Workers of the pool in the same thread: messages are copied and come later, as they do between workers. Used by tests only. */
import type { BackendInfo } from '../contract/backend';
import type { PartCommand, PartReport } from '../worker/pool/messages';
import { Performer } from '../worker/pool/performer';
import type { PartWorker } from '../worker/pool/pool';

export const WASM: BackendInfo = {
  name: 'wasm',
  reason: 'no-adapter',
  requested: 'auto',
  kernels: 'simd',
  detail: '',
  trouble: '',
};

/** What happens to a worker's messages on their way: `crash` kills it before it gets one, `mute` loses it. */
type Fate = 'arrives' | 'crash' | 'mute';

export class PartWorkers {
  /** Commands of each worker, in their order. */
  readonly commands: PartCommand[][] = [];
  #living = 0;
  readonly #fate: (command: PartCommand, worker: number) => Fate;
  readonly #backend: BackendInfo;

  constructor(fate: (command: PartCommand, worker: number) => Fate = () => 'arrives', backend = WASM) {
    this.#fate = fate;
    this.#backend = backend;
  }

  /** Those that are not terminated. */
  get living(): number {
    return this.#living;
  }

  readonly create = (): PartWorker => {
    const index = this.commands.length;
    const own: PartCommand[] = [];
    this.commands.push(own);
    this.#living++;
    let isAlive = true;
    const performer = new Performer({
      post: (report: PartReport) => {
        const copy = structuredClone(report);
        setImmediate(() => isAlive && worker.onmessage?.({ data: copy } as MessageEvent<PartReport>));
      },
      chooseBackend: () => Promise.resolve(this.#backend),
      now: () => performance.now(),
    });
    const worker: PartWorker = {
      postMessage: (command) => {
        const copy = structuredClone(command);
        own.push(copy);
        const fate = this.#fate(copy, index);
        setImmediate(() => {
          if (!isAlive || fate === 'mute') return;
          if (fate === 'arrives') void performer.handle(copy);
          else worker.onerror?.({ message: 'crashed', preventDefault: () => undefined } as ErrorEvent);
        });
      },
      terminate: () => {
        if (isAlive) this.#living--;
        isAlive = false;
      },
      onmessage: null,
      onerror: null,
      onmessageerror: null,
    };
    return worker;
  };
}
