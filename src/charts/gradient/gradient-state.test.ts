import { expect, test } from 'vitest';
import { MetricsStore } from '../../state/metrics';
import { ColumnIndex } from '../core/series';
import { GradientState } from './gradient-state';

function store(): MetricsStore {
  const metrics = new MetricsStore(10);
  metrics.reset({ lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', 'grad:x', 'grad:y'] })) });
  return metrics;
}

/** A row with these norms of lane a (x, y) and lane b (x, y). */
function row(step: number, ...norms: [number, number, number, number]): Float64Array {
  return new Float64Array([step, 1, norms[0], norms[1], 1, norms[2], norms[3]]);
}

function state(): GradientState {
  return new GradientState(
    new ColumnIndex([
      ['grad:x', 'grad:y'],
      ['grad:x', 'grad:y'],
    ]),
  );
}

test('before the first gradient nothing is measured, which is not NaN', () => {
  const gradients = state();
  gradients.read(store());
  expect(gradients.newest).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  expect(gradients.animate(16)).toBe(false);
});

test('the trace of step 0 is that of the row that step 1 followed', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 1, 2, 3, 4));
  gradients.read(metrics);
  metrics.append(row(0, 5, 6, 7, 8));
  gradients.read(metrics);
  metrics.append(row(1, 9, 9, 9, 9));
  gradients.read(metrics);
  expect(gradients.initial).toEqual([
    [5, 6],
    [7, 8],
  ]);
  expect(gradients.newest[0]).toEqual([9, 9]);
});

test('bands appear with the first value that needs them, stay for the run and go with it', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 0, 1, 1e-40, 1));
  gradients.read(metrics);
  expect(gradients.bands).toEqual({ above: [], below: ['zero', 'underflow'] });
  metrics.append(row(1, 1, Infinity, 1, 1));
  gradients.read(metrics);
  metrics.append(row(2, 1, 1, 1, 1));
  gradients.read(metrics);
  expect(gradients.bands).toEqual({ above: ['non-finite'], below: ['zero', 'underflow'] });
  metrics.reset(metrics.layout);
  gradients.read(metrics);
  expect(gradients.bands).toEqual({ above: [], below: [] });
  expect(gradients.initial).toEqual([]);
});

test('the range holds the newest norms of all lanes and comes to rest', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 1e-3, 0.5, 20, 0));
  gradients.read(metrics);
  expect(gradients.animate(16)).toBe(false);
  expect(gradients.decades).toEqual({ low: -3.5, high: 1.5 });
  metrics.append(row(1, 1e-6, 0.5, 20, Number.NaN));
  gradients.read(metrics);
  expect(gradients.animate(16)).toBe(true);
  for (let i = 0; i < 200; i++) gradients.animate(16);
  expect(gradients.decades).toEqual({ low: -6.5, high: 1.5 });
});
