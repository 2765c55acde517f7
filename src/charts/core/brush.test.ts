import { beforeEach, expect, test } from 'vitest';
import { MetricsStore } from '../../state/metrics';
import { chooseSpan, clearSpan, profileStep, spanStore } from '../../state/span';
import { Brush } from './brush';

beforeEach(clearSpan);

test('a drag chooses the steps between its ends, in either direction; a click chooses nothing', () => {
  const brush = new Brush(chooseSpan);
  brush.begin(100, 50);
  brush.move(103, 52);
  expect(brush.area).toBeNull();
  brush.end();
  expect(spanStore.getState().span).toBeNull();
  brush.begin(100, 50);
  brush.move(40, 20.4);
  expect(brush.area).toEqual([40, 100]);
  brush.end();
  expect(spanStore.getState().span).toEqual({ from: 20, to: 50 });
  expect(brush.area).toBeNull();
});

test('profiles show the last step of the span that is held', () => {
  const runOf = (steps: number): MetricsStore => {
    const store = new MetricsStore(100);
    store.reset({ lanes: [{ id: 'a', columns: ['loss'] }] });
    for (let step = 0; step < steps; step++) store.append(Float64Array.of(step, 1));
    return store;
  };
  expect(profileStep(runOf(0))).toBe(-1);
  expect(profileStep(runOf(90))).toBe(89);
  chooseSpan(70, 20);
  expect(profileStep(runOf(90))).toBe(70);
  expect(profileStep(runOf(40))).toBe(39);
  // Of a thousand, in room for a hundred, one step of 64 is held there.
  expect(profileStep(runOf(1_000))).toBe(64);
  clearSpan();
  expect(profileStep(runOf(1_000))).toBe(999);
});
