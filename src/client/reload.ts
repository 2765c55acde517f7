/** Loads the page anew, the run at hand being kept before. */

/** Milliseconds that a worker is waited for which may be at a long step, or not there at all. */
const PATIENCE = 3_000;

/** @param go What loads it. */
export function reloadKept(go: () => void = () => location.reload()): void {
  const kept = import('./keeper').then(({ keepNow }) => keepNow());
  const patience = new Promise((resolve) => void setTimeout(resolve, PATIENCE));
  // Whatever comes of it: what was kept before is there.
  void Promise.race([kept, patience])
    .catch(() => undefined)
    .then(go);
}
