/**
 * A worker's side of the line: holds lanes of one experiment, and carries out what is asked of them, one after another. Signals are
 * heard in between, and within a step that lasts.
 */
import { planLanesFor } from '../../architecture/plan-experiment';
import type { RunningBackend } from '../../contract/backend';
import type { DataSet } from '../../data/dataset';
import type { Lanes, OpenLanes, TestedBatch } from '../lanes';
import { AbandonedError, WorkerTurns } from '../turns';
import type { AnswerOf, LaneAnswer, LaneOrder, LaneSignal, OrderName, OrderOf } from './messages';

/** What is not begun where it is no longer wanted. */
const LASTS: ReadonlySet<OrderName> = new Set(['open', 'watch', 'run', 'test', 'test-on', 'fault']);

export interface LaneServerHost {
  readonly post: (answer: LaneAnswer) => void;
  /** @throws Error where another one has to do. */
  readonly startBackend: (backend: RunningBackend) => Promise<void>;
  readonly openLanes: OpenLanes;
  readonly now: () => number;
  /** Lets messages that have arrived be handled. */
  readonly breathe: () => Promise<void>;
}

type Handlers = { readonly [T in OrderName]: (order: OrderOf<T>) => Promise<AnswerOf<T>> };

export class LaneServer {
  readonly #host: LaneServerHost;
  #data: DataSet | null = null;
  #lanes: Lanes | null = null;
  #test: AsyncGenerator<TestedBatch> | null = null;
  readonly #turns: WorkerTurns;
  /** Orders so far, and those of them that came before the last sign that what they are for is no longer wanted. */
  #orders = 0;
  #abandoned = 0;
  /** Ends with the newest order. */
  #end: Promise<void> = Promise.resolve();

  constructor(host: LaneServerHost) {
    this.#host = host;
    const { now, breathe, post } = host;
    this.#turns = new WorkerTurns({ now, breathe, onProgress: ({ done }) => post({ done }) });
  }

  handle(order: LaneOrder | LaneSignal): void {
    if (order.type === 'ping') this.#host.post({ pong: true });
    else if (order.type === 'hold') this.#turns.hold(order.isHeld);
    else if (order.type === 'abandon') {
      this.#abandoned = this.#orders;
      this.#turns.abandon();
    } else this.#queue(order);
  }

  #queue(order: LaneOrder): void {
    const number = ++this.#orders;
    this.#end = this.#end.then(async () => {
      try {
        if (number > this.#abandoned) this.#turns.renew();
        else if (LASTS.has(order.type)) throw new AbandonedError();
        this.#host.post({ value: await this.#carryOut(order.type, order) });
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        this.#host.post({ error: { name, message } });
      }
    });
  }

  async #carryOut<T extends OrderName>(type: T, order: OrderOf<T>): Promise<AnswerOf<T>> {
    return this.#handlers[type](order);
  }

  readonly #handlers: Handlers = {
    start: async ({ backend }) => {
      await this.#host.startBackend(backend);
      return null;
    },
    open: async ({ backend, experiment, first, end, data }) => {
      this.#lanes = null;
      this.#data = data ?? this.#data;
      if (this.#data === null) throw new Error('There are no data to train with');
      await this.#host.startBackend(backend);
      const plans = planLanesFor(experiment, this.#data, this.#data.classes.length);
      const own = { ...experiment, lanes: experiment.lanes.slice(first, end) };
      this.#lanes = this.#host.openLanes(own, plans.slice(first, end), this.#data, this.#turns);
      await this.#lanes.prepare(() => undefined);
      return null;
    },
    watch: async ({ instruments, next }) => this.#opened.prepareWatch(instruments, next),
    run: async ({ inputs, instruments }) => {
      const measured: (readonly number[])[] = [];
      const watch = instruments && {
        instruments,
        measured: (lane: number, row: readonly number[]): void => void (measured[lane] = row),
      };
      return { row: await this.#opened.run(inputs, watch ?? undefined), measured };
    },
    fault: async ({ lane, inputs }) => this.#opened.fault(lane, inputs),
    test: async ({ lane, count, gains }) => {
      this.#test = this.#opened.test(lane, count, gains);
      return this.#nextTested();
    },
    'test-on': async () => this.#nextTested(),
    'test-end': async () => {
      await this.#test?.return(undefined);
      this.#test = null;
      return null;
    },
    snapshot: async ({ lane }) => this.#opened.snapshot(lane),
    restore: async ({ lane, state }) => {
      this.#opened.restore(lane, state);
      return null;
    },
    close: async () => {
      this.#lanes?.dispose();
      this.#lanes = null;
      return null;
    },
  };

  get #opened(): Lanes {
    if (this.#lanes === null) throw new Error('No lanes are open');
    return this.#lanes;
  }

  async #nextTested(): Promise<TestedBatch | null> {
    const next = await this.#test?.next();
    return next === undefined || next.done === true ? null : next.value;
  }
}
