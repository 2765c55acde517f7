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
