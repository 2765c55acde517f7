/** Where lessons come from: ours by their ids, others by the names of their files. */
import { loadLesson } from '../../i18n/lessons';
import type { Lesson } from '../../lessons/format';
import { LESSONS, type LessonId } from '../../lessons/own';
import { readLesson } from '../../lessons/read';

export function isOwn(name: string): name is LessonId {
  return LESSONS.some((id) => id === name);
}

/**
 * The lesson of a name, ours in a language.
 * @throws Error where there is none, or it does not arrive.
 */
export async function lessonOf(name: string, language: string): Promise<Lesson> {
  if (!isOwn(name)) throw new Error(`There is no lesson “${name}”.`);
  const { lesson } = readLesson(await loadLesson(language, name));
  if (lesson === null) throw new Error(`The lesson “${name}” cannot be read.`);
  return lesson;
}
