/** The saved experiments as the page shows them, what is done with them, and what came of that. */
import { createStore } from 'zustand/vanilla';
import { encode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import { experimentOf } from '../../experiments/file';
import { openLessons, type KeptLesson, type LessonShelf } from '../../experiments/lessons';
import { openPlace } from '../../experiments/places';
import type { FileReport } from '../../experiments/report';
import { withThoseOf, type Saved } from '../../experiments/saved';
import { createShelf, type Shelf, type ToSave } from '../../experiments/shelf';
import { sketchOf } from '../../experiments/sketch';
import { KeepError } from '../../keep/keep';
import type { RunAtHand, RunLost } from './run-at-hand';

/** What came of the newest thing that was done. */
export type News =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly saved: Saved; readonly isNew: boolean; readonly lost: RunLost | null }
  /** `full`: there is no room left. */
  | { readonly kind: 'refused'; readonly full: boolean; readonly what: ToSave }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'exported'; readonly name: string; readonly size: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'reading'; readonly done: number; readonly count: number }
  | { readonly kind: 'imported'; readonly report: FileReport }
  /** Its run could not be read. */
  | { readonly kind: 'no-run'; readonly name: string };

/** Something that was removed and can be brought back until the list is closed. */
export interface Removed {
  readonly key: string;
  readonly name: string;
  readonly restore: () => Promise<void>;
  /** Removes it for good. */
  readonly finish: () => Promise<void>;
}

interface MineState {
  /** The newest first; null until they are read. */
  readonly all: readonly Saved[] | null;
  readonly lessons: readonly KeptLesson[];
  /** Whether what is saved outlives the page. */
  readonly isLasting: boolean;
  readonly news: News | null;
  /** The newest last. */
  readonly removed: readonly Removed[];
}

export const mineStore = createStore<MineState>()(() => ({
  all: null,
  lessons: [],
  isLasting: true,
  news: null,
  removed: [],
}));

interface Shelves {
  readonly shelf: Shelf;
  readonly lessons: LessonShelf;
}

let opening: Promise<Shelves> | null = null;

/** The shelf of this browser, which the page follows from then on, whichever tab changes it. */
export function shelves(): Promise<Shelves> {
  opening ??= open();
  return opening;
}

async function open(): Promise<Shelves> {
  const [{ place, isLasting, listen }, lessons] = await Promise.all([openPlace(), openLessons()]);
  const shelf = createShelf(place);
  mineStore.setState({ isLasting });
  listen(() => void refresh());
  // Browsers without channels between tabs are asked when this one is looked at again.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void refresh();
  });
  addEventListener('pagehide', () => void finishRemoved());
  await shelf.clear([]).catch(() => undefined);
  return { shelf, lessons };
}

export function tell(news: News | null): void {
  mineStore.setState({ news });
}

/** Does something, and tells where it fails for a reason that nothing here expects. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Reads anew what is saved. */
export async function refresh(): Promise<void> {
  await attempt(async () => {
    const { shelf, lessons } = await shelves();
    const [all, kept] = await Promise.all([shelf.list(), lessons.list()]);
    mineStore.setState(({ all: before }) => ({ all: withThoseOf(before ?? [], all), lessons: kept }));
  });
}

/** Saves an experiment, with the run that is given or without, and tells what came of it. */
export async function save(
  config: ExperimentConfig,
  name: string,
  atHand: () => Promise<RunAtHand>,
): Promise<void> {
  tell({ kind: 'saving' });
  await attempt(async () => {
    const { run, link, lost } = await atHand();
    // Skips may have been switched meanwhile: a run goes with what it was.
    const own = link === null ? config : experimentOf(link).config;
    await saveWhat({ name, link: encode(own), sketch: sketchOf(own), run }, lost);
  });
}

/** The same of what was put together before. */
export async function saveWhat(what: ToSave, lost: RunLost | null = null): Promise<void> {
  try {
    const { shelf } = await shelves();
    const { saved, isNew } = await shelf.save(what);
    await refresh();
    tell({ kind: 'saved', saved, isNew, lost });
  } catch (error) {
    if (!(error instanceof KeepError)) throw error;
    tell({ kind: 'refused', full: error.full, what });
  }
}

export async function rename(id: string, name: string): Promise<void> {
  await attempt(async () => {
    const { shelf } = await shelves();
    const saved = await shelf.rename(id, name);
    const { news } = mineStore.getState();
    if (saved !== null && news?.kind === 'saved' && news.saved.id === id) tell({ ...news, saved });
    await refresh();
  });
}

export async function duplicate(id: string): Promise<void> {
  await attempt(async () => {
    const { shelf } = await shelves();
    await shelf.duplicate(id);
    tell(null);
    await refresh();
  });
}

/** Notes what was removed, so that it can be brought back. */
export function noteRemoved(removed: Removed): void {
  mineStore.setState((state) => ({ news: null, removed: [...state.removed, removed] }));
}

export async function remove({ id, name }: Saved): Promise<void> {
  await attempt(async () => {
    const { shelf } = await shelves();
    await shelf.remove(id);
    noteRemoved({
      key: `experiment ${id}`,
      name,
      restore: () => shelf.restore(id),
      finish: () => shelf.clear([id]),
    });
    await refresh();
  });
}

export async function removeLesson({ id, lesson }: KeptLesson): Promise<void> {
  await attempt(async () => {
    const { lessons } = await shelves();
    await lessons.remove(id);
    noteRemoved({
      key: `lesson ${id}`,
      name: lesson.title,
      restore: async () => void (await lessons.keep(lesson)),
      finish: () => Promise.resolve(),
    });
    await refresh();
  });
}

/** Brings back what was removed last. */
export async function undo(): Promise<void> {
  const last = mineStore.getState().removed.at(-1);
  if (last === undefined) return;
  mineStore.setState(({ removed }) => ({ removed: removed.filter((one) => one !== last) }));
  await attempt(async () => {
    await last.restore();
    await refresh();
  });
}

/** Removes for good what can be brought back no more. */
export async function finishRemoved(): Promise<void> {
  const { removed } = mineStore.getState();
  mineStore.setState({ removed: [] });
  for (const one of removed) await attempt(one.finish);
}
