import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { repairConfig } from '../codec/repair';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import { SETTINGS } from '../settings';
import type { Blocks, ExperimentConfig, SwitchEvent } from '../schema';
import {
  addStage,
  clearTimeline,
  gainsAt,
  recordSwitch,
  removeStage,
  replaysSwitch,
  setBlocks,
  setGain,
  setWidth,
} from './edit';

/** Three stages of two blocks; the gains tell the blocks apart. */
const base: ExperimentConfig = {
  ...DEFAULTS,
  network: { ...DEFAULTS.network, stages: DEFAULTS.network.stages.map((stage) => ({ ...stage, blocks: 2 })) },
  lanes: [
    { id: 'residual', gains: [1, 1, 1, 1, 1, 1] },
    { id: 'plain', gains: [0, 0.1, 0.2, 0.3, 0, 0.5] },
  ],
};

const gains = (config: ExperimentConfig, lane: string): readonly number[] | undefined =>
  config.lanes.find(({ id }) => id === lane)?.gains;

const event = (step: number, lane: string, block: Blocks, gain: number): SwitchEvent => ({
  step,
  lane,
  block,
  gain,
});

/** The base after these switches. */
const record = (...events: SwitchEvent[]): ExperimentConfig => events.reduce(recordSwitch, base);

describe('setBlocks', () => {
  it('gives new blocks the gain that prevails in their lane, at the end of their stage', () => {
    const config = setBlocks(base, 1, 4);
    expect(gains(config, 'residual')).toStrictEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(gains(config, 'plain')).toStrictEqual([0, 0.1, 0.2, 0.3, 0, 0, 0, 0.5]);
    expect(config.network.stages.map(({ blocks }) => blocks)).toStrictEqual([2, 4, 2]);
  });

  it('takes blocks from the end of their stage', () => {
    expect(gains(setBlocks(base, 0, 1), 'plain')).toStrictEqual([0, 0.2, 0.3, 0, 0.5]);
    expect(gains(setBlocks(base, 2, 0), 'plain')).toStrictEqual([0, 0.1, 0.2, 0.3]);
  });

  it('gives the first blocks of an empty network the default of their lane', () => {
    const empty = [0, 1, 2].reduce((config, stage) => setBlocks(config, stage, 0), base);
    const config = setBlocks(empty, 0, 2);
    expect(gains(config, 'residual')).toStrictEqual([1, 1]);
    expect(gains(config, 'plain')).toStrictEqual([0, 0]);
  });

  it('keeps recorded switches with their blocks', () => {
    const timeline = [
      event(1, 'plain', 0, 1),
      event(2, 'plain', 1, 1),
      event(3, 'plain', 2, 1),
      event(4, 'plain', 'all', 1),
    ];
    expect(setBlocks({ ...base, timeline }, 0, 1).timeline).toStrictEqual([
      event(1, 'plain', 0, 1),
      event(3, 'plain', 1, 1),
      event(4, 'plain', 'all', 1),
    ]);
    expect(setBlocks({ ...base, timeline }, 0, 3).timeline[2]).toStrictEqual(event(3, 'plain', 3, 1));
  });

  it('keeps the later of two switches of one step that come to be of the same blocks', () => {
    const timeline = [
      event(3, 'plain', [3, 5], 0),
      event(3, 'residual', [3, 5], 0.25),
      event(3, 'plain', [3, 4], 0.5),
      event(4, 'plain', [3, 4], 1),
    ];
    // Block 5 goes.
    expect(setBlocks({ ...base, timeline }, 2, 1).timeline).toStrictEqual([
      event(3, 'residual', [3, 4], 0.25),
      event(3, 'plain', [3, 4], 0.5),
      event(4, 'plain', [3, 4], 1),
    ]);
  });

  it('keeps settings of single blocks with their blocks', () => {
    const overrides = [
      { block: 0, kernel: 5 },
      { block: 1, width: 12 },
      { block: 2, groups: 2 },
    ];
    const given = { ...base, network: { ...base.network, overrides } };
    expect(setBlocks(given, 0, 1).network.overrides).toStrictEqual([
      { block: 0, kernel: 5 },
      { block: 1, groups: 2 },
    ]);
    expect(setBlocks(given, 0, 3).network.overrides[2]).toStrictEqual({ block: 3, groups: 2 });
  });

  it('keeps any experiment valid', () => {
    fc.assert(
      fc.property(
        experiments,
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 30 }),
        (config, stage, blocks) => {
          expect(repairConfig(setBlocks(config, stage, blocks)).repairs).toStrictEqual([]);
        },
      ),
    );
  });
});

