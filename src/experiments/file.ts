/**
 * Saved experiments as one file that a reader takes along: a zip of an index, a picture of each for who looks into it, packed
 * runs, and lessons. What is read is as good as its parts: what is damaged is left out by itself, and told.
 */
import { fitToBudget } from '../architecture/budget';
import { decode, encode, LONGEST_HASH } from '../config/codec/url';
import type { ExperimentConfig } from '../config/schema';
import { FormatError } from '../formats/errors';
import { readZipEntry, zip, zipEntries, type ZipEntry } from '../formats/zip';
import type { Lesson } from '../lessons/format';
import { parseLesson } from '../lessons/read';
import { svgOf } from './drawing';
import type { FileProblem, PartProblem } from './report';
import { cleanName, type Saved } from './saved';
import { INDEX_PATH } from './signature';

type Bytes = Uint8Array<ArrayBuffer>;

const FORMAT = 'resnet-explorer-experiments';
const VERSION = 1;

export const FILE_LIMITS = {
  experiments: 5_000,
  lessons: 500,
  /** Bytes of the index, and of a run. */
  index: 2 ** 26,
  run: 2 ** 30,
  /** Bytes of a lesson, and of what its reader has done in all of them. */
  lesson: 4_000_000,
} as const;

interface IndexEntry {
  readonly name: string;
  readonly link: string;
  readonly at: number;
  readonly picture: string;
  /** Null where there is none. */
  readonly run: string | null;
  /** Milliseconds for which it had trained; 0 where there is none. */
  readonly trained: number;
}

interface Index {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly experiments: readonly IndexEntry[];
  /** Their files. */
  readonly lessons: readonly string[];
  /** The file of what was done in lessons; null where nothing was. */
  readonly progress: string | null;
}

export interface ToWrite {
  readonly experiments: readonly { readonly saved: Saved; readonly run: Bytes | null }[];
  readonly lessons: readonly Lesson[];
  /** As `packProgress` writes it; null where nothing was done. */
  readonly progress: string | null;
}

/** The file; the same experiments give the same bytes. */
export function writeFile({ experiments, lessons, progress }: ToWrite): Bytes {
  const files = new Map<string, Bytes>();
  const encoder = new TextEncoder();
  const entries = experiments.map(({ saved: { name, link, at, sketch, run: own }, run }, i): IndexEntry => {
    const number = String(i + 1).padStart(String(experiments.length).length, '0');
    const [picture, runFile] = [`pictures/${number}.svg`, `runs/${number}.run`];
    files.set(picture, encoder.encode(svgOf(sketch)));
    if (run !== null) files.set(runFile, run);
    return {
      name,
      link,
      at,
      picture,
      run: run === null ? null : runFile,
      trained: own?.trained ?? 0,
    };
  });
  const lessonFiles = lessons.map((lesson, i) => {
    const path = `lessons/${i + 1}.json`;
    files.set(path, encoder.encode(`${JSON.stringify(lesson, null, 2)}\n`));
    return path;
  });
  const progressFile = 'lessons/progress.json';
  if (progress !== null) files.set(progressFile, encoder.encode(progress));
  const index: Index = {
    format: FORMAT,
    version: VERSION,
    experiments: entries,
    lessons: lessonFiles,
    progress: progress === null ? null : progressFile,
  };
  return zip(new Map([[INDEX_PATH, encoder.encode(`${JSON.stringify(index, null, 2)}\n`)], ...files]));
}

/** A file is not read at all. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** An experiment of a file, as the page would open it. */
export interface FoundExperiment {
  readonly name: string;
  /** Milliseconds since 1970; null where the file does not tell. */
  readonly at: number | null;
  readonly config: ExperimentConfig;
  readonly link: string;
  /** Settings of the link that could not be used as they were. */
  readonly repairs: number;
  /** Null where it has none; a problem where it cannot be read. */
  readonly run: Bytes | PartProblem | null;
  /** Milliseconds for which it had trained. */
  readonly trained: number;
}

export type Found =
  FoundExperiment | { readonly name: string | null; readonly place: number; readonly problem: PartProblem };

export interface OpenFile {
  readonly count: number;
  /** All experiments, one by one; bytes of one run are in memory at a time. */
  experiments(): AsyncGenerator<Found>;
  lessons(): AsyncGenerator<Lesson | { readonly title: string; readonly problem: PartProblem }>;
  /** As `packProgress` wrote it; null where there is none that can be read. */
  progress(): Promise<string | null>;
}

/** The experiment of a link, as the page would open it, and how many settings of it could not be used as they were. */
export function experimentOf(link: string): { readonly config: ExperimentConfig; readonly repairs: number } {
  const decoded = decode(link);
  const { config, repairs } = fitToBudget(decoded.config);
  return { config, repairs: decoded.repairs.length + repairs.length };
}

