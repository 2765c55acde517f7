/** Code that comes later: waited for with patience that ends, and asked for again where it did not come. */

/** Seconds after which something is told; the page's texts name them. */
const PATIENCE = 10;

/** Nothing has come for ten seconds; it may come yet. */
export class LateError extends Error {
  override readonly name = 'LateError';
  /** Settles when it does. */
  readonly arrival: Promise<unknown>;

  constructor(arrival: Promise<unknown>) {
    super('Nothing has arrived for ten seconds.');
    this.arrival = arrival;
  }
}

/** What a task resolves to. @throws LateError where that takes longer than ten seconds. */
export async function inTime<T>(task: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setInterval> | undefined;
  let seconds = 0;
  const late = new Promise<never>((_, reject) => {
    // Counted, not looked up: a page that was busy or asleep has not waited.
    timer = setInterval(() => {
      seconds += 1;
      if (seconds === PATIENCE) reject(new LateError(task));
    }, 1_000);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearInterval(timer);
  }
}

/**
 * Loads a module; where that failed, or `isWhole` did not hold of what came, the next call asks for it anew, since browsers
 * remember for good what they were given.
 * @param load An import and nothing else: its address is read from its text.
 * @throws LateError after ten seconds; what the import threw.
 */
export function arriving<M>(
  load: () => Promise<M>,
  isWhole: (module: M) => boolean = () => true,
): () => Promise<M> {
  let hasFailed = false;
  return async () => {
    try {
      const again = hasFailed ? await import('./again').catch(() => null) : null;
      const module = await inTime(again === null ? load() : again.loadAgain(load, isWhole));
      if (!isWhole(module)) throw new Error('Its code is not whole.');
      hasFailed = false;
      return module;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
}
