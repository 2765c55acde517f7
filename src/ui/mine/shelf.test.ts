// @vitest-environment happy-dom
/** What is done with saved experiments, and what the page tells of it. The browser has no database: they lie in memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decode, encode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import type * as Places from '../../experiments/places';
import type { Saved } from '../../experiments/saved';
import { KeepError } from '../../keep/keep';
import { pairOf } from '../../testing/config';
import { lessonOfSteps } from '../../testing/lesson';
import { NO_RUN } from './run-at-hand';
import {
  duplicate,
  finishRemoved,
  mineStore,
  refresh,
  remove,
  removeLesson,
  rename,
  save,
  saveWhat,
  shelves,
  tell,
  undo,
} from './shelf';

/** What the place answers to whatever is to be written; null where it takes it. */
const broken = vi.hoisted(() => ({ by: null as Error | null }));
vi.mock('../../experiments/places', async (original) => {
  const { openPlace, ...others } = await original<typeof Places>();
  return {
    ...others,
    openPlace: async () => {
      const { place, ...opened } = await openPlace();
      const set = (saved: Saved): Promise<void> =>
        broken.by === null ? place.set(saved) : Promise.reject(broken.by);
      return { ...opened, place: { ...place, set } };
    },
  };
});

/** As a link gives it back. */
const PAIR = decode(encode(pairOf([{ blocks: 1, width: 4, stride: 1 }]))).config;
const withBatch = (batchSize: number): ExperimentConfig => ({ ...PAIR, batchSize });
const RUN = { bytes: Uint8Array.of(1, 2, 3), step: 7, trained: 2_000 };
const FULL = new KeepError(new DOMException('no room', 'QuotaExceededError'));

const noRun = () => Promise.resolve(NO_RUN);
const news = () => mineStore.getState().news;
const names = () => mineStore.getState().all?.map(({ name }) => name);
const removed = () => mineStore.getState().removed.map(({ name }) => name);

/** The one that is called so. */
function called(name: string): Saved {
  const found = mineStore.getState().all?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}

/** In milliseconds; another for each that is saved, so that they have an order. */
let time = 1_700_000_000_000;

beforeEach(async () => {
  vi.spyOn(Date, 'now').mockImplementation(() => time++);
  broken.by = null;
  const { shelf, lessons } = await shelves();
  const all = await shelf.list();
  for (const { id } of all) await shelf.remove(id);
  await shelf.clear(all.map(({ id }) => id));
  for (const { id } of await lessons.list()) await lessons.remove(id);
  mineStore.setState({ all: null, lessons: [], news: null, removed: [] });
});
afterEach(() => vi.restoreAllMocks());

