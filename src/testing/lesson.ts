/** Small lessons for tests. */
import {
  LESSON_FORMAT,
  LESSON_VERSION,
  type Lesson,
  type LessonStep,
  type Question,
} from '../lessons/format';

/** A link of two small networks that need no files. */
const SMALL_LINK = 'v=1&data=shapes&blocks=1&batch=8&test=0';

/** Asks for the loss of the residual network after five steps. */
export function questionOf(parts: Partial<Question>): Question {
  return {
    text: 'How large is the loss?',
    choices: [
      { text: 'Below 1', from: null, below: 1 },
      { text: '1 or more', from: 1, below: null },
    ],
    act: { kind: 'train', steps: 5 },
    measure: { one: { of: 'loss', lane: 'residual', at: 'after' }, other: null, by: 'ratio', unit: 'number' },
    answer: 'It is {value}.',
    measured: [],
    doubt: null,
    ...parts,
  };
}

export function stepOf(question: Question | null, parts: Partial<LessonStep> = {}): LessonStep {
  return {
    title: 'A step',
    text: 'A text.',
    experiment: SMALL_LINK,
    until: 0,
    look: [],
    question,
    further: null,
    ...parts,
  };
}

/** A step per question; null for one that only tells. */
export function lessonOfSteps(questions: readonly (Question | null)[]): Lesson {
  return {
    format: LESSON_FORMAT,
    version: LESSON_VERSION,
    language: 'en',
    title: 'A lesson',
    summary: 'For tests.',
    steps: questions.map((question) => stepOf(question)),
  };
}
