/**
 * A lesson that is being written, and what can be done to it. Every change is a new lesson beside the old one, so that undoing is
 * going back; who holds and keeps the newest is `store.ts`.
 */
import {
  LESSON_FORMAT,
  LESSON_VERSION,
  type Act,
  type Choice,
  type Lesson,
  type LessonStep,
  type Measure,
  type Question,
} from '../../../lessons/format';
import { LESSON_LIMITS } from '../../../lessons/read';

/** So many changes can be undone. */
const LONGEST = 200;

/** The lesson as it was, and the step that was looked at. */
interface Moment {
  readonly lesson: Lesson;
  readonly at: number;
}

export interface Writing extends Moment {
  /** The newest last. */
  readonly past: readonly Moment[];
  /** The next one first. */
  readonly future: readonly Moment[];
  /** What the newest change was about: letters typed into one field are undone together. Null where nothing joins it. */
  readonly about: string | null;
}

/** Begins with a lesson, at its first step. */
export function begin(lesson: Lesson): Writing {
  return { lesson, at: 0, past: [], future: [], about: null };
}

/** A lesson without words, whose one step has this experiment. */
export function emptyLesson(language: string, experiment: string): Lesson {
  return {
    format: LESSON_FORMAT,
    version: LESSON_VERSION,
    language,
    title: '',
    summary: '',
    steps: [emptyStep(experiment)],
  };
}

function emptyStep(experiment: string): LessonStep {
  return { title: '', text: '', experiment, until: 0, look: [], question: null, further: null };
}

/** A question of two choices that share all values at 0, about the loss of a network after fifty steps. */
export function emptyQuestion(lane: string): Question {
  return {
    text: '',
    choices: [
      { text: '', from: null, below: 0 },
      { text: '', from: 0, below: null },
    ],
    act: { kind: 'train', steps: 50 },
    measure: { one: { of: 'loss', lane, at: 'after' }, other: null, by: 'ratio', unit: 'number' },
    answer: '',
    measured: [],
    doubt: null,
  };
}

/**
 * The lesson changed to another. `about` names what was changed, as a field does: further changes of the same are undone with
 * this one.
 */
export function change(
  writing: Writing,
  lesson: Lesson,
  about: string | null = null,
  at = writing.at,
): Writing {
  if (lesson === writing.lesson) return writing;
  const last = Math.max(0, lesson.steps.length - 1);
  const joins = about !== null && about === writing.about && writing.past.length > 0;
  return {
    lesson,
    at: Math.min(Math.max(0, at), last),
    past: joins ? writing.past : [...writing.past, momentOf(writing)].slice(-LONGEST),
    future: [],
    about,
  };
}

function momentOf({ lesson, at }: Moment): Moment {
  return { lesson, at };
}

export function undo(writing: Writing): Writing {
  const before = writing.past.at(-1);
  if (before === undefined) return writing;
  return {
    ...before,
    past: writing.past.slice(0, -1),
    future: [momentOf(writing), ...writing.future],
    about: null,
  };
}

export function redo(writing: Writing): Writing {
  const [next, ...future] = writing.future;
  if (next === undefined) return writing;
  return { ...next, past: [...writing.past, momentOf(writing)], future, about: null };
}

/** Another step to look at, which changes nothing of the lesson. */
export function lookAt(writing: Writing, at: number): Writing {
  return writing.lesson.steps[at] === undefined ? writing : { ...writing, at, about: null };
}

const withSteps = (writing: Writing, steps: readonly LessonStep[], at: number): Writing =>
  change(writing, { ...writing.lesson, steps }, null, at);

/** An empty step behind the one at hand, which becomes that. */
export function addStep(writing: Writing, experiment: string): Writing {
  const at = writing.at + 1;
  return withSteps(writing, writing.lesson.steps.toSpliced(at, 0, emptyStep(experiment)), at);
}

/** The step at hand once more, behind it. */
export function duplicateStep(writing: Writing): Writing {
  const step = writing.lesson.steps[writing.at];
  if (step === undefined) return writing;
  const at = writing.at + 1;
  return withSteps(writing, writing.lesson.steps.toSpliced(at, 0, step), at);
}

/** The step at hand, moved by so many places; it stays where there are none. */
export function moveStep(writing: Writing, by: number): Writing {
  const { at, lesson } = writing;
  const step = lesson.steps[at];
  const to = at + by;
  if (step === undefined || lesson.steps[to] === undefined) return writing;
  return withSteps(writing, lesson.steps.toSpliced(at, 1).toSpliced(to, 0, step), to);
}

/** The lesson without the step at hand; the last one there is stays. */
export function removeStep(writing: Writing): Writing {
  const { at, lesson } = writing;
  return lesson.steps.length <= 1 ? writing : withSteps(writing, lesson.steps.toSpliced(at, 1), at);
}

/** Parts of the step at hand replaced. */
export function changeStep(
  writing: Writing,
  part: Partial<LessonStep>,
  about: string | null = null,
): Writing {
  const { at, lesson } = writing;
  const step = lesson.steps[at];
  if (step === undefined) return writing;
  const steps = lesson.steps.with(at, { ...step, ...part });
  return change(writing, { ...lesson, steps }, about === null ? null : `${at}.${about}`);
}

/**
 * Parts of the question of the step at hand replaced. What was measured belongs to act and measure, and is forgotten with
 * either of them.
 */
export function changeQuestion(
  writing: Writing,
  part: Partial<Question>,
  about: string | null = null,
): Writing {
  const question = writing.lesson.steps[writing.at]?.question ?? null;
  if (question === null) return writing;
  const forgets = 'act' in part || 'measure' in part;
  return changeStep(
    writing,
    { question: { ...question, ...(forgets && { measured: [] }), ...part } },
    about === null ? null : `question.${about}`,
  );
}

