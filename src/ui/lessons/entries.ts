/**
 * What the list of lessons offers besides them. An entry stands below the lessons, in this order: whoever makes another way to
 * use lessons adds it here, and its texts to `i18n/en/lessons.ts`.
 */
import type { LessonTexts } from '../../i18n/lesson-texts';
import { articleAddress } from '../article/address';
import { openEditor } from './door';
import { closeLesson } from './open';

export interface ListEntry {
  readonly name: string;
  readonly title: (texts: LessonTexts) => string;
  /** What it is for, in a line. */
  readonly line: (texts: LessonTexts) => string;
  /** The list is closed by then. */
  readonly act: () => void;
}

export const ENTRIES: readonly ListEntry[] = [
  {
    name: 'article',
    title: (texts) => texts.list.article.title,
    line: (texts) => texts.list.article.line,
    act: () => location.assign(articleAddress(location.search)),
  },
  {
    name: 'write',
    title: ({ list }) => list.write.title,
    line: ({ list }) => list.write.line,
    act() {
      closeLesson();
      openEditor();
    },
  },
];
