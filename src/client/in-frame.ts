/** Milliseconds after which a page that is given no frames, as it is out of sight, is called back all the same. */
const PATIENCE = 1_000;

/** Calls back once: before the next frame is drawn, or a little later where none is. */
export function inFrame(callback: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, PATIENCE);
}
