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
  readonly #server: LaneServer;
  #answered: () => void = () => undefined;

  constructor(startBackend: () => Promise<void> = () => Promise.resolve()) {
    this.#server = new LaneServer({ post: (answer) => this.#post(answer), startBackend, openLanes });
  }

  postMessage(order: LaneOrder | LaneSignal): void {
    const copy = structuredClone(order);
    if (order.type === 'ping') {
      queueMicrotask(() => {
        if (!this.isTerminated) this.#server.handle(copy);
      });
      return;
    }
    this.orders.push(order.type);
    if (order.type === 'open' && order.data !== null) this.dataCame++;
    computing = computing.then(async () => {
      if (this.isTerminated) return;
      const answered = new Promise<void>((resolve) => (this.#answered = resolve));
      this.#server.handle(copy);
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

  #post(answer: LaneAnswer): void {
    const data = structuredClone(answer);
    if (!('pong' in answer)) this.#answered();
    if (!this.isTerminated && !this.isMute) this.onmessage?.({ data } as MessageEvent<LaneAnswer>);
  }
}
