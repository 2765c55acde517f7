/**
 * The files that were brought, and those in archives among them, each with its beginning, by which it is recognised. Archives are
 * opened by what they are, whatever they are called, and archives in archives once more.
 */
import { shownName } from '../config/shown';
import { FormatError } from '../formats/errors';
import { gather, gunzip, gunzipped, isGzip, partsOf } from '../formats/inflate';
import { isTar, tarFiles } from '../formats/tar';
import { isZip, zipEntries, zipParts, type ZipEntry } from '../formats/zip';
import { reading } from './problem';
import type { BroughtFile } from './report';
import type { SkipTally } from './skipped';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file, in an archive or not. */
export interface Entry {
  /** Folders and name, `/` between them; archives count as folders where several things were brought. */
  readonly path: string;
  readonly size: number;
  /** The first `HEAD_BYTES`, or all where it is smaller. */
  readonly head: Bytes;
  readonly className: string | null;
  /** @throws FormatError where it lies damaged in its archive. */
  readonly open: () => Promise<Blob>;
}

/** A file whose beginning is not read yet. */
interface Closed extends Omit<Entry, 'head'> {
  readonly begin: () => Promise<Bytes>;
}

const HEAD_BYTES = 512;

/** Archives in archives are opened where they are no larger. */
const MOST_NESTED = 2 ** 29;

/** Files whose beginnings are read at once. */
const AT_ONCE = 8;

export interface OpenOptions {
  readonly skipped: SkipTally;
  /** Hears how many files were looked at. */
  readonly onFile: (files: number) => void;
}

/**
 * All files, in the order in which they were brought. Hidden ones and systems' own are passed over, without a word.
 * @throws ImportError where one of the archives brought cannot be read.
 */
export async function openFiles(files: readonly BroughtFile[], options: OpenOptions): Promise<Entry[]> {
  let seen = 0;
  const closed = files
    .filter(({ path }) => !isHidden(path))
    .map(({ path, blob, className = null }) => closedBlob(normal(path), blob, className));
  const entries: Entry[] = [];
  await inOrder(closed, AT_ONCE, beginEntry, async (entry) => {
    options.onFile(++seen);
    const opened = await reading(entry.path, async () => children(entry, options));
    // Alone, an archive is no folder: what lies in it does not count as one class.
    const isAlone = files.length === 1;
    if (opened === null) {
      entries.push(entry);
      return;
    }
    const inside = isAlone
      ? opened
      : opened.map((child) => ({ ...child, path: `${stem(entry.path)}/${child.path}` }));
    await inOrder(
      inside,
      AT_ONCE,
      (child) => openNested(child, options),
      (found) => {
        options.onFile(++seen);
        entries.push(...found);
      },
    );
  });
  return entries;
}

/** A file of an archive, or, where it is an archive itself, its files. */
async function openNested(closed: Closed, options: OpenOptions): Promise<readonly Entry[]> {
  try {
    const entry = await beginEntry(closed);
    if (entry.size > MOST_NESTED) return [entry];
    const opened = await children(entry, options);
    if (opened === null) return [entry];
    const inside: Entry[] = [];
    for (const child of opened)
      inside.push(await beginEntry({ ...child, path: `${stem(entry.path)}/${child.path}` }));
    return inside;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    options.skipped.add(closed.path, 'broken');
    return [];
  }
}

async function beginEntry(closed: Closed): Promise<Entry> {
  return { ...closed, head: await closed.begin() };
}

/** The files of an archive, or the one file that was packed; null for what is neither. */
async function children(entry: Entry, { skipped }: OpenOptions): Promise<Closed[] | null> {
  const { path, head, className } = entry;
  const isWanted = (inner: string): boolean => {
    if (isHidden(inner)) return false;
    if (!isUnsafe(inner)) return true;
    skipped.add(inner, 'unsafe-name');
    return false;
  };
  if (isZip(head)) {
    const blob = await entry.open();
    const files = (await zipEntries(blob)).filter((file) => isWanted(file.path));
    return files.map((file) => closedInZip(blob, file, className));
  }
  const isPacked = isGzip(head);
  if (!isPacked && !isTar(head)) return null;
  const blob = await entry.open();
  if (isPacked && !isTar(await firstPacked(blob, path))) {
    const inner = await gunzip(blob, path);
    const name = path.replace(/^.*\//, '').replace(/\.gz$/i, '');
    return [closedBlob(name, inner, className)];
  }
  const files: Closed[] = [];
  for await (const file of tarFiles(blob, { gzip: isPacked, at: path, wanted: isWanted }))
    files.push(closedBlob(normal(file.path), file.blob, className));
  return files;
}

/** The beginning of what gzip packed. */
async function firstPacked(blob: Blob, path: string): Promise<Bytes> {
  const parts: Bytes[] = [];
  let size = 0;
  for await (const part of partsOf(gunzipped(blob), path)) {
    parts.push(part);
    size += part.length;
    if (size >= HEAD_BYTES) break;
  }
  return new Uint8Array(await new Blob(parts).slice(0, HEAD_BYTES).arrayBuffer());
}

function closedBlob(path: string, blob: Blob, className: string | null): Closed {
  return {
    path,
    size: blob.size,
    className,
    begin: async () => new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()),
    open: () => Promise.resolve(blob),
  };
}

function closedInZip(archive: Blob, file: ZipEntry, className: string | null): Closed {
  return {
    path: normal(file.path),
    size: file.size,
    className,
    begin: async () => {
      const head = new Uint8Array(Math.min(HEAD_BYTES, file.size));
      let at = 0;
      for await (const part of zipParts(archive, file)) {
        head.set(part.subarray(0, head.length - at), at);
        at += part.length;
        if (at >= head.length) break;
      }
      return head;
    },
    open: () => gather(zipParts(archive, file), file.size, file.path),
  };
}

/** Without what names the same place, `./a//b`, and as it is shown. */
function normal(path: string): string {
  return shownName(path)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Without the ending of an archive. */
function stem(path: string): string {
  return path.replace(/\.(?:zip|npz|tar|tgz|tar\.gz|gz)$/i, '');
}

/** Files and folders that begin with a dot, and those that macOS and Windows put beside others. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => /^(?:\.[^./]|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i.test(part));
}

/** Names that lead out of the archive, or could not be those of files. */
function isUnsafe(path: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for.
  return /^(?:\/|[a-z]:)|[\0-\x1f]/i.test(path) || path.split('/').includes('..');
}

/** Some are begun ahead, all are taken in their order. */
export async function inOrder<T, U>(
  items: readonly T[],
  ahead: number,
  begin: (item: T) => Promise<U>,
  take: (begun: U, index: number) => Promise<void> | void,
): Promise<void> {
  const running: Promise<U>[] = [];
  let next = 0;
  for (let index = 0; index < items.length; index++) {
    while (next < items.length && next < index + ahead) {
      const promise = begin(items[next++] as T);
      // Whoever comes to it hears of its failure; until then it is nobody's.
      promise.catch(() => undefined);
      running.push(promise);
    }
    await take((await running.shift()) as U, index);
  }
}
