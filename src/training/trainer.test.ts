/** Lanes in lockstep: what they share, what a switch does, and that a replay is exact. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig, SwitchEvent } from '../config/schema';
import { pairOf } from '../testing/config';
import { loadDataSet, type DataSet } from '../data/dataset';
import { gradientOf, rowOffsets } from '../contract/metrics';
import { Trainer } from './trainer';

/** Three blocks, one with a projection, on drawn shapes: quick, and all that the default has. */
const small = pairOf([
  { blocks: 2, width: 4, stride: 2 },
  { blocks: 1, width: 8, stride: 2 },
  { blocks: 0, width: 8, stride: 2 },
]);

let data: DataSet;
const load = (experiment: ExperimentConfig): Promise<DataSet> =>
  loadDataSet(experiment.data, experiment.seeds.data, {
    baseUrl: 'https://example.test/',
    onProgress: () => undefined,
  });

/** Rows of so many steps; `live` are switches thrown by hand before the step they name. */
async function train(
  trainer: Trainer,
  steps: number,
  live: readonly SwitchEvent[] = [],
): Promise<number[][]> {
  const rows: number[][] = [];
  while (trainer.stepCount < steps) {
    for (const { lane, block, gain } of live.filter(({ step }) => step === trainer.stepCount)) {
      trainer.switch(lane, block, gain);
    }
    rows.push([...(await trainer.step())]);
    trainer.replayDue();
  }
  return rows;
}

/** A lane's part of a row. */
function laneOf(trainer: Trainer, row: readonly number[], lane: number): readonly number[] {
  return row.slice(...rowOffsets(trainer.layout).slice(lane, lane + 2));
}

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await useNodeBackend(backend);
    data = await load(small);
  });

  it('gives lanes with all skips on exactly the same numbers', async () => {
    const on = { ...small, lanes: small.lanes.map((lane) => ({ ...lane, gains: [1, 1, 1] })) };
    const trainer = new Trainer(on, data);
    for (const row of await train(trainer, 4))
      expect(laneOf(trainer, row, 1)).toEqual(laneOf(trainer, row, 0));
  });

  it('starts lanes that differ in skips from the same weights', async () => {
    const trainer = new Trainer(small, data);
    const [row = []] = await train(trainer, 1);
    expect(laneOf(trainer, row, 1)).not.toEqual(laneOf(trainer, row, 0));
    trainer.switch('plain', 'all', 1);
    const fresh = new Trainer(small, data);
    fresh.switch('plain', 'all', 1);
    const [same = []] = await train(fresh, 1);
    expect(laneOf(fresh, same, 1)).toEqual(laneOf(fresh, same, 0));
  });

  it('replays to the last bit', async () => {
    expect(await train(new Trainer(small, data), 5)).toEqual(await train(new Trainer(small, data), 5));
  });

  it('replays a live switch from the timeline to the last bit', async () => {
    const event: SwitchEvent = { step: 2, lane: 'plain', block: 'all', gain: 1 };
    const live = await train(new Trainer(small, data), 5, [event]);
    const untouched = await train(new Trainer(small, data), 5);
    const recorded = await train(new Trainer({ ...small, timeline: [event] }, data), 5);
    expect(recorded).toEqual(live);
    // In force from the gradient of its own step on, not before.
    expect(live.slice(0, 2)).toEqual(untouched.slice(0, 2));
    expect(live[2]).not.toEqual(untouched[2]);
  });

  it('forgets what was recorded for later when a switch is thrown by hand', async () => {
    const later: SwitchEvent = { step: 3, lane: 'residual', block: 0, gain: 0 };
    const trainer = new Trainer({ ...small, timeline: [later] }, data);
    const byHand: SwitchEvent = { step: 1, lane: 'plain', block: 2, gain: 1 };
    expect(await train(trainer, 5, [byHand])).toEqual(await train(new Trainer(small, data), 5, [byHand]));
  });

  it('measures the next step without taking it', async () => {
    const trainer = new Trainer(small, data);
    const measured = [...(await trainer.measure())];
    expect(trainer.stepCount).toBe(0);
    expect(await train(trainer, 3)).toEqual(await train(new Trainer(small, data), 3));
    expect(measured).toEqual((await train(new Trainer(small, data), 1))[0]);
  });

  it('shows a projection whose skip is off as without gradient', async () => {
    const trainer = new Trainer(small, data);
    const [row = []] = await train(trainer, 1);
    const projection = trainer.layout.lanes[0]?.columns.indexOf(gradientOf('layer2.0.downsample.0')) ?? -1;
    expect(laneOf(trainer, row, 1)[projection]).toBe(0);
    expect(laneOf(trainer, row, 0)[projection]).toBeGreaterThan(0);
  });

  it('tests with running statistics: better than chance once trained', async () => {
    const trainer = new Trainer({ ...small, optimiser: { ...small.optimiser, learningRate: 0.05 } }, data);
    await train(trainer, 60);
    const test = trainer.test();
    let next = await test.next();
    while (next.done !== true) next = await test.next();
    expect(next.value.map(({ lane }) => lane)).toEqual(['residual', 'plain']);
    expect(next.value[0]!.accuracy).toBeGreaterThan(0.2);
    expect(next.value[0]!.loss).toBeLessThan(Math.log(10));
  });

  it('leaves no tensor behind', async () => {
    const trainer = new Trainer(small, data);
    await train(trainer, 2);
    const before = tf.memory();
    await train(trainer, 12);
    await trainer.measure();
    const test = trainer.test();
    await test.next();
    await test.return([]);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });
});

