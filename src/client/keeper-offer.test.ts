// @vitest-environment happy-dom
/** Which run is offered to go on with, and what becomes of the offer. What is kept, and the page, are played by the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encode } from '../config/codec/url';
import type { KeptRun, RunSummary } from '../runs/run';
import { experimentStore } from '../state/experiment';
import { offerStore, type Offer } from '../state/offer';
import { openingStore } from '../state/opening';
import { smallExperiment } from '../testing/client';
import { KeepingPage } from '../testing/keeping';
import { keptRunOf } from '../testing/kept-run';
import { declineOffer, keepNow, startKeeping, takeOffer } from './keeper';

const store = vi.hoisted(() => ({
  runs: vi.fn<() => Promise<readonly RunSummary[]>>(),
  read: vi.fn<(id: string) => Promise<KeptRun | null>>(),
  forget: vi.fn<(id: string) => Promise<void>>(),
}));
vi.mock('../runs/kept', () => ({ keptRuns: store.runs, readRun: store.read, forgetRun: store.forget }));

const LINK = encode(smallExperiment).slice(1);
const OTHER_LINK = encode({ ...smallExperiment, batchSize: 8 }).slice(1);

const summary = (id: string, link = LINK, step = 100): RunSummary => ({
  id,
  link,
  step,
  at: 1_700_000_000_000,
  trained: 9_000,
});

let page: KeepingPage;

const offer = () => offerStore.getState().offer;

/** Loads the page where these are kept, the newest first. */
async function open(...kept: readonly RunSummary[]): Promise<void> {
  store.runs.mockResolvedValue(kept);
  await startKeeping(page.session);
}

/** Summary of the run at hand as it was kept last. */
function lastKept(): RunSummary {
  const run = page.sent.at(-1)?.command.run;
  if (run === undefined) throw new Error('a run was kept');
  const { id, link, step, at, trained } = run;
  return { id, link, step, at, trained };
}

beforeEach(() => {
  page = new KeepingPage();
  store.read.mockReset();
  store.forget.mockReset();
});
afterEach(() => page.end());

describe('a run that fails', () => {
  it('is offered as it was kept, with what was lost', async () => {
    await open();
    await page.trains(8 + 3);
    page.fails();
    expect(offer()).toEqual({ run: lastKept(), lost: 3_000 });
    expect(offer()?.run).toMatchObject({ step: 80, trained: 8_000, link: LINK });
  });

  it('is offered once it is kept, where it fails meanwhile', async () => {
    page.takes = 500;
    await open();
    await page.trains(8);
    page.fails();
    expect(offer()).toBeNull();
    await page.waits(0.5);
    expect(offer()).toEqual({ run: lastKept(), lost: 0 });
  });

  it('is not offered where it was never kept, though one before it was', async () => {
    await open();
    await page.trains(8);
    page.begin();
    await page.trains(2);
    page.fails();
    expect(offer()).toBeNull();
  });
});

describe('on opening', () => {
  it.each([
    ['the newest of the experiment of the address', [summary('a', OTHER_LINK), summary('b'), summary('c')], false, 'b'],
    ['none where none is of that', [summary('a', OTHER_LINK)], false, null],
    ['the newest of all where the address has none', [summary('a', OTHER_LINK), summary('b')], true, 'a'],
    ['none where none is kept', [], true, null],
  ] as const)('offers %s', async (_, kept, isBare, id) => {
    openingStore.setState({ isBare });
    await open(...kept);
    expect(offer()?.run.id ?? null).toBe(id);
  }); // prettier-ignore

  it('offers none that is at hand in another tab', async () => {
    page.locks.add('resnet-explorer-run-a');
    await open(summary('a'), summary('b'));
    expect(offer()?.run.id).toBe('b');
  });

  it('offers also where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    await open(summary('a'));
    expect(offer()?.run.id).toBe('a');
  });

  it('offers that of the tab before all others, with what was lost of it', async () => {
    await open();
    experimentStore.setState({ config: { ...smallExperiment, batchSize: 8 } });
    await page.trains(8 + 5);
    const own = lastKept();
    page.load();
    experimentStore.setState({ config: smallExperiment });
    await open(summary('a'), own);
    expect(offer()).toEqual({ run: own, lost: 5_000 });
  });

  it('knows not what was lost of a run that it has heard nothing of', async () => {
    await open(summary('a'));
    expect(offer()).toEqual({ run: summary('a'), lost: null });
  });

  it('forgets how far a run had come that is kept no more', async () => {
    await open();
    await page.trains(8 + 5);
    const own = lastKept();
    page.load();
    await open();
    page.load();
    await open(own);
    expect(offer()).toEqual({ run: own, lost: null });
  });

  it('leaves an offer that came while it looked', async () => {
    const first: Offer = { run: summary('first'), lost: 7 };
    const opened = open(summary('a'));
    offerStore.setState({ offer: first });
    await opened;
    expect(offer()).toBe(first);
  });
});

