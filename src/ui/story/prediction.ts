/** What somebody expects of a switch, asked before the first step and graded by what is measured then. Not part of a link. */
import { createStore } from 'zustand/vanilla';
import type { StoryFacts } from './facts';
import { effectOf, type Effect } from './story';

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

/** What a switch that was guessed about did to the loss. */
export interface Verdict {
  readonly lane: string;
  readonly effect: Effect;
  readonly guess: Effect;
}

/**
 * What came of a guess, whatever the story is about by then: by the batches up to `SETTLED` since the switch, which stays as it is.
 * Null while the switch is not thrown, or has not settled.
 */
export function verdictOf({ lanes }: StoryFacts, { question, guess }: Guess): Verdict | null {
  const { switched: change = null, diverged = null } = lanes.find(({ id }) => id === question.lane) ?? {};
  if (change === null || (question.on ? change.on : change.off) === 0) return null;
  const { lossBefore, settled, until } = change;
  // A loss that is no number any more rose.
  const after = Number.isNaN(settled) && diverged !== null && diverged.step >= until ? Infinity : settled;
  return Number.isNaN(lossBefore + after)
    ? null
    : { lane: question.lane, effect: effectOf(lossBefore, after), guess };
}
