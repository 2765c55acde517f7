/** A clock that stands still until a test moves it on. */

export interface StoppedClock {
  /** Calls back once so many milliseconds have passed; returns what cancels it. */
  readonly delay: (callback: () => void, milliseconds: number) => () => void;
  /** Lets time pass; what was due is called at once. */
  readonly tick: (milliseconds: number) => void;
  /** Lets time pass, and all that follows from it happen. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

export function stoppedClock(): StoppedClock {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  const settle = async (): Promise<void> => {
    // What promises lead to is done before timers are looked at; streams take some turns of the event loop.
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => void setTimeout(resolve));
  };
  const tick = (milliseconds: number): void => {
    now += milliseconds;
    for (const entry of [...waiting].filter(({ at }) => at <= now)) {
      waiting.delete(entry);
      entry.callback();
    }
  };
  return {
    delay: (callback, milliseconds) => {
      const entry = { at: now + milliseconds, callback };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    tick,
    pass: async (milliseconds) => {
      await settle();
      tick(milliseconds);
      await settle();
    },
  };
}
