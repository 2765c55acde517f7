/** A span of layers on the common axis of networks of unlike depth. */
import { expect, test } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import type { NetworkConfig } from '../../config/schema';
import { placeLabels } from '../core/changes';
import { layerAxis, nearestRow, LaneAxes } from './layer-axes';

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

const planOf = (blocks: number) =>
  planNetwork(
    {
      ...DEFAULTS.network,
      stemWidth: 4,
      shortcut: 'B',
      stages: [
        { blocks, width: 4, stride: 1 },
        { blocks, width: 8, stride: 2 },
      ],
    },
    { height: 8, width: 8, channels: 1 },
    3,
  );
const namesOf = (axes: LaneAxes, lane: number): readonly string[] =>
  axes.of(lane).layers.map(({ layer }) => layer.name);

test('both ends and all between are shown, a projection with the two convolutions that it bypasses', () => {
  const plan = planOf(2);
  const axes = new LaneAxes([plan], { first: 'layer1.1.conv2', last: 'layer2.0.conv2' });
  expect(namesOf(axes, 0)).toEqual([
    'layer1.1.conv2',
    'layer2.0.conv1',
    'layer2.0.conv2',
    'layer2.0.downsample.0',
  ]);
  expect(axes.reference).toMatchObject({ from: 4, to: 6, mainCount: 10 });
  // Of the first stage only its last layer is in sight.
  expect(axes.reference.stages.map(({ from, to, firstRow, endRow }) => [from, to, firstRow, endRow])).toEqual(
    [
      [3.5, 4.5, 0, 1],
      [4.5, 6.5, 1, 4],
    ],
  );
  const half = new LaneAxes([plan], { first: 'layer2.0.conv2', last: 'fc' });
  expect(namesOf(half, 0)).not.toContain('layer2.0.downsample.0');
  expect(new LaneAxes([plan], { first: 'layer2.0.downsample.0', last: 'fc' }).reference.from).toBe(5);
});

test('the order of the ends does not matter, and ends that no lane has show all', () => {
  const plan = planOf(1);
  const span = { first: 'conv1', last: 'layer1.0.conv2' };
  const turned = { first: span.last, last: span.first };
  expect(namesOf(new LaneAxes([plan], turned), 0)).toEqual(namesOf(new LaneAxes([plan], span), 0));
  const unknown = new LaneAxes([plan], { first: 'conv1', last: 'layer9.9.conv1' });
  expect(namesOf(unknown, 0)).toEqual(plan.layers.map(({ name }) => name));
});

test('a network of another depth shows the same share of its way', () => {
  const axes = new LaneAxes([planOf(3), planOf(1)], { first: 'conv1', last: 'layer1.2.conv2' });
  // 6 of 13 steps of the way are 2.3 of 5.
  expect(namesOf(axes, 1)).toEqual(['conv1', 'layer1.0.conv1', 'layer1.0.conv2']);
  expect(axes.nameAt(2.4)).toBe('layer1.0.conv2');
  expect(axes.nameAt(-3)).toBe('conv1');
});
