/** Opens files of lessons: for reading beside the stage, or, where the editor is open, for writing. */
import type { Session } from '../../../client/session';
import type { Lesson } from '../../../lessons/format';
import { deskStore } from '../door';
import { openLesson } from '../open';
import { openFile, openFromHost, openText } from './files';

/** Files that were opened by hand, by their names: back and forward lead to them again. */
const opened = new Map<string, Lesson>();

/** The same for a page that is loaded again in this tab. */
const KEY = 'resnet-explorer.lesson-file.';

function keep(name: string, lesson: Lesson): void {
  opened.set(name, lesson);
  try {
    sessionStorage.setItem(KEY + name, JSON.stringify(lesson));
  } catch {
    // Full, or forbidden: it lasts as long as the page.
  }
}

function keptText(name: string): string | null {
  try {
    return sessionStorage.getItem(KEY + name);
  } catch {
    return null;
  }
}

/** Lessons of files that were opened by hand in this tab. */
export function openedFiles(): readonly Lesson[] {
  const found = new Map(opened);
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith(KEY)) continue;
      const read = openText(key.slice(KEY.length), sessionStorage.getItem(key) ?? '');
      if (read.kind === 'lesson') found.set(read.name, read.lesson);
    }
  } catch {
    // Forbidden: those of this page are known.
  }
  return [...found.values()];
}

/** Opens a lesson that is kept here, as if its file had been dropped. */
export async function openKept(lesson: Lesson, session: Pick<Session, 'whereabouts'>): Promise<void> {
  await openDropped(new File([JSON.stringify(lesson)], `${lesson.title}.json`), session);
}

/** Reads a file that was dropped or chosen, and opens the lesson. */
export async function openDropped(file: File, session: Pick<Session, 'whereabouts'>): Promise<void> {
  const read = await openFile(file);
  deskStore.setState({ opened: read });
  if (read.kind === 'refused') return;
  if (deskStore.getState().isOpen) {
    const { takeIn } = await import('../editor/taking-in');
    takeIn(read.lesson);
    return;
  }
  keep(read.name, read.lesson);
  openLesson(session, read.name, read.lesson, 0);
}

/**
 * The lesson of a file that the address names: opened by hand before, or beside the page on its host. What was repaired in it, and
 * why there is none, is told.
 * @throws Error where there is none.
 */
export async function lessonOfFile(name: string): Promise<Lesson> {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const kept = keptText(name);
  const read = kept === null ? await openFromHost(name, location.href) : openText(name, kept);
  deskStore.setState({ opened: read });
  if (read.kind === 'refused') throw new Error(`The lesson “${name}” cannot be opened.`);
  opened.set(name, read.lesson);
  return read.lesson;
}
