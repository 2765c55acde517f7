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

  test('keeps the newest rows when it wraps, also after it has grown', () => {
    const steps = Array.from({ length: 250 }, (_, i) => 2 * i);
    const store = filled(100, steps);
    expect(store.length).toBe(100);
    expect([store.stepAt(0), store.stepAt(99)]).toEqual([300, 498]);
    for (let i = 0; i < 100; i++) expect(store.value(i, 0)).toBe(300 + 2 * i + 0.25);
    expect(store.indexOf(301)).toBe(0);
    expect(store.indexOf(299)).toBe(-1);
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
