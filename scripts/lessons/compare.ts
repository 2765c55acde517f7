/** Lessons of several languages, and values, compared. */
import type { Lesson } from '../../src/lessons/format';

/** What of a lesson is not text: alike in all languages. */
export function structureOf({ steps }: Lesson): string {
  return JSON.stringify(
    steps.map(({ experiment, until, look, question, further }) => ({
      experiment,
      until,
      look,
      question: question && {
        choices: question.choices.map(({ from, below }) => [from, below]),
        act: question.act,
        measure: question.measure,
        measured: question.measured,
        isInDoubt: question.doubt !== null,
      },
      further: further && { experiment: further.experiment },
    })),
  );
}

/** Whether values are those that a file holds, in its four digits: kernels compute the same on every machine, to the last bit. */
export function isAlike(values: readonly number[], held: readonly number[]): boolean {
  return (
    values.length === held.length &&
    values.every((value, i) => value === held[i] || Number(value.toPrecision(4)) === held[i])
  );
}
