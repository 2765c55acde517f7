import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../testing/arbitrary';
import { PRESETS } from '../config/presets';
import { repairConfig } from '../config/codec/repair';
import type { ExperimentConfig } from '../config/schema';
import { decode } from '../config/codec/url';
import { coarseMemoryOf, fitToBudget, multiplyAddsPerStep, shareOf, WORK_BUDGET } from './budget';
import { planLanes } from './plan-experiment';

function experimentOf(link: string): ExperimentConfig {
  const { config, repairs } = decode(link);
  expect(repairs).toStrictEqual([]);
  return config;
}

function costOf(config: ExperimentConfig): { memory: number; work: number; share: number } {
  const plans = planLanes(config);
  const { batchSize } = config;
  return {
    memory: coarseMemoryOf(plans, batchSize),
    work: multiplyAddsPerStep(plans, batchSize),
    share: shareOf(plans, batchSize),
  };
}

describe('cost of a step', () => {
  it('of the smallest network: a stem of 8 channels on 14×14 pixels, and a dense layer', () => {
    const config = experimentOf('#v=1&blocks=0,0,0&batch=32');
    const values = 14 * 14 + 14 * 14 * 8 + 10;
    const parameters = 9 * 8 + 2 * 8 + 8 * 10 + 10;
    expect(costOf(config)).toMatchObject({
      memory: 4 * (4 * 32 * values + 4 * 2 * parameters),
      work: 3 * 32 * 2 * (14 * 14 * 9 * 8 + 8 * 10),
    });
  });

  it('of the largest: 3×30 blocks of 64 to 256 channels on 28×28 pixels, batch 256', () => {
    const config = experimentOf('#v=1&input=28&blocks=30,30,30&width=64&batch=256');
    const convolution = 28 * 28 * 9 * 64 * 64;
    const image =
      28 * 28 * 9 * 64 +
      (60 + 59 + 59) * convolution +
      2 * (convolution / 2) +
      (14 * 14 * 64 * 128 + 7 * 7 * 128 * 256) +
      256 * 10;
    expect(costOf(config).work).toBe(3 * 256 * 2 * image);
  });
});

describe('fitToBudget', () => {
  it.each(PRESETS.map(({ id, config }) => [id, config] as const))(
    'leaves preset %s as it is',
    (_, config) => {
      expect(fitToBudget(config)).toStrictEqual({ config, repairs: [] });
      expect(fitToBudget(config).config).toBe(config);
    },
  );

  it('halves the batch of the largest network until a step can be borne, and keeps all blocks', () => {
    const config = experimentOf('#v=1&input=28&blocks=30,30,30&width=64&batch=256');
    const { config: fitted, repairs } = fitToBudget(config);
    expect(fitted).toStrictEqual({ ...config, batchSize: 4 });
    expect(repairs).toStrictEqual([{ field: 'batch', given: '256', used: '4', reason: 'too-large' }]);
    // Twice that batch would not fit.
    expect(costOf({ ...config, batchSize: 8 }).share).toBeGreaterThan(1);
  });

  it('takes blocks off the longest stages where single images are too much, with their gains and switches', () => {
    const link = '#v=1&input=28&blocks=30,30,30&width=64&widths=256,256,256&strides=1,1,1&batch=256';
    const config = experimentOf(`${link}&lanes=a,b,c,d&switch=5:a:89:0;6:a:0:0`);
    const { config: fitted, repairs } = fitToBudget(config);
    expect(repairs.map(({ field, reason }) => [field, reason])).toStrictEqual([
      ['blocks', 'too-large'],
      ['batch', 'too-large'],
    ]);
    const counts = fitted.network.stages.map(({ blocks }) => blocks);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(fitted.timeline).toStrictEqual([{ step: 6, lane: 'a', block: 0, gain: 0 }]);
    expect(repairConfig(fitted).repairs).toStrictEqual([]);
  });

  it('makes any valid experiment bearable, and then leaves it as it is', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        const { config: fitted, repairs } = fitToBudget(config);
        const { share, work } = costOf(fitted);
        expect(share).toBeLessThanOrEqual(1);
        expect(work).toBeLessThanOrEqual(WORK_BUDGET);
        expect(repairConfig(fitted)).toStrictEqual({ config: fitted, repairs: [] });
        expect(fitToBudget(fitted)).toStrictEqual({ config: fitted, repairs: [] });
        expect(fitted === config).toBe(repairs.length === 0);
      }),
      { numRuns: 40 },
    );
  });
});
