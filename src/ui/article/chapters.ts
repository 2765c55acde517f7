/** The lessons of the article, each from its own file, in the language of the page. */
import { useCallback, useEffect, useState } from 'react';
import { arriving } from '../../contract/arrival';
import { loadLesson } from '../../i18n/lessons';
import type { Lesson } from '../../lessons/format';
import { LESSONS, type LessonId } from '../../lessons/own';

export type Chapter =
  | { readonly state: 'loading' }
  | { readonly state: 'missing' }
  | { readonly state: 'there'; readonly lesson: Lesson };

type Chapters = Readonly<Record<LessonId, Chapter>>;

const NONE = Object.fromEntries(LESSONS.map((id) => [id, { state: 'loading' }])) as Chapters;

const loadReader = arriving(() => import('../../lessons/read'));

async function chapterOf(language: string, id: LessonId): Promise<Chapter> {
  try {
    const [{ readLesson }, file] = await Promise.all([loadReader(), loadLesson(language, id)]);
    const { lesson } = readLesson(file);
    return lesson === null ? { state: 'missing' } : { state: 'there', lesson };
  } catch {
    return { state: 'missing' };
  }
}

/** All chapters, and a way to ask for one again. In another language, what is there stays until the other has come. */
export function useChapters(language: string): {
  readonly chapters: Chapters;
  readonly load: (id: LessonId) => void;
} {
  const [chapters, setChapters] = useState(NONE);
  const load = useCallback(
    (id: LessonId, isWanted: () => boolean = () => true): void => {
      void chapterOf(language, id).then((chapter) => {
        if (isWanted()) setChapters((before) => ({ ...before, [id]: chapter }));
      });
    },
    [language],
  );
  useEffect(() => {
    let isWanted = true;
    for (const id of LESSONS) load(id, () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [load]);
  return { chapters, load };
}
