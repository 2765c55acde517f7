/** The texts about files of lessons, which come with the code that opens them, and sentences made of them. */
import { LESSON_LIMITS } from '../lessons/read';
import type { LessonRepair } from '../lessons/repairs';
import { lessonNotices } from './en/lesson-notices';
import { usePart } from './language';
import type { Messages } from './messages';

export type LessonNotices = typeof lessonNotices;

/** Why nothing of a file could be used. `detail`: the cause in the browser's words, or a number. */
export interface Refusal {
  readonly reason: Exclude<keyof LessonNotices['refused'], 'lead'>;
  readonly detail: string;
}

/** In the language of the page. */
export function useLessonNotices(): LessonNotices {
  return usePart('lessonNotices', lessonNotices);
}

/** Names and numbers in a path: `steps[2].text` has steps, 2 and text. */
function namesOf(path: string): readonly (string | number)[] {
  return (path.match(/[^.[\]]+/g) ?? []).map((name) => (/^\d+$/.test(name) ? Number(name) : name));
}

/** The words for a place in a file, from the largest part on: the step, the choice, the part. */
function placesOf(path: string, texts: LessonNotices, locale: string): readonly string[] {
  const names = namesOf(path);
  const number = (index: number): string => (index + 1).toLocaleString(locale);
  const places: string[] = [];
  let rest = names;
  const [list, index, ...behind] = names;
  if (list === 'steps' && typeof index === 'number') {
    places.push(texts.step(number(index)));
    rest = behind;
  }
  const choice = rest.indexOf('choices');
  const which = choice < 0 ? undefined : rest[choice + 1];
  if (typeof which === 'number') {
    places.push(texts.choice(number(which)));
    rest = rest.slice(choice + 2);
  }
  const name = rest.findLast((one) => typeof one === 'string');
  const last = rest.at(-1);
  if (name !== undefined) {
    const word = Object.hasOwn(texts.parts, name) ? (texts.parts[name] ?? name) : `“${name}”`;
    places.push(typeof last === 'number' ? texts.item(word, number(last)) : word);
  }
  return places.length === 0 ? [texts.file] : places;
}

/** One sentence for one repair. */
export function repairText(
  { path, reason, given, used, link }: LessonRepair,
  texts: LessonNotices,
  notices: Messages['notices'],
  locale: string,
): string {
  const count = (digits: string): string => Number(digits).toLocaleString(locale);
  const { repairs } = texts;
  const say = (): string => {
    switch (reason) {
      case 'experiment':
        return link === undefined ? repairs['wrong-type'](given, used) : notices.repair(link);
      case 'missing':
        return repairs.missing(used);
      case 'wrong-type':
      case 'unknown':
      case 'out-of-range':
      case 'newer-version':
        return repairs[reason](given, used);
      case 'too-long':
      case 'too-many':
        return repairs[reason](count(given), count(used));
      case 'no-question':
        return repairs['no-question'];
      case 'no-json':
      case 'no-lesson':
      case 'no-steps':
        return refusalText({ reason, detail: given }, texts, locale);
    }
    return reason satisfies never;
  };
  return texts.at(placesOf(path, texts, locale), say());
}

/** Why a file could not be opened, in a sentence. */
export function refusalText({ reason, detail }: Refusal, { refused }: LessonNotices, locale: string): string {
  switch (reason) {
    case 'no-json':
    case 'unreadable':
    case 'no-lesson':
    case 'not-found':
      return refused[reason](detail);
    case 'too-long':
      return refused[reason](
        Number(detail).toLocaleString(locale),
        LESSON_LIMITS.file.toLocaleString(locale),
      );
    case 'too-large':
      return refused[reason](
        (LESSON_LIMITS.file / 1e6).toLocaleString(locale, {
          style: 'unit',
          unit: 'megabyte',
          unitDisplay: 'short',
        }),
      );
    case 'no-steps':
    case 'no-name':
    case 'other-host':
    case 'unreachable':
      return refused[reason];
  }
  return reason satisfies never;
}
