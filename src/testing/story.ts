/** Runs to tell stories of, by a few of their numbers. */
import { expect } from 'vitest';
import { story as texts } from '../i18n/en/story';
import type { Ends, LastSwitch, StoryFacts, StoryLane } from '../ui/story/facts';
import { plainText, sentenceOf } from '../ui/story/sentence';
import { storyOf, type Story } from '../ui/story/story';

/** Norms of a ratio. */
export const ends = (ratio: number, last = 0.3): Ends => ({ first: ratio * last, last });

/** A network as it is without anything measured, but for what is given. */
export function lane(id: string, part: Partial<StoryLane> = {}): StoryLane {
  return {
    id,
    skips: { on: id === 'residual' ? 27 : 0, count: 27 },
    hasNorm: true,
    loss: Number.NaN,
    recent: part.loss ?? Number.NaN,
    startLoss: Math.LN10,
    start: part.newest ?? null,
    newest: null,
    typical: part.newest ? part.newest.first / part.newest.last : Number.NaN,
    ratios: part.newest ? [part.newest.first === 0 ? 0 : part.newest.first / part.newest.last] : [],
    switched: null,
    diverged: null,
    ...part,
  };
}

/** A run of these networks after 100 steps, unless it is given otherwise. */
export function facts(lanes: readonly StoryLane[], part: Partial<StoryFacts> = {}): StoryFacts {
  const { measured = 99 } = part;
  const step = measured === 0 ? 0 : measured + 1;
  return { phase: 'paused', step, measured, lanes, chance: Math.LN10, least: 0, ...part };
}

const NAMES: Readonly<Record<string, string>> = { residual: 'Residual', plain: 'Plain' };

/** The kind of story and its words, which are few. */
export function told(of: StoryFacts, before: Story | null = null): readonly [Story['kind'], string] {
  const story = storyOf(of, before);
  const phrase = sentenceOf(story, of.measured, texts.sentences);
  const words = plainText(
    phrase,
    (id) => id,
    (name) => NAMES[name] ?? name,
  );
  expect(words.split(' ').length).toBeLessThanOrEqual(25);
  return [story.kind, words];
}

/** All skips switched on at step 100. */
export const thrown = (part: Partial<LastSwitch> = {}): LastSwitch => ({
  on: 27,
  off: 0,
  step: 100,
  until: 100,
  before: ends(0.25, 0.125),
  lossBefore: 2.16,
  settled: Number.NaN,
  batches: 20,
  ...part,
});

/** The default experiment after 100 steps. */
export const LATER = [
  lane('residual', { newest: ends(1.2), loss: 0.851 }),
  lane('plain', { newest: ends(0.0676), start: ends(756), loss: 2.16 }),
];
/** Batch norm at depth 20, whose gradients are even enough. */
export const EVEN = [
  lane('residual', { newest: ends(0.868), loss: 0.786 }),
  lane('plain', { newest: ends(0.345), loss: 1.314 }),
];
