import { expect, test } from 'vitest';
import { changeOfLane } from './lane-style';
import { runStore, type LaneFacts } from './run';

const facts = (id: string, gains: readonly number[], began = gains): LaneFacts => ({
  id,
  loss: 1,
  accuracy: 0,
  answers: null,
  test: null,
  tests: [],
  gains,
  began,
});

const run = (...lanes: LaneFacts[]): void => runStore.setState({ lanes });

test('residual and plain are named after all skips and none, whatever the run began with', () => {
  run(facts('residual', [1, 0, 1, 0]), facts('plain', [1, 1, 0.5, 1]));
  expect(changeOfLane('residual')).toEqual({ on: 0, off: 2 });
  expect(changeOfLane('plain')).toEqual({ on: 4, off: 0 });
  expect(changeOfLane('nobody')).toEqual({ on: 0, off: 0 });
});

test('another is compared with how it began', () => {
  run(facts('copy', [1, 0, 1, 0], [0, 0, 1, 1]));
  expect(changeOfLane('copy')).toEqual({ on: 1, off: 1 });
});
