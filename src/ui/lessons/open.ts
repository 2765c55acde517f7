/**
 * Opening, walking and closing lessons. Each step is an entry of the browser’s history, `?lesson=limits&step=2#…`: Back and
 * Forward walk, and bring back the experiment that was there.
 */
import { LateError } from '../../contract/arrival';
import type { Session } from '../../client/session';
import { languageStore } from '../../i18n/language';
import type { Lesson } from '../../lessons/format';
import { openFromLocation } from '../../state/experiment';
import { lessonStore, note, placeOf } from '../../state/lesson';
import { openingStore } from '../../state/opening';
import { changeQuery, withParameter } from '../../state/page';
import { isFile, lessonOf } from './sources';

interface Asked {
  readonly name: string;
  /** Place of the step, from 0. */
  readonly step: number;
}

/** What a query asks for; null where it asks for no lesson. */
function askedBy(search: string): Asked | null {
  const query = new URLSearchParams(search);
  const name = query.get('lesson');
  return name === null || name === '' ? null : { name, step: Number(query.get('step') ?? 1) - 1 };
}

/** The query of a step, or that without a lesson. */
function withLesson(search: string, asked: Asked | null): string {
  const bare = withParameter(search, 'lesson', asked?.name ?? null);
  return withParameter(bare, 'step', asked === null ? null : String(asked.step + 1));
}

/** A new entry of the history; where the browser refuses, the page goes there all the same. */
function push(asked: Asked | null): void {
  try {
    const address = new URL(location.href);
    address.search = withLesson(address.search, asked);
    history.pushState(history.state, '', address);
  } catch {
    // Said above.
  }
}

let openings = 0;

/**
 * Opens a lesson at a step and sets its experiment up. What the reader had before is kept, to be brought back when the lesson
 * is closed.
 */
export function openLesson(
  session: Pick<Session, 'whereabouts'>,
  name: string,
  lesson: Lesson,
  step: number,
): void {
  const { open, before } = lessonStore.getState();
  const place = placeOf(lesson, step);
  push({ name, step: place });
  lessonStore.setState({
    open: { name, lesson, step: place, opening: ++openings, entered: 'page' },
    before: open === null ? session.whereabouts() : before,
    offersBack: false,
  });
}

/** Goes to a step of the lesson that is open; the one before it counts as read. */
export function goToStep(step: number): void {
  const { open } = lessonStore.getState();
  if (open === null) return;
  const place = placeOf(open.lesson, step);
  note(open.name, open.step, (record) => (record.seen ? record : { ...record, seen: true }));
  if (place === open.step) return;
  push({ name: open.name, step: place });
  lessonStore.setState({ open: { ...open, step: place, opening: ++openings, entered: 'page' } });
}

/** Closes the lesson; the experiment stays, and the one from before is offered. */
export function closeLesson(): void {
  const { open, before } = lessonStore.getState();
  if (open === null) return;
  note(open.name, open.step, (record) => (record.seen ? record : { ...record, seen: true }));
  push(null);
  lessonStore.setState({ open: null, offersBack: before !== null });
}

/** Brings back what the reader had before the lesson. */
export function bringBack(session: Pick<Session, 'comeBack'>): void {
  const { before } = lessonStore.getState();
  lessonStore.setState({ before: null, offersBack: false });
  if (before !== null) session.comeBack(before);
}

export function dismissOffer(): void {
  lessonStore.setState({ before: null, offersBack: false });
}

/** A lesson that the address asks for and that there is not, until it is told. */
type Missing = (name: string | null) => void;

/**
 * Follows the address: opens the lesson that it asks for, now and whenever Back or Forward changes it. A step that is opened
 * so sets its experiment up where the address has none of its own.
 * @returns What ends that.
 */
export function followAddress(session: Pick<Session, 'whereabouts'>, tellMissing: Missing): () => void {
  let latest = 0;
  const follow = (entered: 'link' | 'history'): void => {
    const asked = askedBy(location.search);
    const { open, before } = lessonStore.getState();
    const turn = ++latest;
    tellMissing(null);
    if (asked === null) {
      if (open !== null) lessonStore.setState({ open: null, offersBack: before !== null });
      return;
    }
    const show = (lesson: Lesson): void => {
      const step = placeOf(lesson, asked.step);
      const now = lessonStore.getState().open;
      if (now?.name === asked.name && now.step === step) return;
      // Only then is the experiment that of the entry.
      if (entered === 'history') openFromLocation();
      changeQuery((search) => withLesson(search, { name: asked.name, step }));
      lessonStore.setState({
        open: { name: asked.name, lesson, step, opening: ++openings, entered },
        before: entered === 'history' && now === null ? session.whereabouts() : lessonStore.getState().before,
        offersBack: false,
      });
    };
    if (open?.name === asked.name) {
      show(open.lesson);
      return;
    }
    lessonOf(asked.name, languageStore.getState().language).then(
      (lesson) => {
        if (turn === latest) show(lesson);
      },
      (error: unknown) => {
        if (turn !== latest) return;
        // Of a file more is told.
        if (!isFile(asked.name)) tellMissing(asked.name);
        const again = (): void => {
          if (turn === latest) follow(entered);
        };
        if (error instanceof LateError) error.arrival.then(again, () => undefined);
      },
    );
  };
  const onPop = (): void => follow('history');
  // Mounted twice in development: what is open stays.
  if (lessonStore.getState().open === null) follow('link');
  addEventListener('popstate', onPop);
  return () => removeEventListener('popstate', onPop);
}

/** Whether a step that was entered so sets its experiment up, whatever is there. */
export function setsUp(entered: 'page' | 'link' | 'history'): boolean {
  return entered === 'page' || (entered === 'link' && openingStore.getState().isBare);
}
