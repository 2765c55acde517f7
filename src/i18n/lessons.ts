/** The lessons that come with the page, in its language. How values in lessons are written stands apart, where no bundler is needed. */
import { arriving } from '../contract/arrival';
import type { LessonId } from '../lessons/own';

export { formatFigure, formatValue } from './figures';

const FILES = new Map(
  Object.entries(import.meta.glob<{ readonly default?: unknown }>('./*/lessons/*.json')).map(
    ([path, load]) => [path, arriving(load, (file) => file.default !== undefined)] as const,
  ),
);

/**
 * The file of a lesson, in a language or else in English; to be read by `readLesson` like any other.
 * @throws Error where it does not arrive, LateError where it does not within ten seconds.
 */
export async function loadLesson(language: string, id: LessonId): Promise<unknown> {
  const load = FILES.get(`./${language}/lessons/${id}.json`) ?? FILES.get(`./en/lessons/${id}.json`);
  if (load === undefined) throw new Error(`There is no lesson “${id}”.`);
  return (await load()).default;
}
