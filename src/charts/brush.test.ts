import { beforeEach, expect, test } from 'vitest';
import { chooseSpan, clearSpan, profileStep, spanStore } from '../state/span';
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
  expect(profileStep({ firstStep: 0, endStep: 0 })).toBe(-1);
  expect(profileStep({ firstStep: 0, endStep: 90 })).toBe(89);
  chooseSpan(70, 20);
  expect(profileStep({ firstStep: 0, endStep: 90 })).toBe(70);
  expect(profileStep({ firstStep: 0, endStep: 40 })).toBe(39);
  expect(profileStep({ firstStep: 80, endStep: 90 })).toBe(80);
});
