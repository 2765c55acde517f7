import { describe, expect, test, vi } from 'vitest';
import { UNMEASURED } from '../architecture/instruments';
import { InstrumentStore } from './instruments';

const LAYOUT = {
  lanes: [
    { id: 'a', columns: ['x', 'y'] },
    { id: 'b', columns: ['y'] },
  ],
  every: 5,
};

function filled(capacity: number, steps: readonly number[]): InstrumentStore {
  const store = new InstrumentStore(capacity);
  store.reset(LAYOUT);
  for (const step of steps) store.append(new Float64Array([step, step + 0.25, step + 0.5, step + 0.75]));
  return store;
}

describe('InstrumentStore', () => {
  test('finds the columns of each lane where the lane has them', () => {
    const store = filled(10, [0, 5]);
    expect(store.value(1, store.column(0, 'y'))).toBe(5.5);
    expect(store.value(0, store.column(1, 'y'))).toBe(0.75);
    expect(store.column(1, 'x')).toBe(-1);
    expect(store.value(1, -1)).toBeUndefined();
  });

  test('a step between two rows belongs to the one before it', () => {
    const store = filled(10, [3, 8, 13]);
    expect([2, 3, 7, 8, 100].map((step) => store.indexOf(step))).toEqual([-1, 0, 0, 1, 2]);
  });

  test('keeps the first row and the newest ones when it is full, also after it has grown', () => {
    const steps = Array.from({ length: 250 }, (_, i) => 2 * i);
    const store = filled(100, steps);
    const { length } = store;
    expect(length).toBeLessThanOrEqual(100);
    expect([store.stepAt(0), store.value(0, 0), store.stepAt(length)]).toEqual([0, 0.25, undefined]);
    for (let i = 1; i <= 50; i++) {
      expect([store.stepAt(length - i), store.value(length - i, 0)]).toEqual([
        500 - 2 * i,
        500 - 2 * i + 0.25,
      ]);
    }
    expect(store.indexOf(-1)).toBe(-1);
  });

  test('a row of the newest step replaces it; older ones and those of another layout are dropped', () => {
    const store = filled(10, [0, 5]);
    store.append(new Float64Array([5, 9, 9, 9]));
    store.append(new Float64Array([0, 7, 7, 7]));
    store.append(new Float64Array([10, 7, 7]));
    expect([store.length, store.value(1, 0), store.value(0, 0)]).toEqual([2, 9, 0.25]);
  });

  test('tells what was not measured from what is not a number', () => {
    const store = filled(10, []);
    store.append(new Float64Array([0, Number.NaN, UNMEASURED, Infinity]));
    expect([store.value(0, 0), store.value(0, 1), store.value(0, 2)]).toEqual([
      Number.NaN,
      undefined,
      Infinity,
    ]);
  });

  test('what was measured stays when other things are measured, and the same columns go on', () => {
    const store = filled(10, [0, 5]);
    store.adopt({
      lanes: [
        { id: 'a', columns: ['z', 'y'] },
        { id: 'b', columns: [] },
      ],
      every: 2,
    });
    // The newest step again, of which only what is measured now is replaced.
    store.append(new Float64Array([5, 40, 50]));
    store.append(new Float64Array([6, 41, 51]));
    const read = (lane: number, name: string) =>
      [0, 1, 2].map((row) => store.value(row, store.column(lane, name)));
    expect(read(0, 'x')).toEqual([0.25, 5.25, undefined]);
    expect(read(0, 'y')).toEqual([0.5, 50, 51]);
    expect(read(0, 'z')).toEqual([undefined, 40, 41]);
    expect(read(1, 'y')).toEqual([0.75, 5.75, undefined]);
    store.append(new Float64Array([8, 1, 2, 3]));
    expect(store.length).toBe(3);
  });

  test('rows of other lanes begin anew', () => {
    const store = filled(10, [0, 5]);
    const { generation } = store;
    store.adopt({ lanes: [{ id: 'b', columns: ['y'] }], every: 1 });
    expect([store.length, store.generation - generation]).toEqual([0, 1]);
  });

  test('what would take too much room is forgotten once it is no longer measured', () => {
    const columns = Array.from({ length: 3_000 }, (_, i) => `c${i}`);
    const store = new InstrumentStore(5_000);
    store.reset({ lanes: [{ id: 'a', columns }], every: 1 });
    store.append(new Float64Array([0, ...columns.map((_, i) => i)]));
    store.adopt({ lanes: [{ id: 'a', columns: ['c7', ...columns.map((name) => `d${name}`)] }], every: 1 });
    expect([store.length, store.column(0, 'c8'), store.value(0, store.column(0, 'c7'))]).toEqual([1, -1, 7]);
  });

  test('a row stands until the next is due, and no longer', () => {
    const store = filled(10, [0, 5]);
    store.adopt({ ...LAYOUT, every: 1 });
    store.append(new Float64Array([20, 1, 2, 3]));
    expect([4, 5, 9, 10, 19, 20, 21].map((step) => store.standing(step))).toEqual([0, 1, 1, -1, -1, 2, -1]);
    expect(store.standing(-1)).toBe(-1);
  });

  test('a reset forgets and tells', () => {
    const store = filled(10, [0]);
    const listener = vi.fn();
    store.subscribe(listener);
    const { generation } = store;
    store.reset();
    expect([store.length, store.generation - generation, listener.mock.calls.length]).toEqual([0, 1, 1]);
    store.append(new Float64Array([0, 1, 2, 3]));
    expect(store.length).toBe(0);
  });
});
