/** Scaled series of the layers, against the same arithmetic by hand. */
import { expect, test } from 'vitest';
import { UNMEASURED } from '../architecture/instruments';
import { planNetwork } from '../architecture/plan';
import { DEFAULTS } from '../config/defaults';
import { InstrumentStore } from './instruments';
import { MetricsStore } from './metrics';
import { ABSENT, LayerSeries } from './layer-series';
import { gradientOf } from '../contract/metrics';

const BATCH = 8;
const plan = planNetwork(
  { ...DEFAULTS.network, stemWidth: 4, stages: [{ blocks: 1, width: 4, stride: 1 }] },
  { height: 7, width: 6, channels: 2 },
  3,
);

/** conv1, two convolutions of a block, and fc. */
const names = plan.layers.map(({ name }) => name);

function filled() {
  const metrics = new MetricsStore(10);
  metrics.reset({ lanes: [{ id: 'a', columns: ['loss', ...names.map((name) => gradientOf(name))] }] });
  for (let step = 0; step < 4; step++) metrics.append(new Float64Array([step, 1, 2, 4, 8, 16]));
  const instruments = new InstrumentStore(10);
  const columns = names.flatMap((name) => [`activation-gradient:${name}`, `mean:${name}`, `update:${name}`]);
  instruments.reset({ lanes: [{ id: 'a', columns }], every: 2 });
  for (const step of [1, 3]) {
    const values = names.flatMap((_, i) => [step + i, -i, step === 1 ? UNMEASURED : 0.5]);
    instruments.append(new Float64Array([step, ...values]));
  }
  return { metrics, instruments };
}

function read(
  quantity: 'gradient' | 'activation-gradient' | 'mean' | 'update',
  scaling: 'absolute' | 'rms' | 'relative',
) {
  const series = new LayerSeries({ quantity, scaling }, [plan], BATCH, filled(), 10);
  series.follow();
  const { store } = series;
  return Array.from({ length: store.endStep }, (_, step) => [...store.row(0, step)]);
}

test('between two measurements the last one stands, before the first there is none', () => {
  expect(names).toEqual(['conv1', 'layer1.0.conv1', 'layer1.0.conv2', 'fc']);
  const none = names.map(() => ABSENT);
  expect(read('activation-gradient', 'absolute')).toEqual([none, [1, 2, 3, 4], [1, 2, 3, 4], [3, 4, 5, 6]]);
});

test('a norm per number is divided by the root of the numbers that it is of', () => {
  const [, row = []] = read('activation-gradient', 'rms');
  expect(row[0]).toBeCloseTo(1 / Math.sqrt(BATCH * 7 * 6 * 4), 12);
  expect(row[3]).toBeCloseTo(4 / Math.sqrt(BATCH * 3), 12);
  const [weights = []] = read('gradient', 'rms');
  expect(weights[0]).toBeCloseTo(2 / Math.sqrt(3 * 3 * 2 * 4), 12);
  expect(weights[3]).toBeCloseTo(16 / Math.sqrt(4 * 3), 12);
});

test('relative values are those over the last convolution of the same step', () => {
  expect(read('gradient', 'relative')[2]).toEqual([0.25, 0.5, 1, 2]);
  // The last convolution is at 2, so nothing is relative to 0.
  expect(read('mean', 'relative')[1]).toEqual([0, 0.5, 1, 1.5]);
});

test('what was not measured is absent, and a mean is shown by its distance from 0', () => {
  expect(read('update', 'absolute')[1]).toEqual(names.map(() => ABSENT));
  expect(read('update', 'absolute')[3]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(read('mean', 'absolute')[3]).toEqual([0, 1, 2, 3]);
});

test('a series that is shown has the steps that the metrics hold, followed from the start or taken up later', () => {
  const metrics = new MetricsStore(80);
  metrics.reset({ lanes: [{ id: 'a', columns: ['loss', ...names.map((name) => gradientOf(name))] }] });
  const instruments = new InstrumentStore(80);
  instruments.reset({
    lanes: [{ id: 'a', columns: names.map((name) => `activation-gradient:${name}`) }],
    every: 1,
  });
  const sources = { metrics, instruments };
  const shown = (['gradient', 'activation-gradient'] as const).map(
    (quantity) => new LayerSeries({ quantity, scaling: 'absolute' }, [plan], BATCH, sources, 80),
  );
  metrics.keep(5, 'change');
  instruments.keep(5, 'change');
  for (let step = 0; step < 1_000; step++) {
    // The instruments come first, and are followed before the metrics are there.
    instruments.append(new Float64Array([step, ...names.map(() => step)]));
    shown[1]?.follow();
    metrics.append(new Float64Array([step, 1, ...names.map(() => step)]));
    for (const series of shown) series.follow();
  }
  const late = (['gradient', 'activation-gradient'] as const).map((quantity) => {
    const series = new LayerSeries({ quantity, scaling: 'absolute' }, [plan], BATCH, sources, 80);
    series.follow();
    return series;
  });
  const stepsOf = ({ length, stepAt }: Pick<MetricsStore, 'length' | 'stepAt'>) =>
    Array.from({ length }, (_, row) => stepAt(row) ?? -1);
  const held = stepsOf({ length: metrics.length, stepAt: (row) => metrics.stepAt(row) });
  expect(held.slice(0, 2)).toEqual([0, 5]);
  for (const { store } of [...shown, ...late]) {
    expect(stepsOf({ length: store.length, stepAt: (row) => store.stepAt(row) })).toEqual(held);
  }
  for (const { store } of [shown[0], ...late].filter((one) => one !== undefined))
    held.forEach((step) => expect(store.value(0, 0, step)).toBeLessThanOrEqual(step));
  for (const step of held) expect(shown.map(({ store }) => store.value(0, 0, step))).toEqual([step, step]);
});
