/** What the article says of a question: the choice that is right, as we measured it, and the text of the answer. */
import type { Question } from '../../lessons/format';
import { choiceOf } from '../../lessons/measure';
import { formatValue } from '../../i18n/lessons';

export interface Answer {
  /** Indices of the choices that are right, each once: several where seeds fall into different ones. */
  readonly right: readonly number[];
  /** What was measured, for each seed from 0 on. */
  readonly values: readonly string[];
  /** As the step says it with the verdict. */
  readonly text: string;
}

/** Null where nobody has measured it. */
export function answerOf(question: Question, locale: string): Answer | null {
  const { measured, measure } = question;
  const [first] = measured;
  if (first === undefined) return null;
  const format = (value: number): string => formatValue(value, measure.unit, locale);
  const right = measured.map((value) => choiceOf(question, value)).filter((index) => index >= 0);
  const known: Record<string, string> = {
    value: format(first),
    low: format(Math.min(...measured)),
    high: format(Math.max(...measured)),
    // Where one reading is the value.
    ...(measure.other === null ? { one: format(first) } : {}),
  };
  return {
    right: [...new Set(right)],
    values: measured.map(format),
    text: sentencesOf(question.answer)
      .map((sentence) => filled(sentence, known))
      .filter((sentence) => sentence !== null)
      .join('')
      .trim(),
  };
}

/** Cut where sentences end; each keeps the space behind it. */
function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?]["”’)]?\s+)(?=[\p{Lu}*[$“])|(?<=[。！？][”’）]?)(?![”’）])|(?<=\n\n)/u);
}

/** Null for a sentence that holds a value which only the reader's own run has: the file keeps what decides, not all readings. */
function filled(sentence: string, known: Readonly<Record<string, string>>): string | null {
  const names = Array.from(sentence.matchAll(/\{(value|one|other|low|high)\}/g), ([, name = '']) => name);
  if (names.some((name) => !(name in known))) return null;
  return sentence.replaceAll(/\{(value|one|low|high)\}/g, (_, name: string) => known[name] ?? '');
}
