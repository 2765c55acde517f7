/** What the page makes of results: claims that they judge, means and ranges, scales and contours. */
import { describe, expect, it } from 'vitest';
import { OPENING_PRESET } from '../../config/presets';
import type { StudyRecord } from '../../state/studies';
import { pairOf } from '../../ui/claims/regimes';
import type { DegradationResult } from '../degradation/kind';
import { bestRate } from '../degradation/View';
import type { InitResult } from '../init/kind';
import { firstRequest, type ResultOf, type StudyTab } from '../kinds';
import { rings, sharedLevels, subgrid } from '../landscape/View';
import type { LesionResult } from '../lesion/kind';
import { logBinomials, pathShares, sharesOf } from '../paths/kind';
import type { VariantName, VariantsResult } from '../variants/kind';
import { pageOf } from './pages';
import { placeScale, summarise, valueScale } from './scales';

type Of<K extends StudyTab> = { readonly kind: K } & ResultOf<K>;

/** The claim of a kind, judged on a result of the opening preset. */
function judge<K extends StudyTab>(result: Of<K>, changes: Partial<StudyRecord<K>> = {}) {
  const { kind } = result;
  const record: StudyRecord<K> = {
    study: 1,
    request: firstRequest(kind),
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
  };
  return pageOf(kind).claim?.judge(record, result);
}

const three = (values: readonly number[]): readonly number[] => values;

function init(residual: readonly number[], plain: readonly number[]): InitResult {
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
    expect(judge(init([5, 4, 6], [600, 500, 700]))).toMatchObject({
      verdict: 'holds',
      finding: { shallow: 8, deep: 56, seeds: 3 },
    });
    expect(judge(init([0.5, 0.4, 0.6], [1e-9, 0, 1e-8]))?.verdict).toBe('holds');
  });

  it('does not hold where a single seed says otherwise', () => {
    expect(judge(init([5, 4, 6], [600, 9, 700]))?.verdict).toBe('fails');
    expect(judge(init([5, 400, 6], [600, 300, 700]))?.verdict).toBe('fails');
  });

  it('says what is missing', () => {
    const result = init([5, 4, 6], [600, 500, 700]);
    expect(judge(result, { state: 'cancelled' })).toMatchObject({ missing: { why: 'not-done' } });
    const { lanes } = OPENING_PRESET.config;
    const alike = { ...OPENING_PRESET.config, lanes: lanes.map((lane) => ({ ...lane, gains: [1] })) };
    expect(judge(result, { experiment: alike })).toMatchObject({ missing: { why: 'pair' } });
    expect(judge({ ...result, seeds: [0] })).toMatchObject({
      missing: { why: 'seeds' },
    });
    expect(judge({ ...result, depths: [8, 10] })).toMatchObject({
      missing: { why: 'depths' },
    });
  });
});

describe('the claim about deleted blocks', () => {
  it('counts blocks that keep the shape, above chance', () => {
    const judgement = judge(lesion([[0.86, 0.1], [0.17, 0.8]])); // prettier-ignore
    expect(judgement).toMatchObject({ verdict: 'holds' });
    expect(judgement).toMatchObject({
      finding: { residual: expect.closeTo(0.95, 12), plain: expect.closeTo(0.1, 12) },
    });
  });

  it('does not hold where the plain network keeps half', () => {
    expect(judge(lesion([[0.86, 0.1], [0.45, 0.8]]))?.verdict).toBe('fails'); // prettier-ignore
  });

  it('needs networks that have learnt something, with their skips never switched', () => {
    const single = [[0.86, 0.1], [0.1, 0.1]]; // prettier-ignore
    expect(judge(lesion(single, [0.9, 0.2]))).toMatchObject({
      missing: { why: 'unfit', lane: 'plain' },
    });
    expect(judge(lesion(single), { switched: true })).toMatchObject({ missing: { why: 'switched' } });
  });
});

it('compares depths at the best rate of each, where divergence is worst', () => {
  expect(bestRate([[1, 3], [2.5, 1], [0.1, Infinity], [Number.NaN, Number.NaN]])).toBe(1); // prettier-ignore
  const finals = (residual: number, plain: number) => [
    [[[1, 1]], [[1.2, 1.2]]],
    [[[residual, residual]], [[plain, Infinity]]],
  ];
  const degradation = (residual: number, plain: number): DegradationResult => ({
    kind: 'degradation', lanes: ['residual', 'plain'], seeds: [0, 1], depths: [8, 56], rates: [0.1], steps: 100,
    window: 15, finals: finals(residual, plain), points: [], curves: [],
  }); // prettier-ignore
  expect(judge(degradation(0.9, 2))?.verdict).toBe('holds');
  expect(judge(degradation(1.1, 2))?.verdict).toBe('fails');
  expect(judge(degradation(0.9, 1.1))?.verdict).toBe('fails');
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
    const equal = pathShares([1, 1, 1, 1]);
    expect(equal?.gradient.map((share) => Math.round(share * 8))).toEqual([1, 3, 3, 1]);
    const halving = pathShares([1, 0.5, 0.25]);
    const expected = [4 / 9, 4 / 9, 1 / 9];
    halving?.gradient.forEach((share, k) => expect(share).toBeCloseTo(expected[k] ?? 0, 12));
    expect([equal?.low, equal?.high]).toEqual([0, 3]);
  });

  it('say nothing until all lengths are measured', () => {
    expect(pathShares([1, Number.NaN])).toBeNull();
    expect(sharesOf([-Infinity, -Infinity])).toEqual([0, 0]);
  });
});

