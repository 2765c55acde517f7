import { expect, test } from 'vitest';
import type { StoryFacts, StoryLane } from './facts';
import { gradeOf, questionOf } from './prediction';
import type { Story } from './story';

const lane = (id: string, on: number, count = 27): StoryLane => ({
  id,
  skips: { on, count },
  hasNorm: true,
  loss: 2.3,
  start: null,
  newest: null,
  typical: Number.NaN,
  switched: null,
  diverged: null,
});
const change = { on: 27, off: 0, step: 100, until: 100, before: null, lossBefore: 2.2, batches: 30 };
const start = (...lanes: StoryLane[]): StoryFacts => ({
  phase: 'paused',
  step: 0,
  measured: 0,
  lanes,
  chance: 2.3,
  least: 0,
});

test('asks before the first step what a switch of all skips of one network does', () => {
  expect(questionOf(start(lane('residual', 27), lane('plain', 0)))).toEqual({ lane: 'plain', on: true });
  expect(questionOf(start(lane('vgg', 0, 0), lane('residual', 27)))).toEqual({ lane: 'residual', on: false });
  expect(questionOf(start(lane('residual', 13)))).toBeNull();
  const switched = { ...lane('plain', 0), switched: change };
  expect(questionOf(start(lane('residual', 27), switched))).toBeNull();
  expect(questionOf({ ...start(lane('plain', 0)), step: 1 })).toBeNull();
});

test('grades it by what is measured, once that is settled', () => {
  const question = { lane: 'plain', on: true };
  const story: Story = { kind: 'effect', lane: 'plain', change, effect: 'fell', loss: 1.6 };
  expect(gradeOf(story, { run: 1, question, guess: 'fell' })).toBe(true);
  expect(gradeOf(story, { run: 1, question, guess: 'rose' })).toBe(false);
  const early: Story = { ...story, change: { ...change, batches: 29 } };
  expect(gradeOf(early, { run: 1, question, guess: 'fell' })).toBeNull();
  // The other way, of another network, or something else altogether.
  expect(gradeOf(story, { run: 1, question: { lane: 'plain', on: false }, guess: 'fell' })).toBeNull();
  expect(gradeOf(story, { run: 1, question: { lane: 'residual', on: true }, guess: 'fell' })).toBeNull();
  expect(gradeOf({ kind: 'preparing' }, { run: 1, question, guess: 'fell' })).toBeNull();
});
