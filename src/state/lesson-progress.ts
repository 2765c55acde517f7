/** Keeps how far lessons have come where the browser keeps anything, and reads it again; what cannot be read is left out. */
import { lessonStore, type LessonRecord, type Measured, type Progress, type StepRecord } from './lesson';

const KEY = 'resnet-explorer.lessons';

/** Lessons that are kept, the newest ones: a browser has little room. */
const MOST = 40;

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Numbers as JSON has them, which knows neither ∞ nor NaN. */
type Packed = readonly [seed: number, value: string, one: string, other: string];

/** The progress as a text. */
export function packProgress(progress: Progress): string {
  const lessons = Object.entries(progress).slice(-MOST);
  return JSON.stringify(
    Object.fromEntries(
      lessons.map(([name, record = {}]) => [
        name,
        Object.fromEntries(
          Object.entries(record).map(([place, step]) => [
            place,
            {
              ...step,
              measured: step?.measured.map(({ seed, value, one, other }): Packed => [
                seed,
                String(value),
                String(one),
                String(other),
              ]),
            },
          ]),
        ),
      ]),
    ),
  );
}

/** The progress of a text, as far as it can be read. */
export function unpackProgress(text: string | null): Progress {
  const entries = (value: unknown): [string, unknown][] =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  let lessons: unknown;
  try {
    lessons = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  return Object.fromEntries(
    entries(lessons).map(([name, steps]): [string, LessonRecord] => [
      name,
      Object.fromEntries(
        entries(steps).flatMap(([place, step]): [string, StepRecord][] => {
          const record = stepOf(step);
          return /^\d+$/.test(place) && record !== null ? [[place, record]] : [];
        }),
      ),
    ]),
  );
}

function stepOf(value: unknown): StepRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { seen, guess, measured } = value as Record<string, unknown>;
  return {
    seen: seen === true,
    guess: typeof guess === 'number' && Number.isInteger(guess) && guess >= 0 ? guess : null,
    measured: Array.isArray(measured) ? measured.flatMap((one: unknown) => measuredOf(one) ?? []) : [],
  };
}

function measuredOf(packed: unknown): Measured | null {
  if (!Array.isArray(packed) || packed.length !== 4) return null;
  const [seed, value, one, other] = packed.map(Number);
  if (seed === undefined || value === undefined || one === undefined || other === undefined) return null;
  return Number.isInteger(seed) && !Number.isNaN(value) ? { seed, value, one, other } : null;
}

function storage(): Kept | null {
  try {
    return localStorage;
  } catch {
    // Storage may be forbidden; progress then lasts as long as the page.
    return null;
  }
}

/**
 * Brings back what was kept and keeps what comes from now on. What another tab of the page keeps, which tells all the others, is
 * progress here too: it would be written over else.
 * @returns What ends that.
 */
export function keepProgress(
  kept: Kept | null = storage(),
  tabs: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = globalThis,
): () => void {
  try {
    lessonStore.setState({ progress: unpackProgress(kept?.getItem(KEY) ?? null) });
  } catch {
    // As above.
  }
  let heard: Progress | null = null;
  const leave = lessonStore.subscribe(({ progress }, before) => {
    if (progress === before.progress || progress === heard) return;
    try {
      if (Object.keys(progress).length === 0) kept?.removeItem(KEY);
      else kept?.setItem(KEY, packProgress(progress));
    } catch {
      // Full, or forbidden: as above.
    }
  });
  const hear = (event: Event): void => {
    const { key, newValue } = event as StorageEvent;
    // Null where all that the site keeps was cleared.
    if (key !== KEY && key !== null) return;
    heard = unpackProgress(newValue);
    lessonStore.setState({ progress: heard });
  };
  tabs.addEventListener('storage', hear);
  return () => {
    tabs.removeEventListener('storage', hear);
    leave();
  };
}

/** Forgets all of it. */
export function clearProgress(): void {
  lessonStore.setState({ progress: {} });
}
