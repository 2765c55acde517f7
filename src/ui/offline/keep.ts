/** The page's side of the service worker: has it keep the page, and hears what is kept and whether there is a newer version. */
import { createStore } from 'zustand/vanilla';
import { reloadKept } from '../../client/reload';
import { ownScript } from '../../contract/own-scripts';
import type { Kept, ToPage, ToServiceWorker } from '../../service-worker/messages';
import { deployStore, entryOf } from '../../state/deploy';

/** Whether the page, all of it, would work without a network. */
export const keptStore = createStore<{ readonly isKept: boolean }>()(() => ({ isKept: false }));

/** The browser's own look for a newer worker is when the page is opened; a page that stays open looks when it is seen again. */
const LOOK_AGAIN = 60 * 60 * 1000;

let registration: ServiceWorkerRegistration | null = null;

/** Registers the service worker when the page has nothing better to do, where there can be one: else all is as without. */
export function attendServiceWorker(): void {
  // In development nothing is kept. Where the connection is not secure, and in some private windows, browsers have none.
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  whenIdle(() => {
    attend(navigator.serviceWorker, {
      address: new URL('sw.js', document.baseURI).href,
      entry: entryOf(document),
      wantsAll: !savesData(navigator),
    }).catch(() => undefined);
  });
}

export interface Attending {
  /** Of the service worker. */
  readonly address: string;
  /** Of the page's first module. */
  readonly entry: string;
  /** Whether data sets are kept before they are used. */
  readonly wantsAll: boolean;
}

/** @throws What the browser says where it takes no service worker. */
export async function attend(
  container: ServiceWorkerContainer,
  { address, entry, wantsAll }: Attending,
): Promise<void> {
  container.addEventListener('message', ({ data, ports: [port] }: MessageEvent<ToPage>) => {
    if (data.kind === 'entry') port?.postMessage(entry);
  });
  container.startMessages();
  const registered = await container.register(ownScript(address), { updateViaCache: 'none' });
  registration = registered;
  const look = (): void => {
    const { active, waiting } = registered;
    if (waiting !== null)
      greet(waiting, { kind: 'hello', entry, wantsAll: false }, ({ isCurrent }) => noteDeploy(isCurrent));
    if (active !== null)
      greet(active, { kind: 'hello', entry, wantsAll }, ({ isCurrent, isComplete }) => {
        keptStore.setState({ isKept: isCurrent && isComplete });
        // One that waits is newer, and knows better.
        if (registered.waiting === null) noteDeploy(isCurrent);
      });
  };
  const follow = (): void => registered.installing?.addEventListener('statechange', look);
  registered.addEventListener('updatefound', follow);
  container.addEventListener('controllerchange', look);
  follow();
  look();
  lookAgain(registered);
}

/** Loads the page anew: the version that waits for that, where one does. Other pages go on with their own. */
export function reloadPage(): void {
  const waiting = registration?.waiting ?? null;
  if (waiting === null) return reloadKept();
  waiting.addEventListener('statechange', () => {
    if (waiting.state === 'activated' || waiting.state === 'redundant') location.reload();
  });
  reloadKept(() => waiting.postMessage({ kind: 'take-over' } satisfies ToServiceWorker));
}

function greet(worker: ServiceWorker, hello: ToServiceWorker, hear: (kept: Kept) => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<Kept>) => hear(data);
  worker.postMessage(hello, [port2]);
}

function noteDeploy(isCurrent: boolean): void {
  if (!isCurrent) deployStore.setState({ isReplaced: true });
}

function lookAgain(registered: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || !navigator.onLine || Date.now() - last < LOOK_AGAIN) return;
    last = Date.now();
    registered.update().catch(() => undefined);
  });
}

function whenIdle(act: () => void): void {
  // Safari has no such call.
  if ('requestIdleCallback' in window) window.requestIdleCallback(act, { timeout: 10_000 });
  else setTimeout(act, 2000);
}

/** Whether the reader has asked for less traffic: https://wicg.github.io/savedata/. */
function savesData(browser: Navigator & { readonly connection?: { readonly saveData?: boolean } }): boolean {
  return browser.connection?.saveData === true;
}
