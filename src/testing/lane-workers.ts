/**
 * Workers that train lanes, in this thread: for tests of what is said to them. What crosses is cloned, as between threads. One
 * of them computes at a time, as tfjs has one engine.
 */
import { openLanes } from '../training/trainer';
import type { LaneWorker } from '../training/workers/line';
import type { LaneAnswer, LaneOrder, LaneSignal } from '../training/workers/messages';
import { LaneServer } from '../training/workers/server';

let computing: Promise<void> = Promise.resolve();

export class LaneWorkerDouble implements LaneWorker {
  onmessage: LaneWorker['onmessage'] = null;
  onerror: LaneWorker['onerror'] = null;
  onmessageerror: LaneWorker['onmessageerror'] = null;
  /** What was asked of it. */
  readonly orders: LaneOrder['type'][] = [];
  /** Whether the data have come with an order. */
  dataCame = 0;
  isTerminated = false;
  /** From now on it does what is asked, and says nothing, as one that has ended. */
  isMute = false;
  /** Its clock: one that leaps has a step give way after every piece. */
  now = (): number => performance.now();
  readonly #server: LaneServer;
  #answered: () => void = () => undefined;
  /** Orders that wait for other workers, and signals that come behind them. */
  #coming = 0;
  #signals: (LaneOrder | LaneSignal)[] = [];

  constructor(startBackend: () => Promise<void> = () => Promise.resolve()) {
    this.#server = new LaneServer({
      post: (answer) => this.#post(answer),
      startBackend,
      openLanes,
      now: () => this.now(),
      breathe: () => new Promise((resolve) => void setTimeout(resolve)),
    });
  }

  postMessage(order: LaneOrder | LaneSignal): void {
    const copy = structuredClone(order);
    if (order.type === 'ping' || order.type === 'hold' || order.type === 'abandon') {
      this.#signals.push(copy);
      queueMicrotask(() => this.#deliverSignals());
      return;
    }
    this.#coming++;
    this.orders.push(order.type);
    if (order.type === 'open' && order.data !== null) this.dataCame++;
    computing = computing.then(async () => {
      if (this.isTerminated) return;
      const answered = new Promise<void>((resolve) => (this.#answered = resolve));
      this.#server.handle(copy);
      this.#coming--;
      this.#deliverSignals();
      await answered;
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Ends as a worker does that crashes. */
  crash(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }

  #deliverSignals(): void {
    if (this.#coming > 0 || this.isTerminated) return;
    for (const signal of this.#signals.splice(0)) this.#server.handle(signal);
  }

  #post(answer: LaneAnswer): void {
    const data = structuredClone(answer);
    if ('value' in answer || 'error' in answer) this.#answered();
    if (!this.isTerminated && !this.isMute) this.onmessage?.({ data } as MessageEvent<LaneAnswer>);
  }
}
