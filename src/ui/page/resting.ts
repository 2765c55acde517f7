/** Says in the page's root whether it is at rest: nothing trains, and nobody did anything for a moment. */
import { runStore } from '../../state/run';

/** Milliseconds after which it is. */
const REST = 1000;

export function watchRest(): void {
  const { dataset } = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stir = (): void => {
    clearTimeout(timer);
    delete dataset['resting'];
    timer = setTimeout(() => {
      const { kind } = runStore.getState().status;
      if (kind !== 'running' && kind !== 'preparing') dataset['resting'] = '';
    }, REST);
  };
  for (const event of ['pointerdown', 'keydown', 'input', 'wheel'])
    addEventListener(event, stir, { capture: true, passive: true });
  runStore.subscribe(({ status }, before) => {
    if (status.kind !== before.status.kind) stir();
  });
  stir();
}
