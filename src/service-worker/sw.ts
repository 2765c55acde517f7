/// <reference lib="webworker" />
/**
 * The service worker: keeps the deploy that it came with, so that the page opens and works without a network. It never takes
 * over by itself from one that pages are open under, and answers what it has not kept as if it were not there.
 */
import { KeptFiles } from './kept-files';
import type { Kept, ToPage, ToServiceWorker } from './messages';

declare const self: ServiceWorkerGlobalScope & {
  /** The build puts all files here that are to be kept (`scripts/service-worker.ts`). */
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string }[];
};

/** Milliseconds after which a page that has not answered is taken to be of any deploy. */
const PATIENCE = 5000;

const kept = new KeptFiles({
  scope: self.registration.scope,
  files: self.__WB_MANIFEST.map(({ url, revision }) => ({ path: url, digest: revision })),
  caches: self.caches,
  fetch: self.fetch.bind(self),
});

self.addEventListener('install', (event) => event.waitUntil(kept.install()));
// The page of a first visit as well: what it has not loaded yet it may want without a network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const path = kept.pathFor(event.request);
  if (path !== null) event.respondWith(answer(event, path));
});

async function answer(event: FetchEvent, path: string): Promise<Response> {
  const { clientId, request } = event;
  const found = await kept
    .match(path, async () => (await self.clients.get(clientId))?.url)
    // A store that fails is as good as none.
    .catch(() => undefined);
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (kept.has(request.url)) event.waitUntil(kept.keepUsed(path, response.clone()).catch(() => undefined));
  return response;
}

self.addEventListener('message', (event) => {
  const message = event.data as ToServiceWorker;
  const [port] = event.ports;
  if (message.kind === 'take-over') event.waitUntil(self.skipWaiting());
  else if (port !== undefined) event.waitUntil(greet(message, port));
});

/** The one that is under way: pages ask for it each by themselves. */
let completing: Promise<void> | null = null;

async function greet(
  { entry, wantsAll }: ToServiceWorker & { kind: 'hello' },
  port: MessagePort,
): Promise<void> {
  const tell = async (): Promise<boolean> => {
    const facts: Kept = { isCurrent: kept.has(entry), isComplete: await kept.isComplete() };
    port.postMessage(facts);
    return facts.isComplete;
  };
  if (!(await tell()) && wantsAll) {
    completing ??= kept.complete().finally(() => (completing = null));
    // What is missing is asked for again on the next visit.
    await completing.catch(() => undefined);
    await tell();
  }
  await tidy();
}

/** Forgets deploys that no page is open of. Another that is being installed may share files with them: then it waits. */
async function tidy(): Promise<void> {
  if (self.registration.installing !== null || self.registration.waiting !== null) return;
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const entries = await Promise.all(pages.map(entryOf));
  const known = entries.filter((entry) => entry !== null);
  if (known.length === entries.length && self.registration.installing === null) await kept.tidy(known);
}

/** Address of a page's first module; null where it does not tell. */
async function entryOf(page: Client): Promise<string | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(String(data));
    setTimeout(() => resolve(null), PATIENCE);
    page.postMessage({ kind: 'entry' } satisfies ToPage, [port2]);
  });
}
