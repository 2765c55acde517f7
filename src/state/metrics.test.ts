import { describe, expect, test, vi } from 'vitest';
import { MetricsStore } from './metrics';
import { gradientOf } from '../contract/metrics';

const COLUMNS = ['loss', 'accuracy', gradientOf('conv1')] as const;
const LAYOUT = {
  lanes: [
    { id: 'residual', columns: COLUMNS },
    { id: 'plain', columns: COLUMNS },
  ],
};

/** A row whose values name their place: 100 · step + 10 · lane + column. */
function row(step: number, shift = 0): number[] {
  return [step, ...[0, 1, 2, 10, 11, 12].map((place) => 100 * step + place + shift)];
}

function filled(capacity: number, steps: number): MetricsStore {
  const store = new MetricsStore(capacity);
  store.reset(LAYOUT);
  for (let step = 0; step < steps; step++) store.append(new Float64Array(row(step)));
  return store;
}

describe('MetricsStore', () => {
  test('reads back every lane and column of a message with several rows', () => {
    const store = new MetricsStore(10);
    store.reset(LAYOUT);
    store.append(new Float64Array([...row(0), ...row(1), ...row(2)]));
    expect([store.firstStep, store.length, store.endStep]).toEqual([0, 3, 3]);
    expect(store.value(0, store.column(0, 'loss'), 0)).toBe(0);
    expect(store.value(1, store.column(1, gradientOf('conv1')), 2)).toBe(212);
    expect(store.value(1, store.column(1, 'accuracy'), 1)).toBe(111);
  });

  test('keeps step 0 and the newest steps when it is full, and no value of one that it does not hold', () => {
    const store = filled(8, 11);
    expect([store.firstStep, store.length, store.endStep]).toEqual([0, 7, 11]);
    for (const step of [0, 4, 6, 7, 8, 9, 10]) expect(store.value(1, 0, step)).toBe(100 * step + 10);
    for (const step of [1, 3, 5, 11]) expect(store.value(1, 0, step)).toBeNaN();
  });

  test('a row holds all columns of its lane, also where steps before it are gone', () => {
    expect([...filled(8, 11).row(1, 9)]).toEqual([910, 911, 912]);
  });

  test('a row for a step that is held replaces it and adds none', () => {
    const store = filled(8, 1);
    store.append(new Float64Array(row(0, 0.5)));
    expect(store.length).toBe(1);
    expect(store.value(0, 1, 0)).toBe(1.5);
  });

  test('a row for a step already forgotten does not overwrite the one in its place', () => {
    const store = filled(8, 11);
    store.append(new Float64Array(row(5, 0.5)));
    expect(store.value(0, 0, 4)).toBe(400);
    expect(store.value(0, 0, 5)).toBeNaN();
    expect(store.length).toBe(7);
  });

  test('keeps zero, infinite, NaN and denormal values as they are', () => {
    const store = new MetricsStore(8);
    store.reset(LAYOUT);
    store.append(new Float64Array([0, 0, Infinity, Number.NaN, 1e-40, 5e-324, 1]));
    expect([0, 1, 2].map((column) => store.value(0, column, 0))).toEqual([0, Infinity, Number.NaN]);
    expect([0, 1].map((column) => store.value(1, column, 0))).toEqual([1e-40, 5e-324]);
  });

  test('an unknown column reads as NaN, not as a neighbour', () => {
    const store = filled(8, 2);
    expect(store.column(0, gradientOf('fc'))).toBe(-1);
    expect(store.value(1, -1, 1)).toBeNaN();
  });

  test('a reset forgets, takes the new layout and starts a new generation', () => {
    const store = filled(8, 6);
    const { generation } = store;
    store.reset({ lanes: [{ id: 'one', columns: ['loss'] }] });
    expect(store.generation).not.toBe(generation);
    expect([store.firstStep, store.length]).toEqual([0, 0]);
    expect(store.column(0, gradientOf('conv1'))).toBe(-1);
    store.append(new Float64Array([0, 7]));
    expect(store.value(0, 0, 0)).toBe(7);
  });

  test('rows before the first layout are dropped', () => {
    const store = new MetricsStore(8);
    store.append(new Float64Array([0, 1, 2]));
    expect(store.length).toBe(0);
  });

  test('tells its listeners once per message, until they leave', () => {
    const store = filled(8, 0);
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    store.append(new Float64Array([...row(0), ...row(1)]));
    expect(listener).toHaveBeenCalledTimes(1);
    leave();
    store.append(new Float64Array(row(2)));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test('keeps the row of a lane from before its last switch, also once it is thinned out', () => {
    const store = filled(8, 3);
    store.switched('plain', 3);
    store.append(new Float64Array(row(3)));
    // Thrown soon after: together they are one.
    store.switched('plain', 4);
    for (let step = 4; step < 30; step++) store.append(new Float64Array(row(step)));
    expect(store.before(0)).toBeNull();
    expect(store.before(1)).toEqual({ step: 2, until: 4, values: Float64Array.of(210, 211, 212) });
    store.switched('plain', 30);
    expect(store.before(1)).toMatchObject({ step: 29, until: 30 });
    store.reset(LAYOUT);
    expect(store.before(1)).toBeNull();
  });

  test('at step 0, whose row is measured anew, it is that row; without any there is none', () => {
    const store = new MetricsStore(8);
    store.reset(LAYOUT);
    store.switched('residual', 0);
    expect(store.before(0)).toBeNull();
    store.append(new Float64Array(row(0)));
    store.switched('residual', 0);
    store.append(new Float64Array(row(0, 0.5)));
    expect(store.before(0)?.values[0]).toBe(0);
    expect(store.value(0, 0, 0)).toBe(0.5);
  });
});
