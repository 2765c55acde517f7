/**
 * The one animation-frame loop of all charts. A drawing that nobody asked for costs nothing, and one that is out of
 * sight waits, dirty, until it is seen. No frame is requested while there is nothing to draw.
 */

export interface Drawing {
  /** Draws; `now` in milliseconds. Returns whether it needs another frame (it is still moving). */
  draw(now: number): boolean;
}

export interface DrawingHandle {
  /**
   * Asks for one drawing: in the next frame if `now`, else in the first frame that its interval allows. Asking twice is
   * asking once.
   */
  invalidate(now?: boolean): void;
  setVisible(visible: boolean): void;
  remove(): void;
}

interface Entry {
  readonly drawing: Drawing;
  readonly interval: number;
  dirty: boolean;
  urgent: boolean;
  last: number;
  visible: boolean;
}

export class FrameLoop {
  readonly #entries = new Set<Entry>();
  readonly #request: (frame: (now: number) => void) => void;
  #requested = false;

  constructor(request: (frame: (now: number) => void) => void) {
    this.#request = request;
  }

  /** Adds a drawing, dirty; it is drawn once it is visible. `interval`: fewest milliseconds between two drawings. */
  add(drawing: Drawing, visible: boolean, interval = 0): DrawingHandle {
    const entry: Entry = { drawing, interval, dirty: true, urgent: true, last: 0, visible };
    this.#entries.add(entry);
    this.#schedule();
    return {
      invalidate: (now = false) => {
        entry.dirty = true;
        entry.urgent ||= now;
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
    if (this.#requested || !this.#hasWork()) return;
    this.#requested = true;
    this.#request((now) => this.#frame(now));
  }

  #hasWork(): boolean {
    for (const entry of this.#entries) if (entry.dirty && entry.visible) return true;
    return false;
  }

  #frame(now: number): void {
    this.#requested = false;
    try {
      for (const entry of this.#entries) {
        if (!entry.dirty || !entry.visible) continue;
        if (!entry.urgent && now - entry.last < entry.interval) continue;
        entry.dirty = false;
        entry.urgent = false;
        entry.last = now;
        if (entry.drawing.draw(now)) entry.dirty = entry.urgent = true;
      }
    } finally {
      // Also after a drawing threw: the others still get their frame.
      this.#schedule();
    }
  }
}

export const frames = new FrameLoop((frame) => void requestAnimationFrame(frame));
