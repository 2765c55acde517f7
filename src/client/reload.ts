/** Loads the page anew, the run at hand being kept before. */
import { deployStore } from '../state/deploy';
import { offerStore } from '../state/offer';

/** Milliseconds that a worker is waited for which may be at a long step, or not there at all. */
const PATIENCE = 5_000;

/** @param go What loads it. */
export function reloadKept(go: () => void = () => location.reload()): void {
  const kept = import('./keeper').then(async ({ keepNow }) => {
    await keepNow();
    // Else the browser asks, as it does of every run that would be lost.
    deployStore.setState({ isLeft: offerStore.getState().trouble === null });
  });
  const patience = new Promise((resolve) => void setTimeout(resolve, PATIENCE));
  // Whatever comes of it: what was kept before is there.
  void Promise.race([kept, patience])
    .catch(() => undefined)
    .then(go);
}
