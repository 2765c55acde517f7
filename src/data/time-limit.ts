/** Waits that end: for what may never answer, as caches, adapters and connections do now and then. */

/** Calls back after so many milliseconds; returns what cancels it. */
export type Delay = (callback: () => void, milliseconds: number) => () => void;

export const delayed: Delay = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/** What `within` resolves to where the time is over. */
export const LATE = Symbol('late');

/** What a task resolves to, or LATE where that takes longer. What becomes of it then, nobody hears. */
export async function within<T>(
  task: Promise<T>,
  milliseconds: number,
  delay: Delay = delayed,
): Promise<T | typeof LATE> {
  let cancel: () => void = () => undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    cancel = delay(() => resolve(LATE), milliseconds);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    cancel();
  }
}

/** Awaits a task, however long it takes; `tell` hears that it takes longer than that, and that it has ended after all. */
export async function watched<T>(
  task: Promise<T>,
  milliseconds: number,
  tell: (late: boolean) => void,
  delay: Delay = delayed,
): Promise<T> {
  let late = false;
  const cancel = delay(() => {
    late = true;
    tell(true);
  }, milliseconds);
  try {
    return await task;
  } finally {
    cancel();
    if (late) tell(false);
  }
}
