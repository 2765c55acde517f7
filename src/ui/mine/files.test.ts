// @vitest-environment happy-dom
/** Saved experiments as files and back, and what is told of it. The browser has no database: they lie in memory. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decode, encode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import type { Saved } from '../../experiments/saved';
import type { ToSave } from '../../experiments/shelf';
import { sketchOf } from '../../experiments/sketch';
import { packRun } from '../../runs/pack';
import { lessonStore } from '../../state/lesson';
import { pairOf } from '../../testing/config';
import { keptRunOf } from '../../testing/kept-run';
import { lessonOfSteps } from '../../testing/lesson';
import { exportAll, exportOne, exportUnsaved, importFile } from './files';
import { mineStore, refresh, saveWhat, shelves } from './shelf';

const given = vi.hoisted((): [name: string, blob: Blob][] => []);
vi.mock('../../charts/export/save', () => ({
  download: (name: string, blob: Blob) => void given.push([name, blob]),
}));
const had = vi.hoisted(() => vi.fn<() => Promise<unknown[]>>());
vi.mock('../lessons/had', () => ({ lessonsHad: had }));

/** As a link gives it back. */
const PAIR = decode(encode(pairOf([{ blocks: 1, width: 4, stride: 1 }]))).config;
const withBatch = (batchSize: number): ExperimentConfig => ({ ...PAIR, batchSize });
const RUN = packRun(keptRunOf(withBatch(2), 7));
const LESSON = { ...lessonOfSteps([null]), title: 'Of others' };

const news = () => mineStore.getState().news;
const names = () => mineStore.getState().all?.map(({ name }) => name);

const asked = (name: string, batchSize: number, run: ToSave['run'] = null): ToSave => {
  const config = withBatch(batchSize);
  return { name, link: encode(config), sketch: sketchOf(config), run, at: 1_700_000_000_000 + batchSize };
};

async function saved(what: ToSave): Promise<Saved> {
  await saveWhat(what);
  const told = news();
  if (told?.kind !== 'saved') throw new Error('it was saved');
  return told.saved;
}

async function clear(): Promise<void> {
  const { shelf, lessons } = await shelves();
  const all = await shelf.list();
  for (const { id } of all) await shelf.remove(id);
  await shelf.clear(all.map(({ id }) => id));
  for (const { id } of await lessons.list()) await lessons.remove(id);
  lessonStore.setState({ progress: {} });
  mineStore.setState({ all: null, lessons: [], news: null, removed: [] });
}

/** The file that was given last, as a reader brings it. */
function lastFile(): File {
  const [name, blob] = given.at(-1) ?? [];
  if (name === undefined || blob === undefined) throw new Error('a file was given');
  return new File([blob], name);
}

beforeEach(async () => {
  given.length = 0;
  had.mockReset().mockResolvedValue([]);
  await clear();
});

describe('a file of one experiment', () => {
  it('has its name, and brings it back with its run', async () => {
    await exportOne(await saved(asked('Wide  & “Deep”!', 2, { bytes: RUN, step: 7, trained: 1_000 })));
    const file = lastFile();
    expect(file.name).toBe('resnet-explorer-wide-deep.zip');
    expect(news()).toEqual({ kind: 'exported', name: file.name, size: file.size });
    await clear();
    await importFile(file, () => 'nameless');
    expect(news()).toMatchObject({
      kind: 'imported',
      report: { file: file.name, problem: null, entries: [{ kind: 'taken', withoutRun: null, repairs: 0 }] },
    });
    const [back] = mineStore.getState().all ?? [];
    expect(back).toMatchObject({ name: 'Wide & “Deep”!', link: encode(withBatch(2)), run: { step: 7 } });
    const { shelf } = await shelves();
    expect(back?.run && (await shelf.readRun(back.run))).toEqual(RUN);
  });

  it.each([
    ['一 二', 'resnet-explorer-一-二.zip'],
    ['…', 'resnet-explorer-experiment.zip'],
    [`${'a'.repeat(59)} b`, `resnet-explorer-${'a'.repeat(59)}.zip`],
  ])('of the name %s is called %s', async (name, file) => {
    await exportOne(await saved(asked(name, 1)));
    expect(lastFile().name).toBe(file);
  });

  it('is made also of what the browser did not take', async () => {
    await exportUnsaved(asked('No room', 2, { bytes: RUN, step: 7, trained: 1_000 }));
    expect(lastFile().name).toBe('resnet-explorer-no-room.zip');
    await refresh();
    expect(names()).toEqual([]);
    await importFile(lastFile(), () => 'nameless');
    expect(mineStore.getState().all).toMatchObject([{ name: 'No room', run: { step: 7 } }]);
  });

  it('that would be too large is none, and other errors are told', async () => {
    const one = await saved(asked('one', 2, { bytes: RUN, step: 7, trained: 1_000 }));
    const { shelf } = await shelves();
    const read = vi.spyOn(shelf, 'readRun');
    // No array has so many bytes.
    read.mockResolvedValue({
      get length(): number {
        throw new RangeError('Invalid typed array length');
      },
    } as unknown as Uint8Array<ArrayBuffer>);
    await exportOne(one);
    expect(news()).toEqual({ kind: 'too-large' });
    read.mockRejectedValue(new Error('odd'));
    await exportOne(one);
    expect(news()).toEqual({ kind: 'failed', message: 'odd' });
    expect(given).toEqual([]);
    read.mockRestore();
  });
});