/**
 * Looks into a file.
 * @throws FileError where nothing of it can be used.
 */
export async function openFile(blob: Blob): Promise<OpenFile> {
  const entries = new Map((await directoryOf(blob)).map((entry) => [entry.path, entry]));
  const index = await readIndex(blob, entries.get(INDEX_PATH));
  const read = (path: unknown, most: number): Promise<Bytes | PartProblem> =>
    readPart(blob, typeof path === 'string' ? entries.get(path) : undefined, most);
  return {
    count: index.experiments.length,
    async *experiments() {
      for (const [place, entry] of index.experiments.entries()) yield readExperiment(entry, place + 1, read);
    },
    async *lessons() {
      for (const path of index.lessons) {
        const bytes = await read(path, FILE_LIMITS.lesson);
        const title = typeof path === 'string' ? cleanName(path) : '';
        if (!(bytes instanceof Uint8Array)) {
          yield { title, problem: bytes };
          continue;
        }
        yield parseLesson(textOf(bytes)).lesson ?? { title, problem: { code: 'damaged' } };
      }
    },
    async progress() {
      if (index.progress === null) return null;
      const bytes = await read(index.progress, FILE_LIMITS.lesson);
      return bytes instanceof Uint8Array ? textOf(bytes) : null;
    },
  };
}

const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes);

async function directoryOf(blob: Blob): Promise<readonly ZipEntry[]> {
  try {
    return await zipEntries(blob);
  } catch (error) {
    throw fileErrorOf(error);
  }
}

/** @throws What is no fault of the file. */
function fileErrorOf(error: unknown): FileError {
  if (error instanceof FormatError) return new FileError({ code: error.code, at: error.detail.at ?? null });
  // A file that was changed or taken away since it was chosen.
  if (error instanceof DOMException) return new FileError({ code: 'gone' });
  throw error;
}

interface RawIndex {
  readonly experiments: readonly unknown[];
  readonly lessons: readonly unknown[];
  readonly progress: unknown;
}

async function readIndex(blob: Blob, entry: ZipEntry | undefined): Promise<RawIndex> {
  if (entry === undefined) throw new FileError({ code: 'foreign' });
  let index: unknown;
  try {
    index = JSON.parse(textOf(await readZipEntry(blob, entry, FILE_LIMITS.index)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileError({ code: 'malformed', at: INDEX_PATH });
    throw fileErrorOf(error);
  }
  const { format, version, experiments, lessons, progress } = (index ?? {}) as Partial<
    Record<keyof Index, unknown>
  >;
  if (format !== FORMAT) throw new FileError({ code: 'foreign' });
  if (typeof version === 'number' && version > VERSION) throw new FileError({ code: 'newer', version });
  if (!Array.isArray(experiments)) throw new FileError({ code: 'malformed', at: INDEX_PATH });
  const all: readonly unknown[] = Array.isArray(lessons) ? lessons : [];
  if (experiments.length > FILE_LIMITS.experiments)
    throw new FileError({ code: 'too-many', found: experiments.length, most: FILE_LIMITS.experiments });
  return { experiments, lessons: all.slice(0, FILE_LIMITS.lessons), progress: progress ?? null };
}

async function readPart(blob: Blob, entry: ZipEntry | undefined, most: number): Promise<Bytes | PartProblem> {
  if (entry === undefined) return { code: 'missing' };
  try {
    return await readZipEntry(blob, entry, most);
  } catch (error) {
    if (error instanceof FormatError) return { code: error.code === 'too-large' ? 'too-large' : 'damaged' };
    // No memory for it, or the file was changed while it is read.
    if (error instanceof RangeError) return { code: 'too-large' };
    if (error instanceof DOMException) return { code: 'missing' };
    throw error;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

async function readExperiment(
  entry: unknown,
  place: number,
  read: (path: unknown, most: number) => Promise<Bytes | PartProblem>,
): Promise<Found> {
  const { name, link, at, run, trained } = (entry ?? {}) as Partial<Record<keyof IndexEntry, unknown>>;
  const called = typeof name === 'string' ? cleanName(name) : '';
  const shown = called === '' ? null : called;
  if (typeof link !== 'string' || !link.startsWith('#'))
    return { name: shown, place, problem: { code: 'no-link' } };
  if (link.length > LONGEST_HASH + 1) return { name: shown, place, problem: { code: 'too-large' } };
  const { config, repairs } = experimentOf(link);
  return {
    name: called,
    at: isCount(at) ? at : null,
    config,
    link: encode(config),
    repairs,
    run: run === null || run === undefined ? null : await read(run, FILE_LIMITS.run),
    trained: isCount(trained) ? trained : 0,
  };
}
