/** Files of lessons: read, asked for from the host of the page, and saved. What is in them is only ever parsed as JSON. */
import type { Refusal } from '../../../i18n/lesson-notices';
import type { Lesson } from '../../../lessons/format';
import { LESSON_LIMITS, parseLesson } from '../../../lessons/read';
import type { LessonRepair } from '../../../lessons/repairs';

export type Opened =
  | {
      readonly kind: 'lesson';
      /** Of the file. */
      readonly name: string;
      readonly lesson: Lesson;
      readonly repairs: readonly LessonRepair[];
    }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: Refusal };

/** A name is shown, and kept with the reader's progress, up to so many characters. */
const LONGEST_NAME = 120;

const refused = (name: string, reason: Refusal['reason'], detail = ''): Opened => ({
  kind: 'refused',
  name: name.slice(0, LONGEST_NAME),
  refusal: { reason, detail },
});

/** What a text says that stood in a file of this name. */
export function openText(name: string, text: string): Opened {
  const { lesson, repairs } = parseLesson(text);
  if (lesson !== null) return { kind: 'lesson', name: name.slice(0, LONGEST_NAME), lesson, repairs };
  const [first] = repairs;
  const reason = first?.reason;
  return reason === 'no-json' || reason === 'no-steps' || reason === 'too-long'
    ? refused(name, reason, first?.given)
    : refused(name, 'no-lesson', first?.given);
}

/** Reads a file of the reader's device. Kept in any case. */
export async function openFile(file: Pick<File, 'name' | 'size' | 'text'>): Promise<Opened> {
  // A character takes a byte at least.
  if (file.size > LESSON_LIMITS.file) return refused(file.name, 'too-large');
  try {
    return openText(file.name, await file.text());
  } catch (error) {
    return refused(file.name, 'unreadable', messageOf(error));
  }
}

/**
 * Asks the host of the page for a file beside it. Kept in any case.
 * @param name An address relative to the page; other hosts, and what does not end in `.json`, are not asked.
 * @param page Address of the page.
 */
export async function openFromHost(name: string, page: string, ask: typeof fetch = fetch): Promise<Opened> {
  const address = URL.canParse(name, page) ? new URL(name, page) : null;
  if (address === null || !address.pathname.endsWith('.json')) return refused(name, 'no-name');
  if (address.origin !== new URL(page).origin) return refused(name, 'other-host');
  try {
    const answer = await ask(address, { credentials: 'same-origin', cache: 'no-cache' });
    // A host may lead elsewhere.
    if (answer.url !== '' && new URL(answer.url).origin !== address.origin) {
      await answer.body?.cancel();
      return refused(name, 'other-host');
    }
    if (!answer.ok) return refused(name, 'not-found', String(answer.status));
    const text = await textWithin(answer, LESSON_LIMITS.file);
    if (text === null) return refused(name, 'too-large');
    // Many hosts answer with a page where they have no file.
    return /^\s*</.test(text) ? refused(name, 'not-found', 'text/html') : openText(name, text);
  } catch {
    return refused(name, 'unreachable');
  }
}

/** The text of an answer, read no further than so many bytes; null where there are more. */
async function textWithin(answer: Response, most: number): Promise<string | null> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return answer.text();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Hands a value to the browser as a file of JSON to be saved. */
export function saveJson(value: unknown, name: string): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
