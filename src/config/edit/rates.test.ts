/** Learning rates set while training: recorded, replaced, and in links. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../defaults';
import {
  clearTimeline,
  isRecorded,
  rateAt,
  recordRate,
  recordSwitch,
  replaceRate,
  replaysRate,
} from './edit';
import { LIMITS } from '../limits';
import type { ExperimentConfig, RateEvent } from '../schema';
import { decode, encode } from '../codec/url';

const record = (...events: RateEvent[]): ExperimentConfig => events.reduce(recordRate, DEFAULTS);
const rates = (config: ExperimentConfig, ...steps: number[]): number[] =>
  steps.map((step) => rateAt(config, step));

describe('a learning rate set live', () => {
  it('holds from its step to the next one', () => {
    const config = record({ step: 5, rate: 0.1 }, { step: 9, rate: 0.01 });
    expect(rates(config, 0, 4, 5, 8, 9, 99)).toEqual([0.02, 0.02, 0.1, 0.1, 0.01, 0.01]);
  });

  it('is that of the optimiser at step 0, and forgets all that was recorded', () => {
    const config = recordRate(record({ step: 5, rate: 0.1 }), { step: 0, rate: 0.5 });
    expect(config).toEqual({ ...DEFAULTS, optimiser: { ...DEFAULTS.optimiser, learningRate: 0.5 } });
  });

  it('rewrites the recorded future of rates and switches, as a switch does', () => {
    const thrown = { lane: 'plain', block: 'all', gain: 1 } as const;
    const both = recordSwitch(record({ step: 3, rate: 0.1 }, { step: 9, rate: 0.2 }), { step: 9, ...thrown });
    expect(both.rates).toHaveLength(2);
    expect(recordRate(both, { step: 5, rate: 0.3 })).toMatchObject({
      rates: [
        { step: 3, rate: 0.1 },
        { step: 5, rate: 0.3 },
      ],
      timeline: [],
    });
    expect(recordSwitch(both, { step: 4, ...thrown }).rates).toEqual([{ step: 3, rate: 0.1 }]);
  });

  it('is kept once per step, and not at all where it changes nothing', () => {
    expect(record({ step: 3, rate: 0.1 }, { step: 3, rate: 0.2 }).rates).toEqual([{ step: 3, rate: 0.2 }]);
    expect(record({ step: 3, rate: 0.1 }, { step: 3, rate: 0.02 }).rates).toEqual([]);
    expect(record({ step: 3, rate: 0.02 })).toEqual(DEFAULTS);
  });

  it('is not recorded where the link is full', () => {
    const full = {
      ...DEFAULTS,
      rates: Array.from({ length: LIMITS.timelineEvents }, (_, i) => ({ step: i + 1, rate: 0.1 + (i % 2) })),
    };
    const late = { step: 9_999, rate: 0.3 };
    expect(recordRate(full, late)).toStrictEqual(full);
    expect(replaysRate(recordRate(full, late), late)).toBe(false);
    const before = { step: 500, rate: 0.7 };
    expect(replaysRate(recordRate(full, before), before)).toBe(true);
  });

  it('is forgotten with the rest of what was recorded', () => {
    expect(isRecorded(record({ step: 3, rate: 0.1 }))).toBe(true);
    expect(clearTimeline(record({ step: 3, rate: 0.1 }))).toEqual(DEFAULTS);
  });

  it('can be replaced where it was set, so that the run up to there stays', () => {
    const config = record({ step: 3, rate: 0.1 }, { step: 9, rate: 1 });
    expect(rates(replaceRate(config, 12, 0.05), 0, 3, 9)).toEqual([0.02, 0.1, 0.05]);
    expect(rates(replaceRate(config, 2, 0.05), 0, 3, 9)).toEqual([0.05, 0.1, 1]);
  });
});

describe('in a link', () => {
  it('rates are steps and numbers', () => {
    const config = record({ step: 120, rate: 0.005 }, { step: 300, rate: 0.00001 });
    expect(encode(config)).toBe('#v=1&rate=120:0.005;300:0.00001');
    expect(decode(encode(config))).toEqual({ config, repairs: [] });
  });

  it.each([
    ['rate=5:0.1:2', '5:0.1:2', '', 'malformed'],
    ['rate=5', '5', '', 'malformed'],
    ['rate=5:fast', '5:fast', '', 'malformed'],
    ['rate=', '', '', 'malformed'],
    ['rate=0:0.1', '0:0.1', '', 'out-of-range'],
    ['rate=1.5:0.1', '1.5:0.1', '', 'not-integer'],
    ['rate=5:99', '5:99', '5:10', 'out-of-range'],
    ['rate=5:0', '5:0', '5:0.00001', 'out-of-range'],
    ['rate=9:0.1;5:0.2', '9:0.1;5:0.2', '5:0.2;9:0.1', 'unordered'],
    ['rate=5:0.1;5:0.2', '5:0.1', '5:0.2', 'duplicate'],
  ])('%s is repaired, alone', (link, given, used, reason) => {
    const { repairs, config } = decode(`v=1&lr=0.5&${link}`);
    expect(repairs).toMatchObject([{ field: 'rate', given, used, reason }]);
    expect(config.optimiser.learningRate).toBe(0.5);
  });

  it('too many are cut', () => {
    const events = Array.from({ length: LIMITS.timelineEvents + 1 }, (_, i) => `${i + 1}:0.1`);
    const { repairs, config } = decode(`v=1&rate=${events.join(';')}`);
    expect(repairs).toMatchObject([{ field: 'rate', reason: 'too-long' }]);
    expect(config.rates).toHaveLength(LIMITS.timelineEvents);
  });
});
