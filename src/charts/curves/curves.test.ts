import { expect, test } from 'vitest';
import { chanceOf } from '../../config/losses';
import type { LossConfig } from '../../config/schema';
import { english } from '../../i18n/messages';
import { MetricsStore } from '../../state/metrics';
import { MovingAverage } from '../geometry/columns';
import { stepWindow } from '../geometry/steps';
import { accuracyAxis, lossAxis, lossBand, lossCeiling, lossRange } from './curve-scales';
import { CurvesData } from './curves-data';
import { curvesData } from './curves-rows';
import { middles, smoothed } from './kept-curves';

function store(capacity = 100): MetricsStore {
  const metrics = new MetricsStore(capacity);
  metrics.reset({ lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', 'accuracy'] })) });
  return metrics;
}

function update(data: CurvesData, metrics: MetricsStore): void {
  data.update(metrics, stepWindow(metrics.endStep), 600);
}

test('names the first step at which each lane diverged, and keeps it', () => {
  const metrics = store();
  const data = new CurvesData();
  for (let step = 0; step < 10; step++) {
    const loss = step >= 4 ? Number.NaN : step === 3 ? Infinity : 2;
    metrics.append(new Float64Array([step, 2, 0.1, loss, 0.1]));
    update(data, metrics);
  }
  expect(data.diverged).toEqual([null, 3]);
  metrics.reset({ lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', 'accuracy'] })) });
  update(data, metrics);
  expect(data.diverged).toEqual([null, null]);
});

test('columns hold the averages of each lane, also after the window grew', () => {
  const metrics = store();
  const data = new CurvesData();
  for (let step = 0; step < 60; step++) {
    metrics.append(new Float64Array([step, 3, 0.25, 1, 0.75]));
    update(data, metrics);
  }
  const { smooth, raw } = data.of('accuracy');
  expect(smooth.window.span).toBe(100);
  expect(smooth.min(0, 59)).toBeCloseTo(0.25, 12);
  expect(smooth.min(1, 0)).toBeCloseTo(0.75, 12);
  expect(raw.max(1, 30)).toBe(0.75);
});

test.each([1, 7, 1_000])('a long run has its curves from step 0 on, drawn anew every %i steps', (every) => {
  const metrics = store(80);
  const data = new CurvesData();
  for (let step = 0; step < 1_000; step++) {
    metrics.append(new Float64Array([step, 1000 - step, 0, 2, 0]));
    if (step % every === 0) update(data, metrics);
  }
  update(data, metrics);
  const { raw, smooth, averages } = data.of('loss');
  expect([raw.window, raw.stepsPerColumn]).toEqual([{ start: 0, span: 1000 }, 2]);
  expect([raw.max(0, 0), raw.min(0, 499), smooth.isFilled(0)]).toEqual([1000, 1, true]);
  const filled = Array.from({ length: 500 }, (_, column) => column).filter((column) => raw.isFilled(column));
  for (const column of filled) {
    // Columns hold steps of their own alone.
    expect(raw.max(0, column)).toBeLessThanOrEqual(1000 - 2 * column);
    expect(raw.min(0, column)).toBeGreaterThanOrEqual(1000 - 2 * column - 1);
    expect(smooth.max(1, column)).toBeCloseTo(2, 12);
    expect(smooth.max(0, column)).toBeGreaterThanOrEqual(raw.max(0, column));
  }
  expect(averages[0]?.get(0)).toBeCloseTo(1000, 9);
});

const metrics = new MetricsStore(10);
metrics.reset({ lanes: [{ id: 'a', columns: ['loss', 'accuracy'] }] });
metrics.append(new Float64Array([0, 1, 0.5]));
const data = new CurvesData();
data.update(metrics, stepWindow(metrics.endStep), 100);

const loss = (kind: LossConfig['kind'], smoothing = 0): LossConfig => ({ kind, smoothing, focus: 2 });
const even = Array.from({ length: 10 }, () => 100);

function lossOf(own: LossConfig, counts: readonly number[]) {
  const chance = chanceOf(own, counts);
  return lossAxis(data.of('loss'), { loss: own, diverged: false, chance, height: 200, messages: english.charts, others: [] }); // prettier-ignore
}

test('the axis has the name of the loss, and the line its chance', () => {
  const scale = (own: LossConfig) => {
    const { title, chance } = lossOf(own, even);
    return [title, chance?.label];
  };
  expect(scale(loss('cross-entropy'))).toEqual(['cross-entropy (log scale)', 'chance 2.30']);
  expect(scale(loss('cross-entropy', 0.3))).toEqual([
    'cross-entropy, labels smoothed by 0.3 (log scale)',
    'chance 2.30',
  ]);
  expect(scale(loss('squared-error'))).toEqual(['squared error (log scale)', 'chance 0.0900']);
  expect(scale(loss('focal'))).toEqual(['focal loss, exponent 2 (log scale)', 'chance 1.87']);
});

test('where classes are not alike, the line says what it is', () => {
  const own = loss('cross-entropy');
  const { chance } = lossOf(own, [75, 25]);
  expect(chance?.label).toBe('class frequencies alone 0.562');
  expect(chance?.value).toBeCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), 12);
  const accuracy = (counts: readonly number[]) =>
    accuracyAxis(chanceOf(own, counts), 200, english.charts).chance;
  expect(accuracy([75, 25])).toEqual({ value: 0.75, label: 'always the most frequent class 75 %' });
  expect(accuracy(even)).toEqual({ value: 0.1, label: 'chance 10 %' });
});

test('axes are drawn anew where the loss or the level of chance is another', () => {
  const keys = [
    lossOf(loss('cross-entropy'), even),
    lossOf(loss('cross-entropy', 0.3), even),
    lossOf(loss('cross-entropy'), [75, 25]),
  ].map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

const CHANCE = Math.log(10);
const ends = (extent: readonly [number, number] | null): number[] => {
  const { low, high } = lossRange(extent, CHANCE);
  return [low, high].map((exponent) => Number((10 ** exponent).toPrecision(6)));
};

test.each([
  [null, [1, 5]],
  [
    [2.2, 2.4],
    [1, 5],
  ],
  [
    [0.31, 2.9],
    [0.2, 5],
  ],
  [
    [0.05, 2.3],
    [0.05, 5],
  ],
  [
    [2, 1e30],
    [1, 50],
  ],
  [
    [1e-12, 2],
    [0.002, 5],
  ],
] as const)('losses %j are shown on %j', (extent, expected) => expect(ends(extent)).toEqual(expected));

test.each([
  [null, 3],
  [[2.2, 2.4], 3],
  [[0.1, 3.2], 4],
  [[0.1, 4.6], 5],
  [[2, 1e30], 25],
] as const)('a linear axis for losses %j goes up to %d', (extent, expected) =>
  expect(lossCeiling(extent, CHANCE)).toBeCloseTo(expected, 9),
);

test('a linear axis begins at 0, and has a band for what is beyond its end', () => {
  const own = { ...loss('cross-entropy') };
  const options = {
    loss: own,
    diverged: true,
    chance: chanceOf(own, even),
    height: 200,
    messages: english.charts,
  };
  const axis = lossAxis(data.of('loss'), { ...options, others: [1e30], linear: true });
  expect(axis.title).toBe('cross-entropy');
  expect(axis.ticks[0]).toEqual({ at: 200, label: '0' });
  expect(axis.labels.map(({ text }) => text)).toEqual(['NaN, ∞', '> 25']);
  expect(axis.place(1e30)).toBeLessThan(axis.place(25));
  expect(axis.place(Number.NaN)).toBeLessThan(axis.place(1e30));
  expect(axis.place(12.5)).toBeCloseTo((axis.top + axis.bottom) / 2, 9);
});

test('what lies outside has a band, what lies at the ends has none', () => {
  const range = lossRange([2, 1e30], CHANCE);
  expect([1e30, Infinity, Number.NaN, 0, 50, 1].map((value) => lossBand(value, range))).toEqual([
    'high',
    'non-finite',
    'non-finite',
    'low',
    null,
    null,
  ]);
});

test('a kept point stands in the middle of the steps that it is the mean of', () => {
  expect(middles({ first: 10, points: [11, 13, 17] })).toEqual([10, 11.5, 14.5]);
});

test('kept curves are as smooth as the run at hand', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const average = new MovingAverage(10);
  const expected = values.map((value, step) => average.set(step, value));
  const points = values.map((_, i) => i + 1);
  smoothed(values, { first: 0, points }).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  expect(smoothed([2, null, 4, 4], { first: 0, points: [4, 8, 12, 16] })).toEqual([2, null, 4, 4]);
});

test('the numbers of the curves are those of every step that is held, with the measurements on the test images', () => {
  const own = store();
  own.append(new Float64Array([0, 2.3025850929940455, 0.125, 2.5, 0]));
  own.append(new Float64Array([1, 2, 0.25, Number.NaN, 0]));
  const facts = [{ id: 'a', tests: [{ step: 2, loss: 1.9, accuracy: 0.3 }] }];
  const options = { loss: loss('cross-entropy'), messages: english.charts };
  expect(curvesData(own, facts, { start: 0, span: 50 }, { curves: ['loss'], ...options })).toEqual({
    columns: [
      'step',
      'a: batch loss (cross-entropy)',
      'a: test loss (cross-entropy)',
      'b: batch loss (cross-entropy)',
    ],
    rows: [
      [0, 2.3025850929940455, undefined, 2.5],
      [1, 2, undefined, Number.NaN],
      [2, undefined, 1.9, undefined],
    ],
  });
  const both = curvesData(own, [], { start: 1, span: 1 }, { curves: ['loss', 'accuracy'], ...options });
  expect(both.columns).toContain('b: batch accuracy (share of 1)');
  expect(both.rows).toEqual([[1, 2, 0.25, Number.NaN, 0]]);
});
