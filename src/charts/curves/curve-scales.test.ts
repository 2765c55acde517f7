import { expect, test } from 'vitest';
import { chanceOf } from '../../config/losses';
import type { LossConfig } from '../../config/schema';
import { charts } from '../../i18n/en/charts';
import { stepWindow } from '../geometry/columns';
import { MetricsStore } from '../../state/metrics';
import { accuracyScale, lossScale } from './curve-scales';
import { CurvesData } from './curves-data';

const metrics = new MetricsStore(10);
metrics.reset({ lanes: [{ id: 'a', columns: ['loss', 'accuracy'] }] });
metrics.append(new Float64Array([0, 1, 0.5]));
const data = new CurvesData();
data.update(metrics, stepWindow(metrics.endStep), 100);

const loss = (kind: LossConfig['kind'], smoothing = 0): LossConfig => ({ kind, smoothing, focus: 2 });
const even = Array.from({ length: 10 }, () => 100);

function lossOf(own: LossConfig, counts: readonly number[]) {
  const chance = chanceOf(own, counts);
  return lossScale(data.of('loss'), { loss: own, diverged: false, chance, height: 200, messages: charts, others: [] }); // prettier-ignore
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
  const accuracy = (counts: readonly number[]) => accuracyScale(chanceOf(own, counts), 200, charts).chance;
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
