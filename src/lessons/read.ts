/**
 * Reads a lesson that somebody wrote: what cannot be used is repaired or left out, and each repair is told with its place, what
 * was given and what is used. Nothing in it is ever run; texts stay texts.
 */
import { fitToBudget } from '../architecture/budget';
import { decode, encode } from '../config/codec/url';
import { describe, type Repair } from '../config/codec/read';
import { LIMITS } from '../config/limits';
import type { ExperimentConfig } from '../config/schema';
import {
  LESSON_FORMAT,
  LESSON_VERSION,
  type Choice,
  type Lesson,
  type LessonStep,
  type Question,
} from './format';
import { readAct, readMeasure } from './read-question';
import type { Spot } from './spots';
import { isSpot } from './spots';
import { Place, type LessonRepair } from './repairs';

export const LESSON_LIMITS = {
  /** Characters of a file. */
  file: 1_000_000,
  title: 120,
  summary: 300,
  text: 6_000,
  choice: 300,
  steps: 30,
  choices: { min: 2, max: 5 },
  look: 8,
  measured: 20,
} as const;

/** The lesson is null where there is nothing to save: then the first repair says why. */
export interface ReadLesson {
  readonly lesson: Lesson | null;
  readonly repairs: readonly LessonRepair[];
}

/** Reads the text of a file. */
export function parseLesson(text: string): ReadLesson {
  const refused = (reason: 'too-long' | 'no-json', given: string): ReadLesson => ({
    lesson: null,
    repairs: [{ path: '', reason, given, used: '' }],
  });
  if (text.length > LESSON_LIMITS.file) return refused('too-long', String(text.length));
  try {
    return readLesson(JSON.parse(text));
  } catch (error) {
    return refused('no-json', error instanceof Error ? error.message : String(error));
  }
}

/** Reads what JSON.parse made of a file. */
export function readLesson(value: unknown): ReadLesson {
  const repairs: LessonRepair[] = [];
  const root = new Place(value, '', repairs);
  const refused = (path: string, reason: LessonRepair['reason'], given: string): ReadLesson => ({
    lesson: null,
    repairs: [{ path, reason, given, used: '' }],
  });
  if (!root.isObject || root.get('format').value !== LESSON_FORMAT)
    return refused('format', 'no-lesson', describe(root.isObject ? root.get('format').value : value));
  const version = root.get('version').value;
  if (typeof version === 'number' && version > LESSON_VERSION)
    root.get('version').note('newer-version', String(LESSON_VERSION));
  const steps = root
    .get('steps')
    .list(LESSON_LIMITS.steps)
    .flatMap((step) => (step.isObject ? [readStep(step)] : step.leaveOut('wrong-type')));
  if (steps.length === 0) return refused('steps', 'no-steps', describe(root.get('steps').value));
  return {
    lesson: {
      format: LESSON_FORMAT,
      version: LESSON_VERSION,
      language: readLanguage(root.get('language')),
      title: root.get('title').text(LESSON_LIMITS.title),
      summary: root.get('summary').text(LESSON_LIMITS.summary, ''),
      steps,
    },
    repairs,
  };
}

function readLanguage(place: Place): string {
  const { value } = place;
  if (typeof value === 'string' && value.length <= 35) {
    try {
      return Intl.getCanonicalLocales(value)[0] ?? 'en';
    } catch {
      // Said below.
    }
  }
  place.note(value === undefined ? 'missing' : 'unknown', 'en');
  return 'en';
}

function readStep(place: Place): LessonStep {
  const { text, title } = LESSON_LIMITS;
  const [experiment, config] = readExperiment(place.get('experiment'));
  const question = place.get('question');
  const further = place.get('further');
  return {
    title: place.get('title').text(title),
    text: place.get('text').text(text),
    experiment,
    until: place.get('until').whole(LIMITS.openingStep.min, LIMITS.openingStep.max, 0),
    look: readLook(place.get('look'), config),
    question: question.isAbsent ? null : question.isObject ? readQuestion(question, config) : question.drop(),
    further: further.isAbsent
      ? null
      : further.isObject
        ? {
            text: further.get('text').text(text),
            experiment: further.get('experiment').isAbsent
              ? null
              : readExperiment(further.get('experiment'))[0],
          }
        : further.drop(),
  };
}

/** A link's part behind the `#`, written anew with what was repaired in it; the default experiment where there is none. */
function readExperiment(place: Place): readonly [link: string, config: ExperimentConfig] {
  const { value } = place;
  if (typeof value !== 'string') place.note(value === undefined ? 'missing' : 'wrong-type', 'v=1');
  const link = typeof value === 'string' ? value : '';
  // A whole address is taken as well.
  const decoded = decode(link.slice(link.indexOf('#') + 1));
  const fitted = fitToBudget(decoded.config);
  const repairs: readonly Repair[] = [...decoded.repairs, ...fitted.repairs];
  for (const repair of repairs) place.noteOfLink(repair);
  return [encode(fitted.config), fitted.config];
}

function readLook(place: Place, { lanes }: ExperimentConfig): readonly Spot[] {
  if (place.isAbsent) return [];
  const ids = lanes.map(({ id }) => id);
  return place.list(LESSON_LIMITS.look).flatMap((one) => {
    const { value } = one;
    return typeof value === 'string' && isSpot(value, ids) ? [value] : one.leaveOut('unknown');
  });
}

function readQuestion(place: Place, config: ExperimentConfig): Question | null {
  const { text, choices: count, measured } = LESSON_LIMITS;
  const choices = place
    .get('choices')
    .list(count.max)
    .flatMap((choice) => (choice.isObject ? [readChoice(choice)] : choice.leaveOut('wrong-type')));
  const measure = readMeasure(place.get('measure'), config);
  if (choices.length < count.min || measure === null) {
    place.note('no-question', '');
    return null;
  }
  const doubt = place.get('doubt');
  const seeds = place.get('measured');
  return {
    text: place.get('text').text(text),
    choices,
    act: readAct(place.get('act'), config),
    measure,
    answer: place.get('answer').text(text, ''),
    // JSON has no number for what is infinite.
    measured: seeds.isAbsent
      ? []
      : seeds
          .list(measured)
          .flatMap((one) =>
            one.value === null
              ? [Infinity]
              : typeof one.value === 'number'
                ? [one.value]
                : one.leaveOut('wrong-type'),
          ),
    doubt: doubt.isAbsent ? null : doubt.text(text),
  };
}

function readChoice(place: Place): Choice {
  const bound = (name: 'from' | 'below'): number | null => {
    const edge = place.get(name);
    if (edge.isAbsent) return null;
    return typeof edge.value === 'number' ? edge.value : edge.drop();
  };
  return { text: place.get('text').text(LESSON_LIMITS.choice), from: bound('from'), below: bound('below') };
}
