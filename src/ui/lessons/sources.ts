/** Where lessons come from: ours by their ids, others by the names of their files, and the one that is being written. */
import { loadLesson } from '../../i18n/lessons';
import type { Lesson } from '../../lessons/format';
import { LESSONS, type LessonId } from '../../lessons/own';
import { readLesson } from '../../lessons/read';

/** The name of the lesson that is being written, as its reader sees it. */
export const DRAFT = 'draft';

export function isOwn(name: string): name is LessonId {
  return LESSONS.some((id) => id === name);
}

/** Why it cannot be opened is told beside the file. */
export function isFile(name: string): boolean {
  return name.endsWith('.json');
}

/**
 * The lesson that is being written.
 * @throws Error where nothing is written in this browser: the address is another's.
 */
export async function draft(): Promise<Lesson> {
  const { lesson } = (await import('./editor/use-editor')).editor.store.getState().writing;
  if (lesson.title === '' && lesson.steps.every(({ title, text }) => title === '' && text === ''))
    throw new Error('No lesson is being written here.');
  return lesson;
}

/**
 * The lesson of a name, ours in a language.
 * @throws Error where there is none, or it does not arrive.
 */
export async function lessonOf(name: string, language: string): Promise<Lesson> {
  if (name === DRAFT) return draft();
  if (isFile(name)) return (await import('./files/opening')).lessonOfFile(name);
  if (!isOwn(name)) throw new Error(`There is no lesson “${name}”.`);
  const { lesson } = readLesson(await loadLesson(language, name));
  if (lesson === null) throw new Error(`The lesson “${name}” cannot be read.`);
  return lesson;
}