/**
 * Another experiment for the step at hand, trained to a step of it. What was measured with the one before is forgotten.
 */
export function changeExperiment(writing: Writing, experiment: string, until: number): Writing {
  const step = writing.lesson.steps[writing.at];
  if (step === undefined || (step.experiment === experiment && step.until === until)) return writing;
  const question = step.question === null ? null : { ...step.question, measured: [] };
  return changeStep(writing, { experiment, until, question });
}

/** A choice more at the end, which takes the values of the last one from `from` on. */
export function withChoice(choices: readonly Choice[]): readonly Choice[] {
  const last = choices.at(-1);
  if (last === undefined || choices.length >= LESSON_LIMITS.choices.max) return choices;
  const from = last.below ?? nextBound(last.from);
  return [...choices.slice(0, -1), { ...last, below: from }, { text: '', from, below: null }];
}

/** A bound above another, far enough that one sees it. */
function nextBound(from: number | null): number {
  return from === null ? 0 : from > 0 ? from * 2 : from + 1;
}

/** Choices without one of them; its values go to the one before, or behind it. */
export function withoutChoice(choices: readonly Choice[], at: number): readonly Choice[] {
  const gone = choices[at];
  if (gone === undefined || choices.length <= LESSON_LIMITS.choices.min) return choices;
  const [before, behind] = [choices[at - 1], choices[at + 1]];
  const rest = choices.toSpliced(at, 1);
  if (before !== undefined && before.below === gone.from)
    return rest.with(at - 1, { ...before, below: gone.below });
  if (before === undefined && behind !== undefined && behind.from === gone.below)
    return rest.with(0, { ...behind, from: gone.from });
  return rest;
}

/** What an act of another kind begins as, in a lesson about this network. */
export function actOfKind(kind: Exclude<Act['kind'], 'study'>, lane: string, steps: number): Act {
  switch (kind) {
    case 'look':
      return { kind };
    case 'train':
      return { kind, steps };
    case 'switch':
      return { kind, lane, block: 'all', gain: 1, steps };
  }
  return kind satisfies never;
}

/** Networks that an act and a measure are about, each once. */
function lanesOf({ act, measure }: { readonly act: Act; readonly measure: Measure }): readonly string[] {
  const readings = measure.other === null ? [measure.one] : [measure.one, measure.other];
  const lanes = readings.flatMap(({ lane }) => (lane === null ? [] : [lane]));
  return [...new Set(act.kind === 'switch' ? [act.lane, ...lanes] : lanes)];
}

/** What of a lesson would keep a reader from following it. */
export type Fault =
  | { readonly kind: 'no-title' }
  | {
      readonly kind: 'no-step-title' | 'no-text' | 'no-question' | 'no-choice' | 'not-measured';
      readonly step: number;
    }
  /** Values that no choice holds, or more than one; unbounded where null. */
  | {
      readonly kind: 'gap' | 'overlap';
      readonly step: number;
      readonly from: number | null;
      readonly below: number | null;
    }
  /** A network that the question is about and the experiment does not have. */
  | { readonly kind: 'no-lane'; readonly step: number; readonly lane: string };

/** @param lanesIn The networks of an experiment, by its link's part. */
export function faultsOf(
  lesson: Lesson,
  lanesIn: (experiment: string) => readonly string[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const isBlank = (text: string): boolean => text.trim() === '';
  if (isBlank(lesson.title)) faults.push({ kind: 'no-title' });
  for (const [step, { title, text, question, experiment }] of lesson.steps.entries()) {
    if (isBlank(title)) faults.push({ kind: 'no-step-title', step });
    if (isBlank(text)) faults.push({ kind: 'no-text', step });
    if (question === null) continue;
    if (isBlank(question.text)) faults.push({ kind: 'no-question', step });
    if (question.choices.some((choice) => isBlank(choice.text))) faults.push({ kind: 'no-choice', step });
    faults.push(...rangeFaults(question.choices).map((fault) => ({ ...fault, step })));
    const known = lanesIn(experiment);
    for (const lane of lanesOf(question))
      if (!known.includes(lane)) faults.push({ kind: 'no-lane', step, lane });
    if (question.measured.length === 0) faults.push({ kind: 'not-measured', step });
  }
  return faults;
}

interface RangeFault {
  readonly kind: 'gap' | 'overlap';
  readonly from: number | null;
  readonly below: number | null;
}

/** Where the ranges of choices leave values out, or share some. */
export function rangeFaults(choices: readonly Choice[]): readonly RangeFault[] {
  const ranges = choices
    .map(({ from, below }) => ({ from: from ?? -Infinity, below: below ?? Infinity }))
    .toSorted((a, b) => a.from - b.from);
  const bound = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const faults: RangeFault[] = [];
  const add = (kind: RangeFault['kind'], from: number, below: number): void => {
    if (from < below) faults.push({ kind, from: bound(from), below: bound(below) });
  };
  let reached = -Infinity;
  for (const { from, below } of ranges) {
    add('gap', reached, from);
    add('overlap', from, Math.min(reached, below));
    reached = Math.max(reached, below);
  }
  add('gap', reached, Infinity);
  return faults;
}

/** A name for the file of a lesson, from its title: letters and digits of any script. */
export function fileName(title: string): string {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  return `${Array.from(words.join('-')).slice(0, 60).join('').replace(/-$/, '') || 'lesson'}.json`;
}
