/** Renders a component anew as the instruments measure, but only a few times a second: what is read need not flicker. */
import { useSyncExternalStore } from 'react';
import { instrumentStore } from '../../state/instruments';

/** Fewest milliseconds between two renderings. */
const INTERVAL = 200;

const listeners = new Set<() => void>();
let version = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;
let leave: (() => void) | null = null;

function tell(): void {
  timer = undefined;
  last = performance.now();
  version++;
  for (const listener of listeners) listener();
}

function follow(): void {
  timer ??= setTimeout(tell, Math.max(0, INTERVAL - (performance.now() - last)));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  leave ??= instrumentStore.subscribe(follow);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    leave?.();
    leave = null;
  };
}

/** A number that changes whenever there is something new to be read of the instruments. */
export function useNewest(): number {
  return useSyncExternalStore(subscribe, () => version);
}
