/** The lessons that come with the page, in its language. How values in lessons are written stands apart, where no bundler is needed. */
import type { LessonId } from '../lessons/own';

export { formatFigure, formatValue } from './figures';

const FILES = import.meta.glob<unknown>('./*/lessons/*.json', { import: 'default' });

/**
 * The file of a lesson, in a language or else in English; to be read by `readLesson` like any other.
 * @throws Error where it does not arrive.
 */
export function loadLesson(language: string, id: LessonId): Promise<unknown> {
  const load = FILES[`./${language}/lessons/${id}.json`] ?? FILES[`./en/lessons/${id}.json`];
  return load === undefined ? Promise.reject(new Error(`There is no lesson “${id}”.`)) : load();
}