describe('setWidth', () => {
  it('doubles from stage to stage, within bounds', () => {
    const { network } = setWidth(base, SETTINGS.width.max);
    expect([network.stemWidth, ...network.stages.map(({ width }) => width)]).toStrictEqual([
      64, 64, 128, 256,
    ]);
    expect(network.stages.map(({ blocks, stride }) => [blocks, stride])).toStrictEqual([
      [2, 1],
      [2, 2],
      [2, 2],
    ]);
  });
});

describe('setGain', () => {
  it('sets one block, or all of a lane, and leaves the other lanes', () => {
    expect(gains(setGain(base, 'plain', 4, 1), 'plain')).toStrictEqual([0, 0.1, 0.2, 0.3, 1, 0.5]);
    expect(gains(setGain(base, 'plain', 'all', 1), 'plain')).toStrictEqual([1, 1, 1, 1, 1, 1]);
    expect(gains(setGain(base, 'plain', 'all', 0.5), 'residual')).toStrictEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('recordSwitch', () => {
  it('appends switches in the order in which they are thrown', () => {
    expect(
      record(event(3, 'plain', 0, 1), event(3, 'residual', 'all', 0), event(8, 'plain', 0, 0)).timeline,
    ).toStrictEqual([event(3, 'plain', 0, 1), event(3, 'residual', 'all', 0), event(8, 'plain', 0, 0)]);
  });

  it('drops the recorded future', () => {
    const config = record(event(3, 'plain', 0, 1), event(9, 'residual', 2, 0));
    expect(recordSwitch(config, event(5, 'plain', 1, 1)).timeline).toStrictEqual([
      event(3, 'plain', 0, 1),
      event(5, 'plain', 1, 1),
    ]);
  });

  it('replaces what it overrides at its own step, and no more', () => {
    expect(record(event(3, 'plain', 0, 1), event(3, 'plain', 0, 0.5)).timeline).toStrictEqual([
      event(3, 'plain', 0, 0.5),
    ]);
    expect(
      record(event(3, 'plain', 0, 0.5), event(3, 'residual', 0, 0), event(3, 'plain', 'all', 1)).timeline,
    ).toStrictEqual([event(3, 'residual', 0, 0), event(3, 'plain', 'all', 1)]);
    expect(record(event(3, 'plain', 'all', 1), event(3, 'plain', 0, 0.5)).timeline).toHaveLength(2);
  });

  it('keeps nothing of a switch thrown back before the step was taken', () => {
    expect(record(event(3, 'plain', 0, 1), event(3, 'plain', 0, 0)).timeline).toStrictEqual([]);
  });

  it('changes the start of the run at step 0, and forgets the rest', () => {
    const config = recordSwitch(record(event(3, 'plain', 0, 1)), event(0, 'plain', 'all', 1));
    expect(config.timeline).toStrictEqual([]);
    expect(gains(config, 'plain')).toStrictEqual([1, 1, 1, 1, 1, 1]);
  });

  it('keeps only the fields of a switch', () => {
    const report = { ...event(3, 'plain', 0, 1), type: 'switched', run: 4 };
    expect(recordSwitch(base, report).timeline).toStrictEqual([event(3, 'plain', 0, 1)]);
  });

  it('takes a run of blocks as one, and several of a step as the fewest that come to the same', () => {
    const run = event(3, 'plain', [1, 3], 1);
    expect(record(run).timeline).toStrictEqual([run]);
    expect(record(event(3, 'plain', [1, 2], 1), event(3, 'plain', 3, 1)).timeline).toStrictEqual([run]);
    expect(record(run, event(3, 'plain', 2, 0.2)).timeline).toStrictEqual([
      event(3, 'plain', 1, 1),
      event(3, 'plain', 3, 1),
    ]);
    expect(record(run, event(3, 'plain', 'all', 0)).timeline).toStrictEqual([event(3, 'plain', 'all', 0)]);
    // A folded run switched to and fro at one pause, as often as one likes.
    const clicks = Array.from({ length: 999 }, (_, i) => event(3, 'plain', [0, 4], i % 2 === 0 ? 1 : 0));
    expect(record(...clicks).timeline).toStrictEqual([event(3, 'plain', [0, 4], 1)]);
  });

  it('holds 500 switches of runs, each at another step', () => {
    const clicks = Array.from({ length: LIMITS.timelineEvents + 1 }, (_, i) =>
      event(i + 1, 'plain', [0, 4], i % 2 === 0 ? 1 : 0),
    );
    const config = record(...clicks);
    expect(config.timeline).toStrictEqual(clicks.slice(0, -1));
    expect(clicks.map((click) => replaysSwitch(config, click)).lastIndexOf(true)).toBe(
      LIMITS.timelineEvents - 1,
    );
    expect(repairConfig(config).repairs).toStrictEqual([]);
  });

  it('records nothing more where the timeline is full, which can be told', () => {
    const full: ExperimentConfig = {
      ...base,
      timeline: Array.from({ length: LIMITS.timelineEvents }, (_, index) =>
        event(index + 1, 'residual', 0, index % 2),
      ),
    };
    const click = event(9_999, 'plain', 0, 1);
    expect(recordSwitch(full, click)).toStrictEqual(full);
    expect(replaysSwitch(recordSwitch(full, click), click)).toBe(false);
    // Where it merges with what is recorded there is room.
    const back = event(LIMITS.timelineEvents, 'residual', 0, 0.5);
    expect(recordSwitch(full, back).timeline.at(-1)).toStrictEqual(back);
    expect(replaysSwitch(recordSwitch(full, back), back)).toBe(true);
    // What was recorded for later does not happen any more, recorded or not.
    const rates = [{ step: 10_000, rate: 0.5 }];
    expect(recordSwitch({ ...full, rates }, click)).toStrictEqual(full);
  });

  it('has the gains in force that were thrown, for any experiment and switch', () => {
    fc.assert(
      fc.property(
        experiments,
        fc.integer({ min: 0, max: 25 }),
        fc.constantFrom(0, 0.5, 1),
        (config, step, gain) => {
          const lane = config.lanes[0]?.id ?? '';
          const after = recordSwitch(config, event(step, lane, 'all', gain));
          expect(new Set(gainsAt(after, step)[0]?.gains).size).toBeLessThanOrEqual(1);
          expect(gainsAt(after, step)[0]?.gains.every((value) => value === gain)).toBe(true);
          // The other lanes, and the past where there is one, are as before.
          expect(gainsAt(after, step).slice(1)).toStrictEqual(
            gainsAt(step === 0 ? clearTimeline(config) : config, step).slice(1),
          );
          const past = step === 0 ? after : config;
          expect(gainsAt(after, step - 1)).toStrictEqual(gainsAt(past, step - 1));
          expect(repairConfig(after).repairs).toStrictEqual([]);
        },
      ),
    );
  });
});

describe('gainsAt', () => {
  it('counts a switch from the gradient at its own step', () => {
    const config = { ...base, timeline: [event(3, 'plain', 1, 1), event(5, 'plain', 'all', 0)] };
    const plainAt = (step: number): readonly number[] | undefined => gainsAt(config, step)[1]?.gains;
    expect(plainAt(2)).toStrictEqual([0, 0.1, 0.2, 0.3, 0, 0.5]);
    expect(plainAt(3)).toStrictEqual([0, 1, 0.2, 0.3, 0, 0.5]);
    expect(plainAt(5)).toStrictEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('stages', () => {
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
});
