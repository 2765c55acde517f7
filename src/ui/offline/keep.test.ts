// @vitest-environment happy-dom
/** The page's side, with service workers that the test plays. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Kept, ToServiceWorker } from '../../service-worker/messages';
import { deployStore } from '../../state/deploy';
import { offerStore } from '../../state/offer';
import { attend, keptStore, reloadPage } from './keep';

const PAGE = {
  address: new URL('sw.js', location.href).href,
  entry: 'https://page.test/assets/index-1.js',
  wantsAll: true,
};

const kept = vi.hoisted(() => vi.fn<() => Promise<void>>());
vi.mock('../../client/keeper', () => ({ keepNow: kept }));

const ports: MessagePort[] = [];

/** One that answers with what it is told to have. */
class FakeServiceWorker extends EventTarget {
  state: ServiceWorkerState;
  kept: Kept;
  readonly heard: ToServiceWorker[] = [];
  tell: (kept: Kept) => void = () => undefined;

  constructor(state: ServiceWorkerState, kept: Kept) {
    super();
    this.state = state;
    this.kept = kept;
  }

  postMessage(message: ToServiceWorker, [port]: readonly MessagePort[] = []): void {
    this.heard.push(message);
    if (port === undefined) return;
    ports.push(port);
    this.tell = (kept) => port.postMessage(kept);
    this.tell(this.kept);
  }

  becomes(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeServiceWorker | null = null;
  waiting: FakeServiceWorker | null = null;
  active: FakeServiceWorker | null = null;
}

const OLD: Kept = { isCurrent: false, isComplete: true };
const WHOLE: Kept = { isCurrent: true, isComplete: true };
const HALF: Kept = { isCurrent: true, isComplete: false };

let registration: FakeRegistration;
let container: EventTarget & { startMessages: () => void; register: () => Promise<FakeRegistration> };

const begin = (): Promise<void> => attend(container as unknown as ServiceWorkerContainer, PAGE);
const isKept = (): boolean => keptStore.getState().isKept;
const isReplaced = (): boolean => deployStore.getState().isReplaced;

const reload = vi.spyOn(location, 'reload');

beforeEach(() => {
  reload.mockReset().mockImplementation(() => undefined);
  keptStore.setState({ isKept: false });
  deployStore.setState({ isReplaced: false, isLeft: false });
  offerStore.setState({ trouble: null });
  kept.mockReset().mockResolvedValue();
  registration = new FakeRegistration();
  container = Object.assign(new EventTarget(), {
    startMessages: () => undefined,
    register: () => Promise.resolve(registration),
  });
});

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe('on the first visit', () => {
  it('the page works offline only once all of it is kept', async () => {
    const worker = new FakeServiceWorker('installing', HALF);
    registration.installing = worker;
    await begin();
    Object.assign(registration, { installing: null, active: worker });
    worker.becomes('activated');
    expect(worker.heard).toEqual([{ kind: 'hello', entry: PAGE.entry, wantsAll: true }]);
    const heard = vi.fn();
    const end = keptStore.subscribe(({ isKept }) => heard(isKept));
    worker.tell(WHOLE);
    await vi.waitFor(() => expect(heard.mock.calls).toEqual([[false], [true]]));
    end();
    expect(isReplaced()).toBe(false);
  });

  it('a worker of a deploy that came meanwhile is news', async () => {
    registration.active = new FakeServiceWorker('activated', OLD);
    await begin();
    await vi.waitFor(() => expect(isReplaced()).toBe(true));
    expect(isKept()).toBe(false);
  });

  it('a browser that refuses says so to the caller alone', async () => {
    container.register = () => Promise.reject(new DOMException('no', 'SecurityError'));
    await expect(begin()).rejects.toThrow('no');
    expect(isReplaced()).toBe(false);
  });
});

describe('a worker that waits', () => {
  it('is news, and loads nothing large before it is wanted', async () => {
    registration.active = new FakeServiceWorker('activated', WHOLE);
    await begin();
    await vi.waitFor(() => expect(isKept()).toBe(true));
    const waiting = new FakeServiceWorker('installing', OLD);
    registration.installing = waiting;
    registration.dispatchEvent(new Event('updatefound'));
    expect(isReplaced()).toBe(false);
    Object.assign(registration, { installing: null, waiting });
    waiting.becomes('installed');
    await vi.waitFor(() => expect(isReplaced()).toBe(true));
    expect(waiting.heard).toEqual([{ kind: 'hello', entry: PAGE.entry, wantsAll: false }]);
  });

  it('is none for a page that is of its deploy already', async () => {
    registration.active = new FakeServiceWorker('activated', { isCurrent: false, isComplete: true });
    registration.waiting = new FakeServiceWorker('installed', HALF);
    await begin();
    await vi.waitFor(() => expect(ports).toHaveLength(2));
    // Both have answered when a later message has come.
    const { port1, port2 } = new MessageChannel();
    const later = new Promise((resolve) => (port1.onmessage = resolve));
    port2.postMessage(null);
    await later;
    port1.close();
    expect(isReplaced()).toBe(false);
  });

  it('takes over when the reader reloads, and only then is the page loaded anew', async () => {
    const waiting = new FakeServiceWorker('installed', OLD);
    registration.waiting = waiting;
    await begin();
    reloadPage();
    await vi.waitFor(() => expect(waiting.heard.at(-1)).toEqual({ kind: 'take-over' }));
    waiting.becomes('activating');
    expect(reload).not.toHaveBeenCalled();
    waiting.becomes('activated');
    expect(reload).toHaveBeenCalledOnce();
    registration.waiting = null;
    reloadPage();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(2));
  });
});

describe('loading anew', () => {
  const isLeft = (): boolean => deployStore.getState().isLeft;

  it('is asked about by the browser unless the run is kept', async () => {
    await begin();
    reloadPage();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(kept).toHaveBeenCalledOnce();
    expect(isLeft()).toBe(true);
  });

  it.each([
    ['the store is full', () => Promise.resolve(offerStore.setState({ trouble: 'full' }))],
    ['it fails', () => Promise.reject(new Error('no answer'))],
  ])('goes on where %s, and is asked about', async (_, keeps) => {
    kept.mockImplementation(keeps);
    await begin();
    reloadPage();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(isLeft()).toBe(false);
  });
});

it('the page says which deploy it is of', async () => {
  await begin();
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  container.dispatchEvent(new MessageEvent('message', { data: { kind: 'entry' }, ports: [port2] }));
  expect(await answer).toBe(PAGE.entry);
  port1.close();
});
