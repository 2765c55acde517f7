/** What the page has asked for in the current run and has not got yet. Taken in at once, carried out in the run's turns. */
import type { Command } from '../contract/messages';

type Request = Extract<
  Command,
  { type: 'switch' | 'rate' | 'watch' | 'inspect' | 'weights' | 'state' | 'samples' }
>;

type RequestOf<T extends Request['type']> = Extract<Request, { type: T }>;

/** Of requests with the same key the newest counts; switches are all thrown, in their order. */
function keyOf(request: Request): string | null {
  if (request.type === 'switch') return null;
  return request.type === 'inspect' ? `inspect ${request.request.kind}` : request.type;
}

export class Requests {
  #waiting: Request[] = [];

  add(request: Request): void {
    const key = keyOf(request);
    const older = key === null ? -1 : this.#waiting.findIndex((one) => keyOf(one) === key);
    if (older < 0) this.#waiting.push(request);
    else this.#waiting[older] = request;
  }

  has(type: Request['type']): boolean {
    return this.#waiting.some((request) => request.type === type);
  }

  /** The first of this type, which waits no longer. @throws Error where none does. */
  take<T extends Request['type']>(type: T): RequestOf<T> {
    const isAsked = (request: Request): request is RequestOf<T> => request.type === type;
    const request = this.#waiting.find(isAsked);
    if (request === undefined) throw new Error(`No ${type} is asked for`);
    this.#waiting = this.#waiting.filter((one) => one !== request);
    return request;
  }
  /** Takes a request and has it answered. One that fails waits on, unless a newer one has come: a lost device is no answer. */
  async answer<T extends Request['type']>(
    type: T,
    carryOut: (request: RequestOf<T>) => Promise<void>,
  ): Promise<void> {
    const request = this.take(type);
    try {
      await carryOut(request);
    } catch (error) {
      const key = keyOf(request);
      if (!this.#waiting.some((one) => keyOf(one) === key)) this.#waiting.unshift(request);
      throw error;
    }
  }
}
