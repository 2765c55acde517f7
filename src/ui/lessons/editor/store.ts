/** The lesson that is being written, and its draft in the browser: kept after each change, so that a closed tab loses nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lesson } from '../../../lessons/format';
import { readLesson } from '../../../lessons/read';
import { begin, change, type Writing } from './model';

export const DRAFT_KEY = 'resnet-explorer.lesson-draft';

interface EditorState {
  readonly writing: Writing;
  /** Whether the browser keeps the draft: its storage may be full, or forbidden. */
  readonly isKept: boolean;
  /** What another tab has written meanwhile; null where none has. */
  readonly elsewhere: Lesson | null;
}

export interface Editor {
  readonly store: StoreApi<EditorState>;
  /** Replaces what is written by what comes of it, and keeps that. */
  readonly write: (edit: (writing: Writing) => Writing) => void;
  /** Takes another tab's lesson over, which can be undone. */
  readonly takeOver: () => void;
  /** Notes that the storage was changed by another tab. */
  readonly changedElsewhere: (kept: string | null) => void;
}

type Keeping = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * Goes on with the draft that is kept, or begins with another lesson where there is none that can be read.
 * @param storage Null where the browser has none.
 */
export function createEditor(storage: Keeping | null, first: () => Lesson): Editor {
  const kept = readDraft(keptIn(storage));
  const store = createStore<EditorState>()(() => ({
    writing: begin(kept ?? first()),
    isKept: storage !== null,
    elsewhere: null,
  }));
  const keep = (lesson: Lesson): void => {
    store.setState({ isKept: keepIn(storage, lesson), elsewhere: null });
  };
  const write = (edit: (writing: Writing) => Writing): void => {
    const { writing } = store.getState();
    const next = edit(writing);
    if (next === writing) return;
    store.setState({ writing: next });
    if (next.lesson !== writing.lesson) keep(next.lesson);
  };
  return {
    store,
    write,
    takeOver() {
      const { elsewhere } = store.getState();
      if (elsewhere !== null) write((writing) => change(writing, elsewhere));
    },
    changedElsewhere(text) {
      const lesson = readDraft(text);
      if (lesson !== null) store.setState({ elsewhere: lesson });
    },
  };
}

function keptIn(storage: Keeping | null): string | null {
  try {
    return storage?.getItem(DRAFT_KEY) ?? null;
  } catch {
    return null;
  }
}

function keepIn(storage: Keeping | null, lesson: Lesson): boolean {
  try {
    storage?.setItem(DRAFT_KEY, JSON.stringify(lesson));
    return storage !== null;
  } catch {
    return false;
  }
}

/** The lesson of a draft; null where it is none. Another version of the page may have written it, so that it is read like a file. */
function readDraft(text: string | null): Lesson | null {
  if (text === null) return null;
  try {
    return readLesson(JSON.parse(text)).lesson;
  } catch {
    return null;
  }
}
