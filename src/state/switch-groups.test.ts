import { expect, test } from 'vitest';
import { skipChange, switchGroups } from './switch-groups';

const mark = (step: number, block: number | 'all' | [number, number], gain: number, lane = 'plain') => ({
  step,
  lane,
  block,
  gain,
});
const plain = { id: 'plain', began: [0, 0, 0, 0] };

test('skips are counted that are on and were off, and the other way round', () => {
  expect(skipChange([0, 0, 1, 1], [1, 0.5, 0, 1])).toEqual({ on: 2, off: 1 });
  expect(skipChange([1, 0.5], [0.5, 1])).toEqual({ on: 0, off: 0 });
});

test('switches in few steps are one group, with what they changed in all', () => {
  const marks = [mark(100, 0, 1), mark(103, 1, 1), mark(104, 0, 0), mark(100, 'all', 0, 'residual')];
  const [group, ...others] = switchGroups(marks, plain);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ lane: 'plain', step: 100, until: 104, on: 1, off: 0 });
  expect(group?.marks).toHaveLength(3);
});

test('a later one begins another group, which changes what the one before had left', () => {
  const groups = switchGroups([mark(0, 'all', 1), mark(100, [1, 2], 0), mark(111, 'all', 0)], plain);
  expect(groups.map(({ step, on, off }) => [step, on, off])).toEqual([
    [0, 4, 0],
    [100, 0, 2],
    [111, 0, 2],
  ]);
});