it('trains: the loss of a residual network falls', async () => {
  await useNodeBackend('wasm');
  const trainer = new Trainer(
    { ...small, batchSize: 32, optimiser: { ...small.optimiser, learningRate: 0.1 } },
    await load(small),
  );
  const rows = await train(trainer, 60);
  const mean = (part: number[][]): number => part.reduce((sum, row) => sum + row[1]!, 0) / part.length;
  expect(mean(rows.slice(-10))).toBeLessThan(0.8 * mean(rows.slice(0, 10)));
});

it('tells divergence by numbers that are not finite', async () => {
  await useNodeBackend('wasm');
  const trainer = new Trainer(
    {
      ...small,
      network: {
        ...small.network,
        norm: 'none',
        stages: small.network.stages.map((stage) => ({ ...stage, blocks: 6 })),
      },
      lanes: small.lanes.map((lane) => ({ ...lane, gains: Array.from({ length: 18 }, () => 1) })),
      optimiser: { ...DEFAULTS.optimiser, learningRate: 10 },
    },
    await load(small),
  );
  const rows = await train(trainer, 12);
  expect(Number.isFinite(rows.at(-1)![1])).toBe(false);
});

it('a learning rate set live scales what plain gradient descent does, and nothing before', async () => {
  const optimiser = { ...small.optimiser, momentum: 0, learningRate: 0.08 };
  const moved = async (change: (trainer: Trainer) => void): Promise<number[]> => {
    const trainer = new Trainer({ ...small, optimiser }, data);
    await trainer.step();
    const [before] = await trainer.snapshots();
    change(trainer);
    await trainer.step();
    const [after] = await trainer.snapshots();
    return Array.from(after?.parameters ?? [], (weight, i) => weight - (before?.parameters[i] ?? 0));
  };
  const whole = await moved(() => undefined);
  const quarter = await moved((trainer) => trainer.setRate(0.02));
  const largest = Math.max(...whole.map(Math.abs));
  expect(largest).toBeGreaterThan(0.001);
  // Differences of weights about 1 have seven digits less their own size.
  quarter.forEach((step, i) => expect(Math.abs(step - (whole[i] ?? 0) / 4)).toBeLessThan(1e-6));
});

it('refuses a batch that the data cannot fill', async () => {
  const shapes = await load(small);
  expect(() => new Trainer({ ...small, batchSize: 100_000 }, shapes)).toThrow(RangeError);
});

describe.each([
  ['momentum', small.optimiser],
  ['Adam', { ...small.optimiser, kind: 'adam', learningRate: 0.001 }],
  ['RMSProp', { ...small.optimiser, kind: 'rmsprop', learningRate: 0.001 }],
] as const)('a checkpoint with %s', (_, optimiser) => {
  it('is where another trainer goes on as the first one would have', async () => {
    const events: SwitchEvent[] = [
      { step: 1, lane: 'plain', block: 0, gain: 0.5 },
      { step: 4, lane: 'residual', block: 'all', gain: 0 },
    ];
    const rates = [1, 4].map((step) => ({ step, rate: optimiser.learningRate * step }));
    const experiment: ExperimentConfig = { ...small, optimiser, timeline: events, rates };
    const undisturbed = await train(new Trainer(experiment, data), 6);
    const first = new Trainer(experiment, data);
    const before = await train(first, 2);
    const checkpoint = await first.checkpoint();
    await train(first, 3);
    const second = new Trainer(experiment, data, first.resumptionFrom(checkpoint));
    expect(second.stepCount).toBe(2);
    expect([...before, ...(await train(second, 6))]).toEqual(undisturbed);
    const fromSeeds = new Trainer(experiment, data, first.resumptionFrom(null));
    expect(await train(fromSeeds, 6)).toEqual(undisturbed);
  });
});
