/** The folder for PyTorch as the page gives it, made and written in Node. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from '../../src/config/codec/url';
import type { TakenRun } from '../../src/contract/takings';
import { folderFiles } from '../../src/exports/files';
import { PYTHON_FILES, type PythonFiles } from '../../src/pytorch/project';
import type { Trained } from './training';

export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** The files that are the same in all folders. */
function pythonFiles(): PythonFiles {
  const texts = Object.entries(PYTHON_FILES).map(([name, path]) => [
    name,
    readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8'),
  ]);
  return Object.fromEntries(texts) as PythonFiles;
}

/** What the page would take along of a run. */
export function takenOf({ config, weights }: Trained): TakenRun {
  return { config, link: encode(config), weights };
}

/** The files of a run that was trained from the seeds, by their paths in the folder. `notice` says whose its images are. */
export function folderOf(trained: Trained, notice: string | null = null): Files {
  return folderFiles(takenOf(trained), { python: pythonFiles(), images: trained.data, notice });
}

/** Writes files below a folder, which is made where it is missing. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
