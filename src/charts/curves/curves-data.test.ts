import { expect, test } from 'vitest';
import { MetricsStore } from '../../state/metrics';
import { stepWindow } from '../geometry/columns';
import { CurvesData } from './curves-data';

function store(capacity = 100): MetricsStore {
  const metrics = new MetricsStore(capacity);
  metrics.reset({ lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', 'accuracy'] })) });
  return metrics;
}

function update(data: CurvesData, metrics: MetricsStore): void {
  data.update(metrics, stepWindow(metrics.endStep, metrics.capacity), 600);
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

test('after a gap longer than the ring the average starts anew instead of mixing runs of steps', () => {
  const metrics = store(50);
  const data = new CurvesData();
  metrics.append(new Float64Array([0, 1000, 0, 1000, 0]));
  update(data, metrics);
  for (let step = 1; step < 80; step++) metrics.append(new Float64Array([step, 2, 0, 2, 0]));
  update(data, metrics);
  expect(data.of('loss').averages[0]?.get(79)).toBeCloseTo(2, 12);
});
