/**
 * The one animation-frame loop of all charts. A drawing that nobody asked for costs nothing, and one that is out of
 * sight waits, dirty, until it is seen or the browser is idle, so that a picture of the whole page has no blank charts. No frame is requested while there is nothing to draw. What follows the pointer is
 * drawn in the next frame; of the rest, what a frame has no time for waits for the one after, the longest drawn first.
 */

import type { Pointing } from './dom';
import type { Exhibit } from './exhibit';

/** Milliseconds of a frame after which nothing more is begun that can wait. */
const BUDGET = 5;

/**
 * After a frame in which what can wait was drawn, it waits for so many times as long as that took: to lay out, paint and compose
 * takes about as long again, and what trains needs the processor too.
 */
const REST = 4;

/** Fewest milliseconds between two drawings of what is out of sight. */
const UNSEEN = 1000;

/** Most drawings, one after the other, of what still moves when all is drawn at once. */
const MOST_DRAWINGS = 500;

export interface Drawing {
  /**
   * Draws; `now` in milliseconds. `fresh`: whether what is new is to be drawn too, not only what follows the pointer. Returns
   * whether it needs the next frame too (it is still moving), or is to be drawn again once its interval allows.
   */
  draw(now: number, fresh: boolean): boolean | 'later';
}

/** A drawing on elements of the page. */
export interface View extends Drawing {
  /** Removes what the view added to the page. */
  dispose(): void;
}

/** A view with a cursor that pointer and keyboard move. */
export interface PlotView extends View {
  point(event: Pointing): void;
  /** Begins to choose a span. */
  brush(event: Pointing): void;
  /** Shows what was chosen. */
  release(): void;
  /** Whether the key meant something. */
  press(key: string): boolean;
  clearCursor(): void;
  /** What the cursor is at, in words. */
  announcement(): string;
  /** What it shows, to be taken away. */
  exhibit(): Exhibit;
}

/** Asks for a drawing of what follows the pointer; `anew`, of everything at once. */
export type Invalidate = (anew?: boolean) => void;

export interface DrawingHandle {
  /**
   * Asks for one drawing: in the next frame if `now`, else in the first frame that its interval allows. Asking twice is
   * asking once.
   */
  invalidate(now?: boolean): void;
  /** Asks for what follows the pointer, in the next frame; what is new besides may wait. */
  follow(): void;
  setVisible(visible: boolean): void;
  remove(): void;
}

interface Entry {
  readonly drawing: Drawing;
  readonly interval: number;
  dirty: boolean;
  urgent: boolean;
  pointed: boolean;
  /** When it was last drawn afresh. */
  last: number;
  visible: boolean;
}

export class FrameLoop {
  readonly #entries = new Set<Entry>();
  readonly #request: (frame: (now: number) => void) => void;
  readonly #clock: () => number;
  readonly #idle: ((callback: () => void) => void) | null;
  #requested = false;
  /** Until then nothing is drawn that can wait. */
  #restsUntil = 0;
  #awaitsIdle = false;

  constructor(
    request: (frame: (now: number) => void) => void,
    clock: () => number = () => performance.now(),
    idle: ((callback: () => void) => void) | null = null,
  ) {
    this.#request = request;
    this.#clock = clock;
    this.#idle = idle;
  }

  /** Draws everything now, in sight or not, until it has come to rest: before the page is printed. */
  drawAll(): void {
    let now = this.#clock();
    for (const entry of this.#entries) {
      entry.dirty = entry.urgent = entry.pointed = false;
      entry.last = now;
      for (let i = 0; i < MOST_DRAWINGS && entry.drawing.draw((now += 100), true) !== false; i++);
    }
  }

  /** Adds a drawing, dirty; it is drawn once it is visible. `interval`: fewest milliseconds between two drawings. */
  add(drawing: Drawing, visible: boolean, interval = 0): DrawingHandle {
    const entry: Entry = { drawing, interval, dirty: true, urgent: true, pointed: false, last: 0, visible };
    this.#entries.add(entry);
    this.#schedule();
    return {
      invalidate: (now = false) => {
        entry.dirty = true;
        entry.urgent ||= now;
        this.#schedule();
      },
      follow: () => {
        entry.pointed = true;
        this.#schedule();
      },
      setVisible: (value) => {
        entry.visible = value;
        this.#schedule();
      },
      remove: () => {
        this.#entries.delete(entry);
      },
    };
  }

  #schedule(): void {
    this.#scheduleUnseen();
    if (this.#requested || !this.#hasWork()) return;
    this.#requested = true;
    this.#request((now) => this.#frame(now));
  }

  #scheduleUnseen(): void {
    if (this.#idle === null || this.#awaitsIdle || !this.#unseen().some(({ dirty }) => dirty)) return;
    this.#awaitsIdle = true;
    this.#idle(() => {
      this.#awaitsIdle = false;
      const now = this.#clock();
      const entry = this.#unseen().find(({ dirty, last }) => dirty && (last === 0 || now - last >= UNSEEN));
      if (entry !== undefined) {
        entry.last = now;
        entry.dirty = entry.drawing.draw(now, true) !== false;
      }
      this.#scheduleUnseen();
    });
  }

  #unseen(): Entry[] {
    return [...this.#entries].filter(({ visible }) => !visible);
  }

  #hasWork(): boolean {
    for (const entry of this.#entries) if ((entry.dirty || entry.pointed) && entry.visible) return true;
    return false;
  }

  #frame(now: number): void {
    this.#requested = false;
    const isDue = ({ dirty, urgent, interval, last }: Entry): boolean =>
      dirty && (urgent || (now >= this.#restsUntil && now - last >= interval));
    const entries = [...this.#entries].filter((entry) => entry.visible && (entry.pointed || isDue(entry)));
    entries.sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.last - b.last);
    const begin = this.#clock();
    let some = false;
    let rested = false;
    try {
      for (const entry of entries) {
        if (!this.#entries.has(entry)) continue;
        // One of those that can wait is drawn in every frame, so that none waits for ever.
        const fresh = isDue(entry) && (entry.urgent || !some || this.#clock() - begin <= BUDGET);
        if (!fresh && !entry.pointed) continue;
        entry.pointed = false;
        rested ||= fresh && !entry.urgent;
        if (fresh) {
          entry.dirty = false;
          entry.urgent = false;
          entry.last = now;
          some = true;
        }
        const again = entry.drawing.draw(now, fresh);
        if (again !== false) entry.dirty = true;
        if (again === true) entry.urgent = true;
      }
    } finally {
      if (rested) this.#restsUntil = now + REST * (this.#clock() - begin);
      // Also after a drawing threw: the others still get their frame.
      this.#schedule();
    }
  }
}

/** Not sooner than in half a second, so that a page that is busy or being read is left alone. */
const IDLE_AFTER = 500;

function whenIdle(callback: () => void): void {
  setTimeout(() => {
    if (typeof requestIdleCallback === 'undefined') callback();
    else requestIdleCallback(callback, { timeout: 5000 });
  }, IDLE_AFTER);
}

export const frames = new FrameLoop(
  (frame) => void requestAnimationFrame(frame),
  () => performance.now(),
  whenIdle,
);
