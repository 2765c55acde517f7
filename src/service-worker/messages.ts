/** What pages and the service worker say to each other. */

/** To the service worker. */
export type ToServiceWorker =
  /** Answered at the port that comes with it by `Kept`, and again when that changes. */
  | {
      readonly kind: 'hello';
      /** Address of the page's first module, which tells its deploy from others. */
      readonly entry: string;
      /** Whether what is large is to be kept now. */
      readonly wantsAll: boolean;
    }
  /** A reader wants the deploy of a worker that waits. */
  | { readonly kind: 'take-over' };

/** What is kept of a deploy. */
export interface Kept {
  /** Whether the page that asked is of this deploy. */
  readonly isCurrent: boolean;
  /** Whether every file of it is kept. */
  readonly isComplete: boolean;
}

/** To pages, with a port: which deploy they are of. Answered by the address of their first module. */
export interface ToPage {
  readonly kind: 'entry';
}