function result(
  set: VariantsResult['set'],
  finals: Partial<Record<VariantName, readonly number[]>>,
): VariantsResult {
  return {
    kind: 'variants', set, lanes: [], variants: Object.keys(finals) as VariantName[], seeds: [0, 1], steps: 100, window: 15,
    learningRate: 0.1, finals: Object.values(finals), accuracies: [], points: [], curves: [],
  }; // prettier-ignore
}

describe('a set of variants', () => {
  it.each([
    [
      'order',
      { original: [1, 1.2], 'norm-after-addition': [1.3, 1.1], 'pre-activation': [1.4, 0.8] },
      'holds',
    ],
    ['order', { original: [1, 1.2], 'norm-after-addition': [1.1, 1], 'pre-activation': [1, 1] }, 'fails'],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.6], dropout: [Infinity, 1] }, 'holds'],
    ['shortcut', { identity: [1, 1], constant: [0.5, 1.4] }, 'fails'],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [1, 1], fixup: [1, 2.2] }, 'holds'],
    ['norm-free', { plain: [Infinity, 2.3], 'skip-init': [Infinity, 1], fixup: [1, 1] }, 'fails'],
  ] as const)('of %s with %j %s', (set, finals, verdict) =>
    expect(judge(result(set, finals))?.verdict).toBe(verdict),
  );

  it('is not judged before its end, nor by one seed', () => {
    const found = result('shortcut', { identity: [1, 1], constant: [2, 2] });
    expect(judge(found, { state: 'running' })).toMatchObject({ missing: { why: 'not-done' } });
    expect(judge({ ...found, seeds: [0] })).toMatchObject({ missing: { why: 'seeds' } });
  });
});

describe('summarise', () => {
  it('is the geometric mean on a logarithmic axis, and leaves out what is not measured', () => {
    const { value, ...rest } = summarise([1, 100, Number.NaN], 'log');
    expect(value).toBeCloseTo(10, 12);
    expect(rest).toEqual({ low: 1, high: 100, count: 2 });
    expect(summarise([1, 3], 'linear')).toEqual({ value: 2, low: 1, high: 3, count: 2 });
  });

  it('is the median where a mean has no sense', () => {
    expect(summarise([0, 0.1, 10], 'log').value).toBe(0.1);
    expect(summarise([1, 2, Infinity], 'linear')).toEqual({ value: 2, low: 1, high: Infinity, count: 3 });
  });

  it('has nothing to say of nothing', () => {
    expect(summarise([Number.NaN], 'linear').count).toBe(0);
    expect(summarise([], 'log').value).toBeNaN();
  });
});

describe('scales', () => {
  it('put what has no place on a logarithmic axis into bands of its own', () => {
    const { place, bands } = valueScale([0, 1e-3, 1, Infinity], 200, { scale: 'log' });
    expect(bands.map(({ key }) => key)).toEqual(['non-finite', 'zero']);
    expect(place(Infinity)).toBeLessThan(place(1));
    expect(place(1)).toBeLessThan(place(1e-3));
    expect(place(1e-3)).toBeLessThan(place(0));
  });

  it('keep room above a linear axis for what diverged', () => {
    const { place, top } = valueScale([1, 2, Infinity], 200, { scale: 'linear' });
    expect(place(Infinity)).toBeLessThan(top);
    expect(place(2)).toBeGreaterThanOrEqual(top);
  });

  it('leave out labels that would touch', () => {
    const places = Array.from({ length: 50 }, (_, i) => i);
    const { ticks } = placeScale(places, 300, {
      scale: 'linear',
      tick: (i) => `layer ${i}`,
      labelled: places,
    });
    expect(ticks.length).toBeGreaterThan(2);
    ticks.slice(1).forEach((tick, i) => expect(tick.at - (ticks[i]?.at ?? 0)).toBeGreaterThan(6 * 7));
  });
});

describe('contours', () => {
  const side = 17;
  /** A bowl around the centre. */
  const losses = Array.from(
    { length: side * side },
    (_, i) => 1 + ((i % side) - 8) ** 2 + (Math.floor(i / side) - 8) ** 2,
  );

  it('take the coarse grid out of the fine one', () => {
    expect(subgrid(losses, side, 5)[0]).toBe(129);
    expect(subgrid(losses, side, 5)[12]).toBe(1);
    expect(subgrid(losses, side, 17)).toEqual(losses);
  });

  it('share levels from the lowest to the highest finite loss', () => {
    const levels = sharedLevels([losses, [Infinity, 129 ** 2]]);
    expect(levels?.low).toBe(0);
    expect(levels?.high).toBeCloseTo(2 * Math.log(129), 12);
    expect(sharedLevels([[Infinity]])).toBeNull();
  });

  it('stay within the square, one area a level', () => {
    const paths = rings(losses, side, [2, 20, 100]);
    expect(paths.map(({ level }) => level)).toEqual([2, 20, 100]);
    const numbers = paths.flatMap(({ path }) => (path.match(/[\d.]+/g) ?? []).map(Number));
    expect(Math.min(...numbers)).toBe(0);
    expect(Math.max(...numbers)).toBe(1);
  });
});
