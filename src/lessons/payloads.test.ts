/** Hostile texts in every place of a lesson's file: they are the texts of a lesson, or left out, and touch nothing else. */
import { expect, it } from 'vitest';
import { questionOf, stepOf } from '../testing/lesson';
import { PAYLOADS } from '../testing/payloads';
import { LESSON_FORMAT, LESSON_VERSION } from './format';
import { LESSON_LIMITS, parseLesson, readLesson } from './read';

/** The same with another text in place of every one, but for what says that it is a lesson. */
function overwritten(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((one) => overwritten(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, overwritten(one, text)]));
}

const step = { ...stepOf(questionOf({})), look: ['network'], further: { text: 'More.', experiment: 'v=1' } };
const lesson = {
  format: LESSON_FORMAT,
  version: LESSON_VERSION,
  language: 'en',
  title: 'A lesson',
  summary: 'What it is about',
  steps: [step],
};

it.each(PAYLOADS)('%j', (payload) => {
  const { lesson: read } = readLesson({
    ...lesson,
    title: payload,
    summary: payload,
    steps: [{ ...step, title: payload, text: payload }],
  });
  expect(read?.title).toBe(payload.slice(0, LESSON_LIMITS.title));
  expect(read?.steps[0]?.text).toBe(payload);

  const given = overwritten(lesson, payload) as typeof lesson;
  const hostile = {
    ...given,
    format: LESSON_FORMAT,
    [payload]: payload,
    steps: [{ ...given.steps[0], [payload]: payload }],
  };
  const { lesson: taken } = parseLesson(JSON.stringify(hostile));
  // What a lesson does comes from the lists of what there is.
  const [first] = taken?.steps ?? [];
  expect(first?.experiment).toMatch(/^#v=1(?:&[\w.=;:,+-]*)*$/);
  expect(first?.look.every((spot) => /^[\w:./-]+$/.test(spot))).toBe(true);
  expect(Object.keys(taken ?? {}).toSorted()).toEqual(Object.keys(lesson).toSorted());
  expect(Object.getPrototypeOf(first)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
});
