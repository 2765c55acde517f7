/** Steps that give way after every piece: the same numbers, wherever they wait, and nothing of one that is left. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { dataOf } from '../../scripts/webgpu/experiments';
import type { StepProgress } from '../contract/messages';
import { pairOf } from '../testing/config';
import { LaneWorkerDouble } from '../testing/lane-workers';
import type { OpenLanes } from './lanes';
import { openLanes, Trainer } from './trainer';
import { AbandonedError, WorkerTurns } from './turns';
import { WorkerLanes } from './workers/lanes';
import { LaneLine } from './workers/line';

beforeAll(() => useNodeBackend('wasm'));

const data = dataOf(14, 1);
const experiment = pairOf(
  [
    { blocks: 1, width: 4, stride: 1 },
    { blocks: 1, width: 8, stride: 2 },
    { blocks: 0, width: 4, stride: 1 },
  ],
  { batchSize: 4 },
);

/** A clock on which every look at it is a second after the one before. */
function leaping(): () => number {
  let now = 0;
  return () => (now += 1_000);
}

/** Turns that rest after every piece; `onTurn` decides what happens meanwhile, by how many there were. */
function restless(onTurn: (turns: WorkerTurns, count: number) => void = () => undefined) {
  const told: StepProgress[] = [];
  let count = 0;
  const turns: WorkerTurns = new WorkerTurns({
    now: leaping(),
    breathe: () => {
      onTurn(turns, ++count);
      return new Promise((resolve) => void setTimeout(resolve));
    },
    onProgress: (progress) => told.push(progress),
  });
  return { turns, told, rests: () => count };
}

type Place = (turns: WorkerTurns) => OpenLanes;

const here: Place = (turns) => (config, plans, own) => openLanes(config, plans, own, turns);
const inWorkers: Place = (turns) => {
  const workers = experiment.lanes.map(() => new LaneWorkerDouble());
  for (const worker of workers) worker.now = leaping();
  const lines = workers.map((worker) => new LaneLine(worker));
  return (config, plans, own) =>
    new WorkerLanes(config, own, { backend: { name: 'wasm' }, lines, plans, turns });
};

/** Rows of three steps, and what was learnt. */
async function story(open: OpenLanes) {
  const trainer = new Trainer(experiment, data, null, open);
  await trainer.prepare(() => undefined);
  const rows: (readonly number[])[] = [];
  for (let step = 0; step < 3; step++) rows.push([...(await trainer.step())]);
  const snapshots = await trainer.snapshots();
  trainer.dispose();
  return { rows, snapshots };
}

describe.each([
  ['here', here],
  ['in workers', inWorkers],
])('a step that lasts, with its lanes %s', (_, place) => {
  it('has the same numbers as one that runs through, and tells every layer, there and back', async () => {
    const { turns, told } = restless();
    expect(await story(place(turns))).toEqual(await story(openLanes));
    // Stem, four convolutions, a projection and the classifier, of two networks, twice.
    expect(new Set(told.map(({ of }) => of))).toEqual(new Set([0, 28]));
    const steps = told.filter(({ of }) => of > 0).map(({ done }) => done);
    expect(Math.max(...steps)).toBe(28);
    const ends = steps.filter((done, i) => done > (steps[i + 1] ?? 0));
    expect(ends).toHaveLength(3);
    expect(told.every(({ isHeld }) => !isHeld)).toBe(true);
  });

  it('waits where it is, and goes on to the same numbers', async () => {
    const undisturbed = await story(openLanes);
    const { turns, told } = restless();
    const trainer = new Trainer(experiment, data, null, place(turns));
    await trainer.prepare(() => undefined);
    const rows = [[...(await trainer.step())]];
    const second = trainer.step();
    turns.hold(true);
    // Whoever computes hears of it in its next turn.
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve));
    const held = told.at(-1);
    expect(held).toMatchObject({ of: 28, isHeld: true });
    expect(held?.done).toBeLessThan(28);
    turns.hold(false);
    rows.push([...(await second)]);
    turns.end();
    rows.push([...(await trainer.step())]);
    expect({ rows, snapshots: await trainer.snapshots() }).toEqual(undisturbed);
    trainer.dispose();
  });

  it('ends where nobody wants the rest, also while it waits, and leaves what another one needs', async () => {
    const undisturbed = await story(openLanes);
    for (const waits of [false, true]) {
      const { turns } = restless();
      const trainer = new Trainer(experiment, data, null, place(turns));
      await trainer.prepare(() => undefined);
      const step = trainer.step();
      if (waits) turns.hold(true);
      turns.abandon();
      await expect(step).rejects.toThrow(new AbandonedError().message);
      trainer.dispose();
      expect(await story(place(restless().turns))).toEqual(undisturbed);
    }
  });
});

it('a step in workers is abandoned with all that was ordered behind it, and the same workers train another network', async () => {
  const undisturbed = await story(openLanes);
  const workers = experiment.lanes.map(() => new LaneWorkerDouble());
  for (const worker of workers) worker.now = leaping();
  const lines = workers.map((worker) => new LaneLine(worker));
  const open =
    (turns: WorkerTurns): OpenLanes =>
    (config, plans, own) =>
      new WorkerLanes(config, own, { backend: { name: 'wasm' }, lines, plans, turns });
  const { turns } = restless();
  const left = new Trainer(experiment, data, null, open(turns));
  const step = left.step();
  turns.abandon();
  await expect(step).rejects.toMatchObject({ name: 'AbandonedError' });
  left.dispose();
  expect(await story(open(restless().turns))).toEqual(undisturbed);
  expect(lines.some(({ isLost }) => isLost)).toBe(false);
});

it('work that does not last runs through, and says nothing', async () => {
  const told: StepProgress[] = [];
  let rests = 0;
  const turns = new WorkerTurns({
    now: () => 0,
    breathe: () => Promise.resolve(void rests++),
    onProgress: (progress) => told.push(progress),
  });
  await story(here(turns));
  expect([rests, told]).toEqual([0, []]);
});
