/** What the page has asked for in the current run and has not got yet. Taken in at once, carried out in the run's turns. */
import type { Command } from '../contract/messages';

type Request = Extract<
  Command,
  { type: 'switch' | 'rate' | 'watch' | 'inspect' | 'weights' | 'state' | 'samples' }
>;

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
  take<T extends Request['type']>(type: T): Extract<Request, { type: T }> {
    const isAsked = (request: Request): request is Extract<Request, { type: T }> => request.type === type;
    const request = this.#waiting.find(isAsked);
    if (request === undefined) throw new Error(`No ${type} is asked for`);
    this.#waiting = this.#waiting.filter((one) => one !== request);
    return request;
  }
}