describe('saving', () => {
  it('tells that it saves, then what came of it, and the list has it first', async () => {
    const told: unknown[] = [];
    const end = mineStore.subscribe((state, before) => {
      if (state.news !== before.news) told.push(state.news?.kind);
    });
    await save(withBatch(1), 'one', noRun);
    await save(withBatch(2), 'two', noRun);
    end();
    expect(told).toEqual(['saving', 'saved', 'saving', 'saved']);
    expect(names()).toEqual(['two', 'one']);
    expect(news()).toEqual({ kind: 'saved', saved: called('two'), isNew: true, lost: null });
    expect(called('two')).toMatchObject({ link: encode(withBatch(2)), run: null, deleted: null });
    // Two networks, drawn.
    expect(called('two').sketch).toHaveLength(2);
    expect(mineStore.getState().isLasting).toBe(false);
  });

  it('numbers another one of the same name, and finds the same one again', async () => {
    await save(withBatch(1), 'one', noRun);
    await save(withBatch(2), 'one', noRun);
    expect(names()).toEqual(['one (2)', 'one']);
    await save(withBatch(1), 'something else', noRun);
    expect(news()).toEqual({ kind: 'saved', saved: called('one'), isNew: false, lost: null });
    expect(names()).toEqual(['one (2)', 'one']);
  });

  it('goes by the experiment of the run that is saved with it, and keeps its bytes', async () => {
    const link = encode(withBatch(5));
    await save(withBatch(4), 'one', () => Promise.resolve({ run: RUN, link, lost: null }));
    expect(called('one')).toMatchObject({ link, run: { step: 7, trained: 2_000, bytes: 3 } });
    const { run } = called('one');
    const { shelf } = await shelves();
    expect(run && (await shelf.readRun(run))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('tells what became of a run that was lost', async () => {
    await save(withBatch(1), 'one', () => Promise.resolve({ ...NO_RUN, lost: 'too-large' }));
    expect(news()).toMatchObject({ kind: 'saved', isNew: true, lost: 'too-large' });
  });

  it.each([
    ['finds no room', FULL, true],
    ['is not allowed', new KeepError(new DOMException('private', 'InvalidStateError')), false],
  ])('holds what was to be saved where it %s, and saves it later', async (_, error, full) => {
    const link = encode(withBatch(5));
    broken.by = error;
    await save(withBatch(5), 'one', () => Promise.resolve({ run: RUN, link, lost: null }));
    const told = news();
    if (told?.kind !== 'refused') throw new Error('it was refused');
    expect(told).toMatchObject({ full, what: { name: 'one', link, run: RUN } });
    expect(told.what.sketch).toHaveLength(2);
    await refresh();
    expect(names()).toEqual([]);
    broken.by = null;
    await saveWhat(told.what, 'gone');
    expect(news()).toEqual({ kind: 'saved', saved: called('one'), isNew: true, lost: 'gone' });
  });

  it.each([
    ['of the run', null, () => Promise.reject(new Error('odd'))],
    ['of the place', new TypeError('odd'), noRun],
  ])('tells an error %s that nothing expects', async (_, error, atHand) => {
    broken.by = error;
    await save(withBatch(1), 'one', atHand);
    expect(news()).toEqual({ kind: 'failed', message: 'odd' });
  });
});

describe('another name', () => {
  it('is on the list, and in the news of its being saved', async () => {
    await save(withBatch(1), 'one', noRun);
    await rename(called('one').id, 'uno');
    expect(names()).toEqual(['uno']);
    expect(news()).toEqual({ kind: 'saved', saved: called('uno'), isNew: true, lost: null });
  });

  it('leaves news of another one alone, and an empty one changes nothing', async () => {
    await save(withBatch(1), 'one', noRun);
    await save(withBatch(2), 'two', noRun);
    const before = news();
    await rename(called('one').id, 'two');
    expect(names()).toEqual(['two', 'two (2)']);
    expect(news()).toBe(before);
    await rename(called('two').id, '  ');
    expect(names()).toEqual(['two', 'two (2)']);
    expect(news()).toBe(before);
  });

  it('that is not taken is told', async () => {
    await save(withBatch(1), 'one', noRun);
    broken.by = FULL;
    await rename(called('one').id, 'uno');
    expect(news()).toEqual({ kind: 'failed', message: 'no room' });
    expect(names()).toEqual(['one']);
  });
});

it('a copy is numbered and first, and the news are over', async () => {
  await save(withBatch(1), 'one', noRun);
  await duplicate(called('one').id);
  expect(names()).toEqual(['one (2)', 'one']);
  expect(called('one (2)')).toMatchObject({ link: encode(withBatch(1)), run: null });
  expect(news()).toBeNull();
});

describe('what is removed', () => {
  beforeEach(async () => {
    for (const [name, batch] of [
      ['one', 1],
      ['two', 2],
      ['three', 3],
    ] as const)
      await save(withBatch(batch), name, noRun);
  });

  it('comes back, the last first, to its place', async () => {
    await remove(called('two'));
    await remove(called('one'));
    expect([names(), removed(), news()]).toEqual([['three'], ['two', 'one'], null]);
    await undo();
    expect([names(), removed()]).toEqual([['three', 'one'], ['two']]);
    await undo();
    expect([names(), removed()]).toEqual([['three', 'two', 'one'], []]);
    await undo();
    expect(names()).toEqual(['three', 'two', 'one']);
  });

  it('is gone for good once that is finished, and nothing else is', async () => {
    const two = called('two');
    await remove(two);
    const last = mineStore.getState().removed[0];
    await finishRemoved();
    expect(removed()).toEqual([]);
    await undo();
    await last?.restore();
    await refresh();
    expect(names()).toEqual(['three', 'one']);
  });

  it('is gone for good when the page is left', async () => {
    await remove(called('two'));
    const last = mineStore.getState().removed[0];
    dispatchEvent(new Event('pagehide'));
    expect(removed()).toEqual([]);
    await last?.restore();
    await refresh();
    expect(names()).toEqual(['three', 'one']);
  });

  it('is told where it cannot be brought back', async () => {
    await remove(called('two'));
    broken.by = FULL;
    await undo();
    expect([names(), news()]).toEqual([['three', 'one'], { kind: 'failed', message: 'no room' }]);
  });

  it('may be a lesson, which comes back likewise', async () => {
    const { lessons } = await shelves();
    const lesson = { ...lessonOfSteps([null]), title: 'Of others' };
    await lessons.keep(lesson);
    await refresh();
    const [kept] = mineStore.getState().lessons;
    if (kept === undefined) throw new Error('it was kept');
    await removeLesson(kept);
    expect([mineStore.getState().lessons, removed()]).toEqual([[], ['Of others']]);
    await undo();
    expect(mineStore.getState().lessons.map((one) => one.lesson)).toEqual([lesson]);
    await removeLesson(kept);
    await finishRemoved();
    expect([mineStore.getState().lessons, removed(), names()]).toEqual([[], [], ['three', 'two', 'one']]);
  });
});

describe('the list', () => {
  it('follows what is changed past it', async () => {
    await refresh();
    expect(names()).toEqual([]);
    const { shelf } = await shelves();
    await shelf.save({ name: 'elsewhere', link: encode(PAIR), sketch: [], run: null });
    await vi.waitFor(() => expect(names()).toEqual(['elsewhere']));
  });

  it('is read anew when the page is seen again, not when it is hidden', async () => {
    await save(withBatch(1), 'one', noRun);
    const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const { shelf } = await shelves();
    const list = vi.spyOn(shelf, 'list');
    document.dispatchEvent(new Event('visibilitychange'));
    // What that led to would come before this.
    await refresh();
    expect(list).toHaveBeenCalledTimes(1);
    state.mockReturnValue('visible');
    mineStore.setState({ all: null });
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(names()).toEqual(['one']));
  });

  it('stays, and the error is told, where it cannot be read', async () => {
    await save(withBatch(1), 'one', noRun);
    tell(null);
    const { shelf } = await shelves();
    vi.spyOn(shelf, 'list').mockRejectedValue('nothing but a word');
    await refresh();
    expect([names(), news()]).toEqual([['one'], { kind: 'failed', message: 'nothing but a word' }]);
  });
});
