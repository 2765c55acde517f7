/**
 * The lesson that is open beside the stage, and how far its reader has come in this and the others: what was predicted and
 * what the reader's own runs measured, step by step. Pure but for the store; `lesson-progress.ts` keeps it.
 */
import { createStore } from 'zustand/vanilla';
import type { Lesson, LessonStep, Question } from '../lessons/format';
import type { EndedRun } from './ended-run';
import type { ExperimentConfig } from '../config/schema';

/** What a run answered to the question of a step. */
export interface Measured {
  /** Of its weights and batches. */
  readonly seed: number;
  readonly value: number;
  readonly one: number;
  /** NaN where the measure has one reading only. */
  readonly other: number;
}

/** What was done in a step. */
export interface StepRecord {
  /** Whether its reader went on from it. */
  readonly seen: boolean;
  /** The choice that was predicted; null where none was. */
  readonly guess: number | null;
  /** Answers, the first one first; one of a seed. */
  readonly measured: readonly Measured[];
}

export const NOTHING_DONE: StepRecord = { seen: false, guess: null, measured: [] };

/** Of one lesson, by the places of its steps. */
export type LessonRecord = Readonly<Partial<Record<number, StepRecord>>>;
/** By names of lessons: the ids of ours, and the files of others. */
export type Progress = Readonly<Partial<Record<string, LessonRecord>>>;

/** Where the reader was before the lesson was opened. */
export interface Whereabouts {
  readonly config: ExperimentConfig;
  /** Null where the run had made no update. */
  readonly run: EndedRun | null;
}

export interface OpenLesson {
  /** As the address names it. */
  readonly name: string;
  readonly lesson: Lesson;
  /** Place of the step, from 0. */
  readonly step: number;
  /** Another each time that a step is entered. */
  readonly opening: number;
  /** How it was: on the page, by the link that the page was opened with, or by Back and Forward. */
  readonly entered: 'page' | 'link' | 'history';
}

export interface LessonState {
  readonly open: OpenLesson | null;
  readonly progress: Progress;
  /** Null where the page was opened with the lesson. */
  readonly before: Whereabouts | null;
  /** Whether `before` is offered, since the lesson was closed. */
  readonly offersBack: boolean;
}

export const lessonStore = createStore<LessonState>()(() => ({
  open: null,
  progress: {},
  before: null,
  offersBack: false,
}));

/** What was done in a step. */
export function recordOf(progress: Progress, name: string, step: number): StepRecord {
  return progress[name]?.[step] ?? NOTHING_DONE;
}

/** Whether a step has nothing left to do: its question is answered, or it has none and was read. */
export function isDone({ question }: Pick<LessonStep, 'question'>, record: StepRecord): boolean {
  return question === null ? record.seen : record.measured.length > 0;
}

/** How many steps of a lesson are done. */
export function doneSteps(lesson: Pick<Lesson, 'steps'>, record: LessonRecord | undefined): number {
  return lesson.steps.filter((step, place) => isDone(step, record?.[place] ?? NOTHING_DONE)).length;
}

/** The first step that is not done, to go on with; the first of all where all are. */
export function nextStep(lesson: Pick<Lesson, 'steps'>, record: LessonRecord | undefined): number {
  return Math.max(
    0,
    lesson.steps.findIndex((step, place) => !isDone(step, record?.[place] ?? NOTHING_DONE)),
  );
}

/** A place that a lesson has: the nearest to the one asked for, the first where that is no number. */
export function placeOf(lesson: Pick<Lesson, 'steps'>, step: number): number {
  return Number.isFinite(step) ? Math.max(0, Math.min(lesson.steps.length - 1, Math.trunc(step))) : 0;
}

/** A prediction, which holds until the question is answered. */
export function predict(record: StepRecord, guess: number): StepRecord {
  return record.measured.length > 0 ? record : { ...record, guess };
}

/** Notes what a run measured; the same seed measures the same, and is noted once. */
export function answer(record: StepRecord, measured: Measured): StepRecord {
  return record.measured.some(({ seed }) => seed === measured.seed)
    ? record
    : { ...record, measured: [...record.measured, measured] };
}

/** The first seed that was not tried, from that of the step on. */
export function nextSeed(record: StepRecord, own: number): number {
  let seed = own;
  while (record.measured.some((one) => one.seed === seed)) seed++;
  return seed;
}

/** Seeds that we measured: the place of a value is its seed. */
export function extremes({ measured }: Pick<Question, 'measured'>): { low: number; high: number } | null {
  return measured.length === 0 ? null : { low: Math.min(...measured), high: Math.max(...measured) };
}

/** Changes what was done in a step. */
export function note(name: string, step: number, change: (record: StepRecord) => StepRecord): void {
  lessonStore.setState(({ progress }) => {
    const before = recordOf(progress, name, step);
    const record = change(before);
    return record === before
      ? {}
      : { progress: { ...progress, [name]: { ...progress[name], [step]: record } } };
  });
}
