import { expect, it } from 'vitest';
import { planExperiment } from '../../architecture/plan-experiment';
import { decode } from '../../config/codec/url';
import { LaneAxes } from '../geometry/lane-axes';
import { mapHeight, rowLabels } from './history-layout';

const planOf = (link: string) => planExperiment(decode(link).config);

it('names nothing of a lane without layers, as one that is not planned yet', () => {
  expect(rowLabels(new LaneAxes([]).of(0))).toEqual([]);
  expect(rowLabels(new LaneAxes([planOf('#v=1&blocks=1,1,1')]).of(1))).toEqual([]);
});

it('names ends and stages within the map, however few the layers', () => {
  for (const blocks of ['0,0,0', '1,0,0', '1,1,1', '30,30,30']) {
    const plan = planOf(`#v=1&blocks=${blocks}`);
    const names = plan.layers.map(({ name }) => name);
    // All layers, and every single one.
    for (const name of [null, ...names]) {
      const axis = new LaneAxes([plan], name === null ? null : { first: name, last: name }).of(0);
      const labels = rowLabels(axis);
      expect(labels.length).toBeGreaterThanOrEqual(2);
      for (const { at } of labels) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(mapHeight(axis.layers.length));
      }
    }
  }
});
