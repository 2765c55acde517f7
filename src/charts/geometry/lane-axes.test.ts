/** A span of layers on the common axis of networks of unlike depth. */
import { expect, test } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { LaneAxes } from './lane-axes';

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