describe('a file of all', () => {
  it('has the day in its name, and brings back experiments, lessons and what was done in them', async () => {
    vi.useFakeTimers({ now: Date.UTC(2024, 1, 29, 12), toFake: ['Date'] });
    await saved(asked('one', 1));
    await saved(asked('two', 2, { bytes: RUN, step: 7, trained: 1_000 }));
    const { lessons } = await shelves();
    await lessons.keep(LESSON);
    await refresh();
    had.mockResolvedValue([LESSON, { ...LESSON, title: 'Being written' }]);
    const done = { 0: { seen: true, guess: null, measured: [] } };
    lessonStore.setState({ progress: { 'first-lesson': done } });
    await exportAll();
    vi.useRealTimers();
    const file = lastFile();
    expect(file.name).toBe('resnet-explorer-experiments-2024-02-29.zip');
    await clear();
    const other = { 0: { seen: true, guess: 1, measured: [] } };
    lessonStore.setState({ progress: { 'second-lesson': other } });
    await importFile(file, () => 'nameless');
    expect(names()).toEqual(['two', 'one']);
    expect(mineStore.getState().lessons.map(({ lesson }) => lesson.title)).toEqual([
      'Being written',
      'Of others',
    ]);
    expect(lessonStore.getState().progress).toEqual({ 'first-lesson': done, 'second-lesson': other });
  });

  it('takes nothing over of a lesson in which something was done here', async () => {
    lessonStore.setState({ progress: { 'first-lesson': { 0: { seen: true, guess: 2, measured: [] } } } });
    await exportAll();
    const here = { 0: { seen: true, guess: 1, measured: [] } };
    lessonStore.setState({ progress: { 'first-lesson': here } });
    await importFile(lastFile(), () => 'nameless');
    expect(lessonStore.getState().progress).toEqual({ 'first-lesson': here });
  });
});

describe('taking a file in', () => {
  it('tells how far it is, then of each part', async () => {
    await saved(asked('one', 1));
    await saved(asked('two', 2));
    await exportAll();
    const { shelf } = await shelves();
    const two = mineStore.getState().all?.find(({ name }) => name === 'two');
    await shelf.remove(two?.id ?? '');
    const told: unknown[] = [];
    const end = mineStore.subscribe((state, before) => {
      if (state.news !== before.news) told.push(state.news);
    });
    await importFile(lastFile(), () => 'nameless');
    end();
    expect(told.slice(0, -1)).toEqual([
      { kind: 'reading', done: 0, count: 0 },
      { kind: 'reading', done: 1, count: 2 },
      { kind: 'reading', done: 2, count: 2 },
    ]);
    expect(told.at(-1)).toMatchObject({
      kind: 'imported',
      report: {
        entries: [
          { kind: 'taken', name: 'two' },
          { kind: 'known', name: 'one' },
        ],
      },
    });
  });

  it('tells that a file is none of ours, and leaves the list as it is', async () => {
    await saved(asked('one', 1));
    await importFile(new File(['no archive'], 'notes.txt'), () => 'nameless');
    expect(news()).toMatchObject({
      kind: 'imported',
      report: { file: 'notes.txt', problem: { code: 'not-that' }, entries: [] },
    });
    expect(names()).toEqual(['one']);
  });
});
