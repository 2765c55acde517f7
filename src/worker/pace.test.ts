import { expect, it } from 'vitest';
import { Pace } from './pace';

it('takes what passed from the beginning of a step to its end', () => {
  const pace = new Pace();
  for (const [from, to] of [
    [100, 108],
    [200, 209],
  ] as const) {
    pace.begin(from);
    expect(pace.end(to, 1)).toBe(to - from);
  }
});

it('shares the time of steps under way at once, whose results come in bursts', () => {
  const pace = new Pace();
  pace.begin(0);
  expect([8, 8, 16, 16, 24, 24].map((now) => pace.end(now, 2))).toEqual([8, 4, 4, 4, 4, 4]);
  // Nothing was under way meanwhile.
  pace.begin(1000);
  expect([1006, 1012].map((now) => pace.end(now, 2))).toEqual([6, 6]);
});
