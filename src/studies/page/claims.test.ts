import { describe, expect, it } from 'vitest';
import { OPENING_PRESET } from '../../config/presets';
import type { StudyRecord } from '../../state/studies';
import type { LesionResult, StudyResult } from '../../contract/studies';
import { pairOf } from '../../ui/claims/regimes';
import { bestRate, judge } from './claims';
import { logBinomials, pathShares, sharesOf } from '../paths/shares';

const record = (result: StudyResult, changes: Partial<StudyRecord> = {}): StudyRecord => ({
  study: 1,
  request: { kind: 'init', seeds: 3, depths: [] },
  experiment: OPENING_PRESET.config,
  gains: OPENING_PRESET.config.lanes.map(({ gains }) => gains),
  switched: false,
  step: 100,
  state: 'done',
  fraction: 1,
  secondsLeft: 0,
  result,
  message: '',
  ...changes,
});

const three = (values: readonly number[]): readonly number[] => values;

function init(residual: readonly number[], plain: readonly number[]): StudyResult {
  const one = [1, 1, 1];
  return {
    kind: 'init', lanes: ['residual', 'plain'], seeds: [0, 1, 2], images: 32, layers: [], gradients: [], blocks: [],
    activations: [], depths: [8, 56], first: [[one, one], [three(residual), three(plain)]], last: [[one, one], [one, one]],
  }; // prettier-ignore
}

function lesion(single: LesionResult['single'], intact = [0.9, 0.8]): LesionResult {
  return {
    kind: 'lesion', lanes: ['residual', 'plain'], step: 100, images: 500, wanted: 500, chance: 0.1, intact, single,
    blocks: [0, 1].map(() => [{ name: 'a', changesShape: false }, { name: 'b', changesShape: true }]), several: [],
  }; // prettier-ignore
}

describe('the claim about step 0', () => {
  it('holds where the plain ratio explodes or vanishes for every seed, and the residual one changes less', () => {
    expect(judge(record(init([5, 4, 6], [600, 500, 700])))).toMatchObject({
      verdict: 'holds',
      finding: { shallow: 8, deep: 56, seeds: 3 },
    });
    expect(judge(record(init([0.5, 0.4, 0.6], [1e-9, 0, 1e-8])))?.verdict).toBe('holds');
  });

  it('does not hold where a single seed says otherwise', () => {
    expect(judge(record(init([5, 4, 6], [600, 9, 700])))?.verdict).toBe('fails');
    expect(judge(record(init([5, 400, 6], [600, 300, 700])))?.verdict).toBe('fails');
  });

  it('says what is missing', () => {
    const result = init([5, 4, 6], [600, 500, 700]);
    expect(judge(record(result, { state: 'cancelled' }))).toMatchObject({ missing: { why: 'not-done' } });
    const { lanes } = OPENING_PRESET.config;
    const alike = { ...OPENING_PRESET.config, lanes: lanes.map((lane) => ({ ...lane, gains: [1] })) };
    expect(judge(record(result, { experiment: alike }))).toMatchObject({ missing: { why: 'pair' } });
    expect(judge(record({ ...result, seeds: [0] } as StudyResult))).toMatchObject({
      missing: { why: 'seeds' },
    });
    expect(judge(record({ ...result, depths: [8, 10] } as StudyResult))).toMatchObject({
      missing: { why: 'depths' },
    });
  });
});

describe('the claim about deleted blocks', () => {
  it('counts blocks that keep the shape, above chance', () => {
    const judgement = judge(record(lesion([[0.86, 0.1], [0.17, 0.8]]))); // prettier-ignore
    expect(judgement).toMatchObject({ verdict: 'holds' });
    expect(judgement).toMatchObject({
      finding: { residual: expect.closeTo(0.95, 12), plain: expect.closeTo(0.1, 12) },
    });
  });

  it('does not hold where the plain network keeps half', () => {
    expect(judge(record(lesion([[0.86, 0.1], [0.45, 0.8]])))?.verdict).toBe('fails'); // prettier-ignore
  });

  it('needs networks that have learnt something, with their skips never switched', () => {
    const single = [[0.86, 0.1], [0.1, 0.1]]; // prettier-ignore
    expect(judge(record(lesion(single, [0.9, 0.2])))).toMatchObject({
      missing: { why: 'unfit', lane: 'plain' },
    });
    expect(judge(record(lesion(single), { switched: true }))).toMatchObject({ missing: { why: 'switched' } });
  });
});

it('compares depths at the best rate of each, where divergence is worst', () => {
  expect(bestRate([[1, 3], [2.5, 1], [0.1, Infinity], [Number.NaN, Number.NaN]])).toBe(1); // prettier-ignore
  const finals = (residual: number, plain: number) => [
    [[[1, 1]], [[1.2, 1.2]]],
    [[[residual, residual]], [[plain, Infinity]]],
  ];
  const degradation = (residual: number, plain: number): StudyResult => ({
    kind: 'degradation', lanes: ['residual', 'plain'], seeds: [0, 1], depths: [8, 56], rates: [0.1], steps: 100,
    window: 15, finals: finals(residual, plain), points: [], curves: [],
  }); // prettier-ignore
  expect(judge(record(degradation(0.9, 2)))?.verdict).toBe('holds');
  expect(judge(record(degradation(1.1, 2)))?.verdict).toBe('fails');
  expect(judge(record(degradation(0.9, 1.1)))?.verdict).toBe('fails');
});

it('finds one network with all skips on and one with all off', () => {
  expect(pairOf([[1, 1], [0.5, 0], [0, 0]])).toEqual({ residual: 0, plain: 2 }); // prettier-ignore
  expect(pairOf([[], []])).toBeNull();
});

describe('paths', () => {
  it('are as many as the binomial coefficients', () => {
    expect(logBinomials(5).map((log) => Math.round(Math.exp(log)))).toEqual([1, 5, 10, 10, 5, 1]);
    expect(logBinomials(54)[27]).toBeCloseTo(Math.log(1.946939425648112e15), 9);
  });

  it('of equal size share as they are many; sizes that halve with every branch give a binomial of a third', () => {
    const equal = pathShares([[1], [1], [1], [1]]);
    expect(equal?.gradient.map((share) => Math.round(share * 8))).toEqual([1, 3, 3, 1]);
    const halving = pathShares([[1], [0.5], [0.25]]);
    const expected = [4 / 9, 4 / 9, 1 / 9];
    halving?.gradient.forEach((share, k) => expect(share).toBeCloseTo(expected[k] ?? 0, 12));
    expect([equal?.low, equal?.high]).toEqual([0, 3]);
  });

  it('say nothing until all lengths are measured', () => {
    expect(pathShares([[1], [Number.NaN]])).toBeNull();
    expect(sharesOf([-Infinity, -Infinity])).toEqual([0, 0]);
  });
});
