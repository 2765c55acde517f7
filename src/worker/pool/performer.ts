/** What a worker of the pool does: starts the backend, then carries out one part of a study after another. */
import type { BackendChoice, BackendInfo } from '../../contract/backend';
import type { PartContext } from '../../studies/compute-parts';
import type { StudyKind } from '../../studies/kinds';
import { computationOf } from '../../studies/worker';
import { failureOf } from '../failures';
import type { PartCommand, PartReport } from './messages';

/** Fewest milliseconds between two ticks of a part. */
const INTERVAL = 100;

export interface PerformerHost {
  readonly post: (report: PartReport) => void;
  readonly chooseBackend: (requested: BackendChoice) => Promise<BackendInfo>;
  readonly now: () => number;
}

export class Performer {
  readonly #host: PerformerHost;
  #study: { readonly kind: StudyKind; readonly context: PartContext } | null = null;

  constructor(host: PerformerHost) {
    this.#host = host;
  }

  /** Never rejects: what fails is told. */
  async handle(command: PartCommand): Promise<void> {
    try {
      if (command.type === 'open') await this.#open(command);
      else await this.#perform(command.part, command.task);
    } catch (error) {
      const { code, message } = failureOf(error);
      this.#host.post({ type: 'failed', code, message });
    }
  }

  async #open({ kind, backend, context }: Extract<PartCommand, { type: 'open' }>): Promise<void> {
    const { name, kernels, trouble } = await this.#host.chooseBackend(
      backend.kernels === 'relaxed' ? 'wasm-relaxed' : backend.name,
    );
    if (name !== backend.name || kernels !== backend.kernels)
      throw new Error(`A worker for studies has ${name} ${kernels ?? ''}. ${trouble}`);
    const { snapshots, ...rest } = context;
    this.#study = { kind, context: { ...rest, snapshots: () => Promise.resolve(snapshots) } };
    this.#host.post({ type: 'ready' });
  }

  async #perform(part: number, task: unknown): Promise<void> {
    if (this.#study === null) throw new Error('A part of a study came before its context');
    const { kind, context } = this.#study;
    let posted = this.#host.now();
    let last: { readonly share: number; readonly found: unknown } = { share: 1, found: null };
    for await (const tick of computationOf(kind).perform(task, context)) {
      last = tick;
      const now = this.#host.now();
      if (now - posted < INTERVAL) continue;
      posted = now;
      this.#host.post({ type: 'tick', part, ...tick, isLast: false });
    }
    this.#host.post({ type: 'tick', part, ...last, share: 1, isLast: true });
  }
}
