/** The learning-rate range test against trainings by the trainer, and its marks against closed forms. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { decode } from '../../config/codec/url';
import type { DataSet } from '../../data/dataset';
import { disposeConstants } from '../../ops/constants';
import { carryOut, contextOf, smallData, smallExperiment, trained } from '../../testing/studies';
import { Trainer } from '../../training/trainer';
import { openStudy } from '../worker';
import { marksOf, ratesBetween, smoothed } from './kind';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

const request = { kind: 'rate-range', from: 1e-3, to: 0.1, steps: 6 } as const;

describe('the range test', () => {
  it('trains each lane as the run would with these rates, whatever its schedule, momentum and switches', async () => {
    const { config } = decode(
      '#v=1&set=shapes&width=4&batch=16&test=0&blocks=1,1,0&lanes=residual,plain,lenet&net.lenet=lenet&schedule=cosine&period=9',
    );
    expect(config.schedule.kind).toBe('cosine');
    const run = await trained(data, 3, config);
    run.switch('residual', 0, 0.5);
    const { losses, rates, step, lanes } = await carryOut(request, contextOf(run, data));
    expect([step, lanes]).toEqual([3, ['residual', 'plain', 'lenet']]);
    // The same from step 0 on: three steps by the schedule, then by hand against it.
    const other = await trained(data, 3, config);
    other.switch('residual', 0, 0.5);
    const { lanes: layout } = other.layout;
    const expected = layout.map((): number[] => []);
    const constant = new Trainer(
      { ...config, schedule: { ...config.schedule, kind: 'constant' } },
      data,
      other.resumptionFrom(await other.checkpoint()),
    );
    for (const rate of rates) {
      constant.setRate(rate);
      const row = await constant.step();
      let at = 1;
      for (const [lane, { columns }] of layout.entries()) {
        expected[lane]?.push(row[at] ?? Number.NaN);
        at += columns.length;
      }
    }
    expect(losses).toEqual(expected);
  });

  it('leaves the run as it was, to the last bit', async () => {
    const [alone, tested] = [await trained(data, 2), await trained(data, 2)];
    await carryOut(request, contextOf(tested, data));
    for (let step = 0; step < 3; step++) expect(await tested.step()).toEqual(await alone.step());
  });

  it('stops a lane where training breaks, and leaves nothing behind then, at its end or when cancelled', async () => {
    const run = await trained(data, 1, smallExperiment({ norm: 'none', activation: 'linear' }));
    disposeConstants();
    const before = tf.memory().numTensors;
    const { losses } = await carryOut({ ...request, to: 10, steps: 40 }, contextOf(run, data));
    for (const own of losses) {
      const { broken } = marksOf(own);
      expect(broken).not.toBeNull();
      expect(own.slice((broken ?? 0) + 1).every(Number.isNaN)).toBe(true);
      expect(own.slice(0, (broken ?? 0) + 1).some(Number.isNaN)).toBe(false);
    }
    const study = openStudy(request, contextOf(run, data));
    for (let tick = 0; tick < 3; tick++) await study.next();
    await study.return();
    disposeConstants();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('its marks', () => {
  it('has rates with equal ratios, whichever end comes first', () => {
    expect(ratesBetween(1, 1e-4, 5)).toEqual(
      [1e-4, 1e-3, 1e-2, 0.1, 1].map((rate) => expect.closeTo(rate, 12)),
    );
    expect(ratesBetween(1e-5, 0.7, 60).at(-1)).toBe(0.7);
    expect(ratesBetween(0.1, 0.1, 3)).toEqual([0.1, 0.1, 0.1]);
  });

  it('smooth without a bias: a constant stays, and a step closes by a power of 0.9', () => {
    expect(smoothed([2, 2, 2])).toEqual([2, 2, 2].map((loss) => expect.closeTo(loss, 12)));
    // After n values of 0, k of 1 weigh (1 − 0.9ᵏ) / (1 − 0.9ⁿ⁺ᵏ).
    const means = smoothed([0, 0, 0, 1, 1]);
    expect(means[4]).toBeCloseTo((1 - 0.9 ** 2) / (1 - 0.9 ** 5), 12);
  });

  it('are the steepest fall of a logistic curve, behind by the lag of the mean, and the rate past four times the best', () => {
    // Falls by 1 around place 30: the slope of the mean is that of the loss, averaged over what came before.
    const fall = Array.from({ length: 60 }, (_, i) => 2 - 1 / (1 + Math.exp(-(i - 30))));
    const { steepest, lowest, broken } = marksOf(fall);
    expect([lowest, broken]).toEqual([59, null]);
    expect(steepest).toBeGreaterThanOrEqual(30);
    expect(steepest).toBeLessThan(37);
    // Of 1, 1, …, then a: the mean after it is 1 + (a − 1) / 10 where it has settled, so 31 is the limit of four times.
    const settled = Array.from({ length: 400 }, () => 1);
    expect(marksOf([...settled, 30.9]).broken).toBeNull();
    expect(marksOf([...settled, 31.1]).broken).toBe(400);
  });

  it('look for the fall on the way down to the lowest, not after a training has gone astray', () => {
    const down = Array.from({ length: 30 }, (_, i) => 3 - i / 15);
    const { steepest, lowest, broken } = marksOf([...down, 5, 6, 5, 1.5, 1.2, 1.2]);
    expect([lowest, broken]).toEqual([29, null]);
    expect(steepest).toBeLessThan(30);
  });

  it('are not led astray by a lucky first batch, nor by a bump before the end', () => {
    // The first mean is the first loss alone, and by far the lowest.
    const lucky = [1, ...Array.from({ length: 19 }, (_, i) => 2.4 - i / 50)];
    expect(marksOf(lucky)).toEqual({
      steepest: expect.any(Number),
      lowest: smoothed(lucky).lastIndexOf(Math.min(...smoothed(lucky).slice(5))),
      broken: null,
    });
    // A fall of 1 over 20 places, flat, then a bump whose far side falls for two places only.
    const long = Array.from({ length: 20 }, (_, i) => 2 - i / 20);
    const flat = Array.from({ length: 20 }, () => 1);
    const { steepest } = marksOf([...flat.map(() => 2), ...long, ...flat, 1.3, 0.9, ...flat]);
    expect(steepest).toBeGreaterThan(19);
    expect(steepest).toBeLessThan(48);
  });

  it('are null where the loss falls nowhere, and count what is not finite as broken', () => {
    expect(marksOf(Array.from({ length: 30 }, () => 1)).broken).toBeNull();
    expect(marksOf(Array.from({ length: 30 }, (_, i) => 1 + i / 100))).toEqual({
      steepest: null,
      lowest: 5,
      broken: null,
    });
    expect(marksOf([2, Infinity, Number.NaN])).toEqual({ steepest: null, lowest: null, broken: 1 });
    expect(marksOf([Infinity])).toEqual({ steepest: null, lowest: null, broken: 0 });
  });
});
