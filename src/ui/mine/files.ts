/** Saved experiments as a file: exporting them, and importing such a file. */
import { download } from '../../charts/export/save';
import type { FoundExperiment, ToWrite } from '../../experiments/file';
import type { Saved } from '../../experiments/saved';
import type { ToSave } from '../../experiments/shelf';
import type { Lesson } from '../../lessons/format';
import { lessonStore } from '../../state/lesson';
import { packProgress, unpackProgress } from '../../state/lesson-progress';
import { attempt, mineStore, refresh, shelves, tell } from './shelf';

const NAME = 'resnet-explorer';

/** A part of a file's name, of what a reader called something. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return Array.from(slug)
    .slice(0, 60)
    .join('')
    .replaceAll(/^-+|-+$/g, '');
}

async function write(what: ToWrite, ending: string): Promise<void> {
  const { writeFile } = await import('../../experiments/file');
  try {
    const blob = new Blob([writeFile(what)], { type: 'application/zip' });
    const name = `${NAME}-${ending}.zip`;
    download(name, blob);
    tell({ kind: 'exported', name, size: blob.size });
  } catch (error) {
    // More than an array of bytes holds, or than there is memory for.
    if (!(error instanceof RangeError)) throw error;
    tell({ kind: 'too-large' });
  }
}

type Written = ToWrite['experiments'][number];

async function withRun(saved: Saved): Promise<Written> {
  const { shelf } = await shelves();
  return { saved, run: saved.run === null ? null : await shelf.readRun(saved.run) };
}

/** One experiment as a file. */
export async function exportOne(saved: Saved): Promise<void> {
  await attempt(async () => {
    const name = slugOf(saved.name);
    await write(
      { experiments: [await withRun(saved)], lessons: [], progress: null },
      name === '' ? 'experiment' : name,
    );
  });
}

/** What the browser did not take, as a file. */
export async function exportUnsaved({ name, link, sketch, run }: ToSave): Promise<void> {
  const saved: Saved = {
    format: 1,
    id: '',
    name,
    at: Date.now(),
    deleted: null,
    link,
    sketch,
    run: null,
  };
  await attempt(() =>
    write(
      { experiments: [{ saved, run: run?.bytes ?? null }], lessons: [], progress: null },
      slugOf(name) || 'experiment',
    ),
  );
}

/** All of them, with the lessons that the reader has and what was done in lessons. */
export async function exportAll(): Promise<void> {
  await attempt(async () => {
    const { all, lessons: kept } = mineStore.getState();
    const experiments: Written[] = [];
    for (const saved of all ?? []) experiments.push(await withRun(saved));
    const { lessonsHad } = await import('../lessons/had');
    const lessons = new Map<string, Lesson>();
    for (const lesson of [...kept.map((one) => one.lesson), ...(await lessonsHad())])
      lessons.set(JSON.stringify(lesson), lesson);
    const { progress } = lessonStore.getState();
    const [day = ''] = new Date().toISOString().split('T');
    await write(
      {
        experiments,
        lessons: [...lessons.values()],
        progress: Object.keys(progress).length === 0 ? null : packProgress(progress),
      },
      `experiments-${day}`,
    );
  });
}

/** Takes over what was done in lessons in which nothing was done here. */
function takeProgress(packed: string): void {
  lessonStore.setState(({ progress }) => ({ progress: { ...unpackProgress(packed), ...progress } }));
}

/** Takes a file in, and tells what became of each part of it. */
export async function importFile(file: File, nameOf: (found: FoundExperiment) => string): Promise<void> {
  tell({ kind: 'reading', done: 0, count: 0 });
  await attempt(async () => {
    const { shelf, lessons } = await shelves();
    const { takeIn } = await import('../../experiments/take-in');
    const report = await takeIn(file, {
      shelf,
      nameOf,
      keepLesson: (lesson) => lessons.keep(lesson),
      takeProgress,
      onProgress: (done, count) => tell({ kind: 'reading', done, count }),
    });
    await refresh();
    tell({ kind: 'imported', report });
  });
}
