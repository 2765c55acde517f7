/** The texts around the lessons, which come with their code. */
import { lessons } from './en/lessons';
import { usePart } from './language';

export type LessonTexts = typeof lessons;

/** In the language of the page. */
export function useLessonTexts(): LessonTexts {
  return usePart('lessons', lessons);
}
