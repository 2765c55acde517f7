/**
 * The line to a worker that trains lanes: orders go through it, and answers come back in their order. A worker that crashes, or
 * is given up, is lost with all that it had learnt; the line then refuses every order.
 */
import type { RunningBackend } from '../../contract/backend';
import type { DataSet } from '../../data/dataset';
import { delayed } from '../../data/download';
import { isAbandoned } from '../turns';
import type { AnswerOf, LaneAnswer, LaneOrder, LaneSignal, Opening, OrderName, OrderOf } from './messages';

/** What is needed of a Worker. */
export interface LaneWorker {
  postMessage(order: LaneOrder | LaneSignal): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<LaneAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Milliseconds in which a worker has to have started: its code, and what it computes with, may stand still on their way. */
const PATIENCE = 30_000;

/** A worker is gone, and its lanes with it. */
export class LaneLostError extends Error {
  override readonly name = 'LaneLostError';
}

interface Waiting {
  readonly resolve: (value: AnswerOf<OrderName>) => void;
  readonly reject: (error: Error) => void;
}

export class LaneLine {
  readonly #worker: LaneWorker;
  readonly #delay: typeof delayed;
  /** Orders under way, the first of them first. */
  readonly #waiting: Waiting[] = [];
  /** Questions whether it is there, the first of them first. */
  readonly #asking: (() => void)[] = [];
  /** Hears how far a step is. */
  onProgress: (done: number) => void = () => undefined;
  #data: DataSet | null = null;
  #hasSpoken = false;
  #hasOpened = false;
  #loss: LaneLostError | null = null;

  constructor(worker: LaneWorker, delay = delayed) {
    this.#worker = worker;
    this.#delay = delay;
    worker.onmessage = ({ data: answer }) => {
      this.#hasSpoken = true;
      if ('pong' in answer) {
        this.#asking.shift()?.();
        return;
      }
      if ('done' in answer) {
        this.onProgress(answer.done);
        return;
      }
      const waiting = this.#waiting.shift();
      if ('value' in answer) waiting?.resolve(answer.value);
      else waiting?.reject(errorOf(answer.error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.giveUp(event.message || 'its code did not arrive, or did not run');
    };
    worker.onmessageerror = () => this.giveUp('a message could not be read');
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  /** Whether it has ever answered: its code is there, then. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** Whether it has ever had lanes. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  /** Resolves when the worker has heard what was said to it by now, or is lost. */
  async ping(): Promise<void> {
    if (this.#loss !== null) return;
    this.#worker.postMessage({ type: 'ping' });
    await new Promise<void>((resolve) => {
      this.#asking.push(resolve);
    });
  }

  /** @throws LaneLostError where the worker is lost, now or before it answers; else what it met with. */
  async ask<T extends OrderName>(type: T, order: OrderOf<T>): Promise<AnswerOf<T>> {
    if (this.#loss !== null) throw this.#loss;
    // Of a union, the compiler does not see that name and order belong together.
    this.#worker.postMessage({ type, ...order } as LaneOrder);
    const answer = new Promise<AnswerOf<OrderName>>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    // Answers come in the order of what was asked.
    return (await answer) as AnswerOf<T>;
  }

  /** Says something beside the orders. */
  signal(signal: Exclude<LaneSignal, { type: 'ping' }>): void {
    if (this.#loss === null) this.#worker.postMessage(signal);
  }

  /** Has the worker load what it computes with, before there are data. What keeps it from that, `open` will tell. */
  start(backend: RunningBackend): void {
    const end = this.#delay(() => this.giveUp('it has not started for long'), PATIENCE);
    this.ask('start', { backend })
      .catch(() => undefined)
      .finally(end);
  }

  /** Asks for lanes; the data cross only where the worker has others. @throws LaneLostError where it cannot have them. */
  async open(opening: Omit<Opening, 'data'>, data: DataSet): Promise<void> {
    const isKnown = this.#data === data;
    this.#data = data;
    try {
      await this.ask('open', { ...opening, data: isKnown ? null : data });
      this.#hasOpened = true;
    } catch (error) {
      if (isAbandoned(error)) throw error;
      throw this.giveUp(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the worker, whatever it does. */
  giveUp(why: string): LaneLostError {
    if (this.#loss !== null) return this.#loss;
    const loss = new LaneLostError(`A worker that trained lanes is lost: ${why}`);
    this.#loss = loss;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.splice(0)) reject(loss);
    for (const resolve of this.#asking.splice(0)) resolve();
    return loss;
  }
}

/** By its name and message, which is what is looked at. */
function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  return Object.assign(name === 'RangeError' ? new RangeError(message) : new Error(message), { name });
}
