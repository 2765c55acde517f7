import { describe, expect, test } from 'vitest';
import { story as texts } from '../../i18n/en/story';
import { capital } from '../../i18n/phrase';
import type { StoryFacts, StoryLane } from './facts';
import { questionOf, verdictOf } from './prediction';
import { plainText } from './sentence';

const lane = (id: string, on: number, count = 27): StoryLane => ({
  id,
  skips: { on, count },
  hasNorm: true,
  loss: 2.3,
  recent: 2.3,
  startLoss: 2.3,
  start: null,
  newest: null,
  typical: Number.NaN,
  ratios: [],
  switched: null,
  diverged: null,
});
const change = {
  on: 27,
  off: 0,
  step: 100,
  until: 100,
  before: null,
  lossBefore: 2.2,
  settled: 1.6,
  batches: 30,
};
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

describe('a guess is answered', () => {
  const question = { lane: 'plain', on: true };
  const guess = { run: 1, question, guess: 'stayed' } as const;
  const after = (part: Partial<typeof change>, more: Partial<StoryLane> = {}): StoryFacts =>
    start(lane('residual', 27), { ...lane('plain', 27), switched: { ...change, ...part }, ...more });

  test('by what is measured once that is settled, whenever it was switched', () => {
    expect(verdictOf(after({}), guess)).toEqual({ lane: 'plain', effect: 'fell', guess: 'stayed' });
    expect(verdictOf(after({ step: 0, until: 0, lossBefore: 2.42, settled: 2.4 }), guess)?.effect).toBe(
      'stayed',
    );
    expect(verdictOf(after({ settled: 2.4 }), guess)?.effect).toBe('rose');
    expect(verdictOf(after({ settled: Number.NaN }), guess)).toBeNull();
  });

  test('by a divergence since, as a rise', () => {
    const diverged = { lane: 'plain', step: 110, place: 'loss', layer: null } as const;
    const settled = Number.NaN;
    expect(verdictOf(after({ settled }, { diverged }), guess)?.effect).toBe('rose');
    expect(verdictOf(after({ settled }, { diverged: { ...diverged, step: 9 } }), guess)).toBeNull();
  });

  test('not by the other way, another network, or no switch', () => {
    expect(verdictOf(after({ on: 0, off: 27 }), guess)).toBeNull();
    expect(verdictOf(after({}), { ...guess, question: { ...question, lane: 'residual' } })).toBeNull();
    expect(verdictOf(start(lane('plain', 0)), guess)).toBeNull();
  });

  test('in words of its own', () => {
    const words = (...of: Parameters<typeof texts.prediction.answered>): string =>
      plainText(texts.prediction.answered(...of), (id) => id, capital);
    expect(words('plain', 'fell', 'fell')).toBe('Plain’s loss fell after the switch, as you predicted.');
    expect(words('plain', 'stayed', 'rose')).toBe(
      'Plain’s loss hardly moved after the switch; you predicted a rise.',
    );
  });
});
