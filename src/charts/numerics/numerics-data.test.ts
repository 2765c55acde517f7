import { expect, test } from 'vitest';
import { gradientOf } from '../../contract/metrics';
import { MetricsStore } from '../../state/metrics';
import { ColumnIndex } from '../core/series';
import { NumericsData } from './numerics-data';

function open() {
  const store = new MetricsStore(16);
  store.reset({
    lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', gradientOf('x'), gradientOf('y')] })),
  });
  const data = new NumericsData(new ColumnIndex([0, 1].map(() => ['x', 'y'])));
  const take = (step: number, ...values: number[]): boolean => {
    store.append(new Float64Array([step, ...values]));
    return data.update(store);
  };
  return { store, data, take };
}

test('states are told with the step since which they hold, and only changes count', () => {
  const { data, take } = open();
  expect(take(0, 1, 1e-30, 1, 1, 0, 1e-42)).toBe(true);
  expect(data.lanes[1]?.layers).toEqual([
    { state: 'zero', since: 0 },
    { state: 'underflow', since: 0 },
  ]);
  expect(take(1, 2, 1e-20, 5, 1, 0, 1e-41)).toBe(false);
  expect(take(2, Number.NaN, Infinity, Number.NaN, 1, 0, 1)).toBe(true);
  expect(data.lanes).toEqual([
    {
      loss: 'nan',
      layers: [
        { state: 'infinite', since: 2 },
        { state: 'nan', since: 2 },
      ],
    },
    {
      loss: 'normal',
      layers: [
        { state: 'zero', since: 0 },
        { state: 'normal', since: 2 },
      ],
    },
  ]);
});

test('steps that came while nobody looked are taken in, and another run begins anew', () => {
  const { store, data, take } = open();
  take(0, 1, 1, 1, 1, 1, 1);
  for (let step = 1; step < 9; step++)
    store.append(new Float64Array([step, 1, step < 7 ? 1 : 0, 1, 1, 1, 1]));
  expect(data.update(store)).toBe(true);
  expect(data.lanes[0]?.layers[0]).toEqual({ state: 'zero', since: 7 });
  store.reset(store.layout);
  expect(data.update(store)).toBe(true);
  expect(data.lanes).toEqual([]);
  expect(data.update(store)).toBe(false);
});

test('of a long run it tells since which of the steps held, looked at while it ran or later', () => {
  const { store, data } = open();
  const late = new NumericsData(new ColumnIndex([0, 1].map(() => ['x', 'y'])));
  for (let step = 0; step < 200; step++) {
    store.append(new Float64Array([step, 1, step < 70 ? 1 : 0, 1, 1, step < 195 ? 1 : 0, 1]));
    data.update(store);
  }
  late.update(store);
  const since = (one: NumericsData) => one.lanes.map(({ layers }) => layers[0]);
  expect(since(data)).toEqual([70, 195].map((step) => ({ state: 'zero', since: step })));
  expect(since(late)[1]).toEqual({ state: 'zero', since: 195 });
  const held = store.stepAt(store.indexOf(69) + 1);
  expect(since(late)[0]).toEqual({ state: 'zero', since: held });
});

test('up to a step of the past it tells what was so then, and goes on to the newest', () => {
  const { store, data } = open();
  for (let step = 0; step < 4; step++)
    store.append(new Float64Array([step, 1, step < 2 ? 1 : 0, 1, 1, 1, 1]));
  const first = () => data.lanes[0]?.layers[0];
  expect(data.update(store)).toBe(true);
  expect(first()).toEqual({ state: 'zero', since: 2 });
  expect(data.update(store, 1)).toBe(true);
  expect(first()).toEqual({ state: 'normal', since: 0 });
  expect(data.update(store, 1)).toBe(false);
  expect(data.update(store, 3)).toBe(true);
  expect(first()).toEqual({ state: 'zero', since: 2 });
});
