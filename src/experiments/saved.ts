/** An experiment that a reader saved by name, and what becomes of its name. */
import { shownName } from '../config/shown';
import { readSketch, type Sketch } from './sketch';

/** The run that was saved with an experiment: its bytes lie by themselves, under the hash of them. */
export interface SavedRun {
  readonly hash: string;
  /** Updates made. */
  readonly step: number;
  /** Milliseconds for which it had trained. */
  readonly trained: number;
  readonly bytes: number;
}

/** What the experiment is, whatever it is called. */
export interface Content {
  /** What stands behind its address, from the `#` on. */
  readonly link: string;
  readonly sketch: Sketch;
  /** Null where the experiment alone was saved. */
  readonly run: SavedRun | null;
}

export interface Saved extends Content {
  readonly format: 1;
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970 at which it was saved. */
  readonly at: number;
  /** When it was deleted, which can be undone for a while; null where it was not. */
  readonly deleted: number | null;
}

export const SAVED_LIMITS = {
  /** Characters of a name. */
  name: 120,
} as const;

/** The first characters of a text; none is cut in half. */
const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');

/** A name on one line, without what cannot be seen, and no longer than names are; empty where nothing is left of it. */
export function cleanName(name: string): string {
  const clean = cut(shownName(name).replaceAll(/\s+/g, ' ').trim(), SAVED_LIMITS.name).trim();
  // Joiners and marks belong to signs, and are none by themselves.
  return /[^\s\p{Default_Ignorable_Code_Point}\p{M}\u2800]/u.test(clean) ? clean : '';
}

/** The name, or where others have it the first of `name (2)`, `name (3)`, … that none has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const [, stem = name] = /^(.*) \(\d{1,6}\)$/.exec(name) ?? [];
  for (let number = 2; ; number++) {
    const ending = ` (${number})`;
    const free = cut(stem, SAVED_LIMITS.name - ending.length) + ending;
    if (!taken.has(free)) return free;
  }
}

/** Whether two are the same experiment, and were saved at the same point of the same run. */
export function isSame(one: Pick<Content, 'link' | 'run'>, other: Pick<Content, 'link' | 'run'>): boolean {
  return one.link === other.link && one.run?.hash === other.run?.hash;
}

/** The same list, with the very objects of another one where nothing about them has changed. */
export function withThoseOf(before: readonly Saved[], all: readonly Saved[]): readonly Saved[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return all.map((one) => {
    const same = known.get(one.id);
    const isUnchanged =
      same !== undefined && same.name === one.name && same.at === one.at && isSame(same, one);
    return isUnchanged ? same : one;
  });
}

/** The newest first. */
export function inOrder(all: readonly Saved[]): readonly Saved[] {
  return all.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** Those whose names have all words of what is searched for, whatever their case, width and accents. */
export function search<T extends { readonly name: string }>(all: readonly T[], words: string): readonly T[] {
  const plain = (text: string): string =>
    text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
  const wanted = plain(words)
    .split(/\s+/)
    .filter((word) => word !== '');
  return all.filter(({ name }) => wanted.every((word) => plain(name).includes(word)));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function readSavedRun(value: unknown): SavedRun | null {
  if (typeof value !== 'object' || value === null) return null;
  const { hash, step, trained, bytes } = value as Partial<Record<keyof SavedRun, unknown>>;
  const isRun = typeof hash === 'string' && isCount(step) && isCount(trained) && isCount(bytes);
  return isRun ? { hash, step, trained, bytes } : null;
}

/** What was kept, perhaps by another version of the page; null where it is no experiment that this one knows. */
export function readSaved(value: unknown): Saved | null {
  if (typeof value !== 'object' || value === null) return null;
  const { format, id, name, at, deleted, link, sketch, run } = value as Partial<Record<keyof Saved, unknown>>;
  if (format !== 1 || typeof id !== 'string' || typeof name !== 'string' || typeof link !== 'string')
    return null;
  if (!isCount(at)) return null;
  return {
    format,
    id,
    name: cleanName(name),
    at,
    deleted: isCount(deleted) ? deleted : null,
    link,
    sketch: readSketch(sketch) ?? [],
    run: readSavedRun(run),
  };
}
