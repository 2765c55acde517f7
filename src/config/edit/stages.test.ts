import { expect, it } from 'vitest';
import { DEFAULTS } from '../defaults';
import { addStage, removeStage } from './stages';
import { repairConfig } from '../codec/repair';

it('adds a stage like the last, twice as wide, with the gains of its lanes, and takes it away again', () => {
  const more = addStage(DEFAULTS);
  expect(more.network.stages[3]).toStrictEqual({ blocks: 1, width: 64, stride: 2 });
  expect(more.lanes.map(({ gains }) => [gains.length, gains[27]])).toStrictEqual([
    [28, 1],
    [28, 0],
  ]);
  expect(repairConfig(more)).toStrictEqual({ config: more, repairs: [] });
  expect(removeStage(more)).toStrictEqual(DEFAULTS);
});

it('keeps between three and five stages', () => {
  expect(removeStage(DEFAULTS)).toBe(DEFAULTS);
  const five = addStage(addStage(DEFAULTS));
  expect(five.network.stages.map(({ width }) => width)).toStrictEqual([8, 16, 32, 64, 128]);
  expect(addStage(five)).toBe(five);
});
