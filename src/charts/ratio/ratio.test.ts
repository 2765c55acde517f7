/** The ratios that the panel shows are those of the newest step with an update, and the healthy band has its place among them. */
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { columnOf, UNMEASURED } from '../../architecture/instruments';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { english } from '../../i18n/messages';
import { InstrumentStore } from '../../state/instruments';
import type { StepSpan } from '../../state/span';
import { ProfileRange } from '../core/profile-range';
import { LaneAxes } from '../geometry/layer-axes';
import { RatioChart } from './RatioPanel';

const plan = planNetwork(
  { ...DEFAULTS.network, stemWidth: 4, stages: [{ blocks: 1, width: 4, stride: 1 }] },
  { height: 6, width: 6, channels: 1 },
  3,
);
const layers = plan.layers.map(({ name }) => name);

/** Two lanes of four layers, in which nothing was measured yet. */
function open() {
  const instruments = new InstrumentStore(100);
  const columns = layers.map((layer) => columnOf('update', layer));
  instruments.reset({ lanes: ['a', 'b'].map((id) => ({ id, columns })), every: 5 });
  const span = createStore<{ readonly span: StepSpan | null }>()(() => ({ span: null }));
  const chart = new RatioChart(new LaneAxes([plan, plan]), english.charts.ratio, { instruments, span });
  const measure = (step: number, ...ratios: readonly number[]): void =>
    instruments.append(Float64Array.of(step, ...ratios));
  return { chart, measure, span };
}

const NONE = layers.map(() => UNMEASURED);

test('nothing is told before the first update, also where a step was only measured', () => {
  const { chart, measure } = open();
  expect(chart.read()).toMatchObject({ step: -1, lanes: ['a', 'b'] });
  measure(0, ...NONE, ...NONE);
  expect(chart.read().step).toBe(-1);
  expect(
    chart
      .read()
      .norms.flat()
      .every((value) => value === undefined),
  ).toBe(true);
});

test('the newest step with an update is shown, or the last of the span that has one', () => {
  const { chart, measure, span } = open();
  measure(0, 1, 2, 3, 4, 5, 6, 7, 8);
  measure(5, 0.5, 0, Infinity, 0.25, ...NONE);
  measure(10, ...NONE, ...NONE);
  expect(chart.read()).toMatchObject({
    step: 5,
    norms: [
      [0.5, 0, Infinity, 0.25],
      [undefined, undefined, undefined, undefined],
    ],
  });
  span.setState({ span: { from: 0, to: 4 } });
  expect(chart.read()).toMatchObject({
    step: 0,
    norms: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  });
});

test('the axis holds the healthy band around 1e-3, wherever the ratios are', () => {
  const { chart, measure } = open();
  const range = new ProfileRange();
  measure(0, ...layers.map(() => 1e-6), ...layers.map(() => 2e-6));
  range.follow(chart.read());
  range.animate(Infinity);
  expect(range.decades).toEqual({ low: -6.5, high: -2 });
});
