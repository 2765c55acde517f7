/** What somebody expects of a switch, asked before the first step and graded by what is measured then. Not part of a link. */
import { createStore } from 'zustand/vanilla';
import { WINDOW, type StoryFacts } from './facts';
import type { Effect, Story } from './story';

/** What happens to the loss of a lane once its skips are switched. */
export interface Question {
  readonly lane: string;
  /** Switched on; else off. */
  readonly on: boolean;
}

interface Guess {
  readonly run: number;
  readonly question: Question;
  readonly guess: Effect;
}

export const GUESSES: readonly Effect[] = ['fell', 'stayed', 'rose'];

export const guessStore = createStore<{ readonly guess: Guess | null }>()(() => ({ guess: null }));

/** What is asked before the first step: of the first lane without skips, else of the first with all of them. */
export function questionOf({ lanes, step, measured }: StoryFacts): Question | null {
  if (step > 0 || measured !== 0 || lanes.some(({ switched }) => switched !== null)) return null;
  const withBlocks = lanes.filter(({ skips }) => skips.count > 0);
  const none = withBlocks.find(({ skips }) => skips.on === 0);
  if (none !== undefined) return { lane: none.id, on: true };
  const all = withBlocks.find(({ skips }) => skips.on === skips.count);
  return all === undefined ? null : { lane: all.id, on: false };
}

/** Batches after which a guess is graded: what a switch does at first, it may undo. */
const SETTLED = 2 * WINDOW;

/** Whether a guess was right; null while what it is about is not what is told, or told too early. */
export function gradeOf(story: Story, { question, guess }: Guess): boolean | null {
  if (story.kind !== 'effect' || story.lane !== question.lane) return null;
  const { on, off, batches } = story.change;
  return batches >= SETTLED && (question.on ? on : off) > 0 ? story.effect === guess : null;
}
