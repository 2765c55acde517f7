/** Takes a file of experiments onto the shelf: what is good of it, and nothing that is there is overwritten. */
import { planLanes } from '../architecture/plan-experiment';
import { equal } from '../config/equal';
import { FormatError } from '../formats/errors';
import { KeepError } from '../keep/keep';
import type { Lesson } from '../lessons/format';
import { fits } from '../runs/fits';
import { unpackRun } from '../runs/pack';
import { experimentOf, FileError, openFile, type Found, type FoundExperiment } from './file';
import type { EntryNews, FileReport, LessonNews, PartProblem } from './report';
import type { Outcome, RunToSave, Save, Shelf } from './shelf';
import { sketchOf } from './sketch';

type Bytes = Uint8Array<ArrayBuffer>;

/** So many experiments are taken in at once; then other tabs have their turn. */
const PORTION = 100;

export interface TakeIn {
  readonly shelf: Shelf;
  /** What an experiment is called that has no name in the file. */
  readonly nameOf: (found: FoundExperiment) => string;
  /** Keeps a lesson; tells whether it was there already. May throw `KeepError`. */
  readonly keepLesson: (lesson: Lesson) => Promise<'taken' | 'known'>;
  /** Takes over what was done in lessons of which nothing is known here. */
  readonly takeProgress: (packed: string) => void;
  readonly onProgress?: (done: number, count: number) => void;
}

/** The report tells of each part what became of it; only what is no fault of the file or the store is thrown. */
export async function takeIn(file: Blob & { readonly name: string }, to: TakeIn): Promise<FileReport> {
  const { name } = file;
  try {
    const opened = await openFile(file);
    const entries: EntryNews[] = [];
    const experiments = opened.experiments();
    let isMore = true;
    const takePortion = async (save: Save): Promise<void> => {
      for (const end = entries.length + PORTION; isMore && entries.length < end;) {
        const { value, done } = await experiments.next();
        isMore = done !== true;
        if (value === undefined) continue;
        entries.push(await takeExperiment(value, entries.length + 1, save, to.nameOf));
        to.onProgress?.(entries.length, opened.count);
      }
    };
    while (isMore) await to.shelf.together(takePortion);
    const lessons: LessonNews[] = [];
    for await (const lesson of opened.lessons()) lessons.push(await takeLesson(lesson, to));
    const progress = await opened.progress();
    if (progress !== null) to.takeProgress(progress);
    return { file: name, problem: null, entries, lessons };
  } catch (error) {
    if (error instanceof FileError) return { file: name, problem: error.problem, entries: [], lessons: [] };
    throw error;
  }
}

async function takeExperiment(
  found: Found,
  place: number,
  save: Save,
  nameOf: TakeIn['nameOf'],
): Promise<EntryNews> {
  if ('problem' in found) return { kind: 'refused', ...found };
  const { config, link, at, repairs } = found;
  const name = found.name === '' ? nameOf(found) : found.name;
  const run = found.run instanceof Uint8Array ? runOf(found, found.run) : found.run;
  const isRun = run !== null && !('code' in run);
  const what = { name, link, sketch: sketchOf(config), ...(at === null ? {} : { at }) };
  const told = (outcome: Outcome, withoutRun: PartProblem | null): EntryNews => {
    const { saved, isNew } = outcome;
    if (!isNew) return { kind: 'known', name: saved.name };
    return {
      kind: 'taken',
      name: saved.name,
      wasCalled: saved.name === name ? null : name,
      repairs,
      withoutRun,
    };
  };
  try {
    return told(await save({ ...what, run: isRun ? run : null }), isRun ? null : run);
  } catch (error) {
    const problem = refusalOf(error);
    // The experiment alone is small.
    if (isRun) {
      try {
        return told(await save({ ...what, run: null }), problem);
      } catch (another) {
        return { kind: 'refused', place, name, problem: refusalOf(another) };
      }
    }
    return { kind: 'refused', place, name, problem };
  }
}

/** @throws What the store did not say. */
function refusalOf(error: unknown): PartProblem {
  if (error instanceof KeepError) return { code: 'not-kept', full: error.full };
  throw error;
}

/** A run of a file, where it is one and belongs to its experiment. */
function runOf({ config, trained }: FoundExperiment, bytes: Bytes): RunToSave | PartProblem {
  try {
    const { link, step, state } = unpackRun(bytes);
    const isOfIt = equal(experimentOf(link).config, config) && state.checkpoint.stepCount <= step;
    if (!isOfIt || !fits(state, config, planLanes(config))) return { code: 'other-run' };
    return { bytes, step, trained };
  } catch (error) {
    if (error instanceof FormatError) return { code: error.code === 'unsupported' ? 'newer' : 'damaged' };
    throw error;
  }
}

async function takeLesson(
  lesson: Lesson | { readonly title: string; readonly problem: PartProblem },
  { keepLesson }: TakeIn,
): Promise<LessonNews> {
  if ('problem' in lesson) return { kind: 'refused', ...lesson };
  try {
    return { kind: await keepLesson(lesson), title: lesson.title };
  } catch (error) {
    return { kind: 'refused', title: lesson.title, problem: refusalOf(error) };
  }
}
