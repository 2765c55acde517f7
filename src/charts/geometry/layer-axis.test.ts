import { expect, test } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import type { NetworkConfig } from '../../config/schema';
import { placeLabels } from './labels';
import { layerAxis, nearestRow } from './layer-axis';

const NETWORK: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 8,
  stages: [
    { blocks: 2, width: 8, stride: 1 },
    { blocks: 0, width: 16, stride: 2 },
    { blocks: 1, width: 32, stride: 2 },
  ],
  norm: 'batch',
  activation: 'relu',
  initialisation: 'he',
  shortcut: 'B',
};
const plan = (network: NetworkConfig) => planNetwork(network, { height: 14, width: 14, channels: 1 }, 10);

test('main-line layers are numbered from input to output, projections stand between the layers they bypass', () => {
  const axis = layerAxis(plan(NETWORK));
  expect(axis.mainCount).toBe(8);
  expect(axis.layers.map((place) => [place.layer.name, place.position])).toEqual([
    ['conv1', 0],
    ['layer1.0.conv1', 1],
    ['layer1.0.conv2', 2],
    ['layer1.1.conv1', 3],
    ['layer1.1.conv2', 4],
    ['layer3.0.conv1', 5],
    ['layer3.0.conv2', 6],
    ['layer3.0.downsample.0', 5.5],
    ['fc', 7],
  ]);
});

test('stages without blocks are left out; the others end halfway to their neighbours', () => {
  const { stages } = layerAxis(plan(NETWORK));
  expect(stages.map(({ stage, from, to, firstRow, endRow }) => [stage, from, to, firstRow, endRow])).toEqual([
    [0, 0.5, 4.5, 1, 5],
    [2, 4.5, 6.5, 5, 8],
  ]);
  expect(stages[1]?.output).toEqual({ height: 7, width: 7, channels: 32 });
});

test('the ends are the first and last convolution of the main line', () => {
  expect(layerAxis(plan(NETWORK)).ends).toEqual([0, 6]);
  const empty = { ...NETWORK, stages: NETWORK.stages.map((stage) => ({ ...stage, blocks: 0 })) };
  expect(layerAxis(plan(empty)).ends).toBeNull();
});

test('the nearest layer is found between, before and behind them', () => {
  const axis = layerAxis(plan(NETWORK));
  const nearest = [-3, 2.4, 5.3, 99].map((position) => axis.layers[nearestRow(axis, position)]?.layer.name);
  expect(nearest).toEqual(['conv1', 'layer1.0.conv2', 'layer3.0.downsample.0', 'fc']);
});

test('labels that would touch are counted with the one before, and none leaves the line', () => {
  const width = (item: string, more: number): number => 10 * item.length + (more > 0 ? 20 : 0);
  const labels = placeLabels(
    [
      { x: 95, item: 'last' },
      { x: 0, item: 'one' },
      { x: 20, item: 'two' },
    ],
    100,
    width,
  );
  expect(labels).toEqual([
    { x: 0, left: 0, item: 'one', more: 1 },
    { x: 95, left: 60, item: 'last', more: 0 },
  ]);
});
