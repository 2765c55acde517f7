/** Gives way to messages that have arrived. */

/** A message to oneself comes after those that have arrived, and unlike a timer it is not held back. */
export function breather(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  /** Who waits for a turn, first come first served. */
  const breathing: (() => void)[] = [];
  port1.onmessage = () => breathing.shift()?.();
  return () =>
    new Promise((resolve) => {
      breathing.push(resolve);
      port2.postMessage(null);
    });
}
