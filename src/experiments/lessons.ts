/** Lessons of others that came with a file of experiments, kept in this browser; where it keeps nothing, as long as the page. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import { KeepError } from '../keep/keep';
import type { Lesson } from '../lessons/format';
import { readLesson } from '../lessons/read';

export interface KeptLesson {
  readonly id: string;
  readonly lesson: Lesson;
}

export interface LessonShelf {
  /** By title. */
  list(): Promise<readonly KeptLesson[]>;
  /**
   * Tells whether it was there already.
   * @throws KeepError where the browser does not take it.
   */
  keep(lesson: Lesson): Promise<'taken' | 'known'>;
  remove(id: string): Promise<void>;
}

/** Names a lesson by all that is in it (FNV-1a, twice 32 bits): no stranger gains anything by one of the same name. */
function idOf(lesson: Lesson): string {
  const text = JSON.stringify(lesson);
  let [first, second] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193) >>> 0;
    second = Math.imul(second ^ unit, 0x85ebca6b) >>> 0;
  }
  return `${first.toString(36)}-${second.toString(36)}-${text.length}`;
}

const byTitle = (all: readonly KeptLesson[]): readonly KeptLesson[] =>
  all.toSorted((a, b) => a.lesson.title.localeCompare(b.lesson.title));

function databaseShelf(database: UseStore): LessonShelf {
  return {
    async list() {
      const found = await entries<string, unknown>(database);
      return byTitle(
        found.flatMap(([id, value]) => {
          // Another version of the page may have written it, so that it is read like a file.
          const { lesson } = readLesson(value);
          return lesson === null ? [] : [{ id, lesson }];
        }),
      );
    },
    async keep(lesson) {
      const id = idOf(lesson);
      try {
        if ((await get(id, database)) !== undefined) return 'known';
        await set(id, lesson, database);
        return 'taken';
      } catch (error) {
        throw new KeepError(error);
      }
    },
    remove: (id) => del(id, database),
  };
}

function memoryShelf(): LessonShelf {
  const all = new Map<string, Lesson>();
  return {
    list: () => Promise.resolve(byTitle([...all].map(([id, lesson]) => ({ id, lesson })))),
    async keep(lesson) {
      const id = idOf(lesson);
      if (all.has(id)) return 'known';
      all.set(id, lesson);
      return 'taken';
    },
    remove: async (id) => void all.delete(id),
  };
}

/** The lessons of this browser. */
export async function openLessons(): Promise<LessonShelf> {
  try {
    const database = createStore('resnet-explorer-lessons', 'lessons');
    await get('', database);
    return databaseShelf(database);
  } catch {
    return memoryShelf();
  }
}
