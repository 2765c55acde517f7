/** Single images of a file, read in as few pieces as there are gaps worth leaving out. */
import { expect, test } from 'vitest';
import { runsOf } from './runs';

test('images that lie near each other are one run, in whatever order they are asked for', () => {
  expect(runsOf([9, 0, 1, 2, 40, 6], 3)).toEqual([
    { from: 0, end: 10 },
    { from: 40, end: 41 },
  ]);
});

test('a gap of one more begins another run', () => {
  expect(runsOf([0, 4], 3)).toEqual([{ from: 0, end: 5 }]);
  expect(runsOf([0, 5], 3)).toEqual([
    { from: 0, end: 1 },
    { from: 5, end: 6 },
  ]);
  expect(runsOf([], 3)).toEqual([]);
});