describe('an offer', () => {
  it('is dropped when the run at hand comes as far', async () => {
    await open(summary('a', LINK, 100));
    await page.trains(9);
    page.pauses(99);
    await page.waits(1);
    expect(offer()?.run.id).toBe('a');
    page.pauses(100);
    await page.waits(1);
    expect(offer()).toBeNull();
  });

  it('stays where the run at hand is of another experiment, or has failed', async () => {
    await open(summary('a', LINK, 100));
    experimentStore.setState({ config: { ...smallExperiment, batchSize: 8 } });
    page.pauses(500);
    await page.waits(1);
    experimentStore.setState({ config: smallExperiment });
    page.fails();
    await page.waits(5);
    expect(offer()?.run.id).toBe('a');
  });

  it('that is taken goes on with all of the run', async () => {
    const run = { ...keptRunOf(smallExperiment, 100), id: 'a' };
    store.read.mockImplementation((id) => Promise.resolve(id === 'a' ? run : null));
    await open(summary('a'), summary('b'));
    await takeOffer(page.session, { run: summary('a'), lost: null });
    expect(page.continued).toEqual([run]);
    expect(offerStore.getState()).toEqual({ offer: null, trouble: null });
  });

  it('that is taken is open to no other tab from then on', async () => {
    store.read.mockResolvedValue({ ...keptRunOf(smallExperiment, 100), id: 'a' });
    await open(summary('a'));
    expect(page.locks).toEqual(new Set());
    await takeOffer(page.session, { run: summary('a'), lost: null });
    expect([...page.locks]).toEqual([expect.stringMatching(/-a$/)]);
    page.pauses(110);
    await keepNow();
    expect(lastKept()).toMatchObject({ id: 'a', step: 110 });
  });

  it('that another tab took first is gone on with all the same, as a run of its own', async () => {
    store.read.mockResolvedValue({ ...keptRunOf(smallExperiment, 100), id: 'a' });
    await open(summary('a'));
    page.locks.add('resnet-explorer-run-a');
    await takeOffer(page.session, { run: summary('a'), lost: null });
    expect(page.continued).toHaveLength(1);
    page.pauses(110);
    await keepNow();
    expect(lastKept()).toMatchObject({ step: 110 });
    expect(lastKept().id).not.toBe('a');
  });

  it.each([
    ['is damaged', () => Promise.resolve(null)],
    ['is refused', () => Promise.reject(new DOMException('no', 'SecurityError'))],
  ])('that %s is told of, and goes', async (_, read) => {
    store.read.mockImplementation(read);
    await open(summary('a'));
    await takeOffer(page.session, { run: summary('a'), lost: null });
    expect(page.continued).toEqual([]);
    expect(offerStore.getState()).toEqual({ offer: null, trouble: 'unreadable' });
  });

  it('that is declined is gone from the store before it is out of sight', async () => {
    let forgotten: () => void = () => undefined;
    store.forget.mockReturnValue(new Promise((resolve) => (forgotten = resolve)));
    await open(summary('a'));
    const declined = declineOffer({ run: summary('a'), lost: null });
    await page.waits(1);
    expect(store.forget.mock.calls).toEqual([['a']]);
    expect(offer()?.run.id).toBe('a');
    forgotten();
    await declined;
    expect(offer()).toBeNull();
  });
});
