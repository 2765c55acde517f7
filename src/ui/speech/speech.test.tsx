// @vitest-environment happy-dom
/** What is said of a run, word by word, and when. */
import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useMessages } from '../../i18n/messages';
import type { StoryLane } from '../story/facts';
import { Speaker } from './speaker';
import { spokenNumber, spokenSummary, spokenSwitch } from './spoken';

const messages = renderHook(useMessages).result.current;

it.each([
  [1.4961, '1.5'],
  [0.1, '0.1'],
  [756.43, '756'],
  [1234.5, '1230'],
  [0.00123, '0.00123'],
  [1.2e-37, '1.2 times ten to the minus 37'],
  [1e-7, '1 times ten to the minus 7'],
  [9.87654e9, '9.88 times ten to the 9'],
  [-0.5, 'minus 0.5'],
  [0, '0'],
  [Infinity, 'infinite'],
  [-Infinity, 'minus infinite'],
  [Number.NaN, 'not a number'],
])('%d is read as “%s”', (value, words) => {
  expect(spokenNumber(value, messages)).toBe(words);
});

const lane = (id: string, loss: number, first: number, more: Partial<StoryLane> = {}): StoryLane => ({
  id,
  skips: { on: 0, count: 27 },
  hasNorm: true,
  loss,
  recent: loss,
  startLoss: loss,
  start: null,
  newest: { first, last: 1 },
  typical: first,
  ratios: [first],
  switched: null,
  diverged: null,
  ...more,
});
const facts = (...lanes: StoryLane[]) => ({
  phase: 'running' as const,
  step: 101,
  measured: 100,
  lanes,
  chance: 2.3,
  least: 0,
});

describe('a summary', () => {
  it('has loss and gradient ratio of every network', () => {
    expect(spokenSummary(facts(lane('residual', 1.5, 1.2), lane('plain', 2.2312, 0.1)), messages)).toBe(
      'Step 100. Residual: loss 1.5, gradient ratio 1.2. Plain: loss 2.23, gradient ratio 0.1.',
    );
  });

  it('says what has no ratio, and what has diverged', () => {
    const broken = { lane: 'plain', step: 7, place: 'loss', layer: '' } as const;
    expect(
      spokenSummary(
        facts(lane('residual', 1.5, 1, { newest: null }), lane('plain', Number.NaN, 1, { diverged: broken })),
        messages,
      ),
    ).toBe('Step 100. Residual: loss 1.5. Plain: diverged.');
  });
});

it.each([
  ['all', 1, 'Step 100. Plain: all skips on.'],
  [3, 0, 'Step 100. Plain: skip of block 4 off.'],
  [[0, 8], 0.5, 'Step 100. Plain: skips of blocks 1 to 9 at gain 0.5.'],
] as const)('a switch of %s to %d is “%s”', (block, gain, words) => {
  expect(spokenSwitch({ step: 100, lane: 'plain', block, gain }, messages)).toBe(words);
});

describe('the speaker', () => {
  let said: string[] = [];
  let step = 0;
  let speaker: Speaker;
  const reach = (to: number): void => {
    step = to;
    speaker.reach(to);
    vi.advanceTimersByTime(0);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    speaker = new Speaker(
      (sentence) => said.push(sentence),
      () => `at ${step}`,
    );
  });
  afterEach(() => vi.useRealTimers());

  it('speaks once every 50 steps', () => {
    for (const at of [0, 20, 49]) reach(at);
    expect(said).toEqual([]);
    reach(50);
    reach(51);
    vi.advanceTimersByTime(10_000);
    reach(104);
    expect(said).toEqual(['at 50', 'at 104']);
  });

  it('says the latest of what comes faster than it is heard', () => {
    for (const at of [50, 100, 150]) reach(at);
    expect(said).toEqual(['at 50']);
    vi.advanceTimersByTime(4_000);
    reach(200);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual(['at 50', 'at 200']);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(2);
  });

  it('says at once what is switched, and the summary after that', () => {
    reach(50);
    reach(100);
    speaker.now('switched');
    vi.advanceTimersByTime(4_900);
    expect(said).toEqual(['at 50', 'switched']);
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['at 50', 'switched', 'at 100']);
  });

  it('begins anew with another run', () => {
    reach(50);
    reach(100);
    speaker.begin();
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(['at 50']);
    reach(50);
    expect(said).toEqual(['at 50', 'at 50']);
  });
});
