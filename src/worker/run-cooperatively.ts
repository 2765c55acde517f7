/** Work that gives way after every piece, so that messages are handled between two of them. */

/** Carries a task out, with a turn after every piece of it. Null where it stopped being wanted before its end. */
export async function runCooperatively<T>(
  task: AsyncGenerator<unknown, T>,
  breathe: () => Promise<void>,
  wanted: () => boolean,
): Promise<T | null> {
  for (;;) {
    const next = await task.next();
    if (next.done === true) return wanted() ? next.value : null;
    await breathe();
    if (wanted()) continue;
    // Lets the generator free what it holds; what it would return is not looked at.
    await task.return(undefined as T);
    return null;
  }
}
