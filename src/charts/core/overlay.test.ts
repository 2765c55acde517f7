import { expect, test } from 'vitest';
import { middles, smoothed } from '../curves/overlay';
import { MovingAverage } from '../geometry/columns';
import { placedNorms } from '../gradient/gradient-overlay';

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

test('norms of a network of equal depth stand at their layers, projections left out', () => {
  const layers = ['conv1', 'layer1.0.conv1', 'layer1.0.conv2', 'layer1.0.downsample.0', 'fc'];
  const placed = placedNorms({ layers, gradients: [1, 2, 'NaN', 9, 4] }, 4);
  expect(placed.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
  expect(placed.map(({ norm }) => norm)).toEqual([1, 2, Number.NaN, 4]);
});

test('a shallower network is spread over the whole axis', () => {
  const placed = placedNorms({ layers: ['conv1', 'conv', 'fc'], gradients: [1, 2, 3] }, 9);
  expect(placed.map(({ position }) => position)).toEqual([0, 4, 8]);
});
