/** Lanes that start from brought weights: as they were where those were taken, here and in workers, and after a reset. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { dataOf } from '../../scripts/webgpu/experiments';
import type { ExperimentConfig } from '../config/schema';
import { readSafetensors, writeSafetensors } from '../formats/safetensors';
import { stateDict } from '../pytorch/tensors';
import { pairOf } from '../testing/config';
import { LaneWorkerDouble } from '../testing/lane-workers';
import type { BroughtWeights } from '../training/brought';
import { openLanes, Trainer } from '../training/trainer';
import { WorkerLanes } from '../training/workers/lanes';
import { LaneLine } from '../training/workers/line';

const HASH = '0123456789abcdef';
const data = dataOf(14, 1);
/** Nine convolutions, each with a filter and four of its norm, and the classifier's two. */
const TENSORS = 9 * 5 + 2;
const small = pairOf([
  { blocks: 2, width: 4, stride: 2 },
  { blocks: 1, width: 8, stride: 2 },
  { blocks: 0, width: 8, stride: 2 },
]);
/** Another seed, so that nothing is as it was but what is brought. */
const started: ExperimentConfig = {
  ...small,
  seeds: { ...small.seeds, init: 7 },
  lanes: small.lanes.map((lane) =>
    lane.id === 'residual' ? { ...lane, weights: { hash: HASH, name: 'step 4' } } : lane,
  ),
};

async function testOf(trainer: Trainer) {
  const test = trainer.test();
  for (let next = await test.next(); ; next = await test.next()) if (next.done === true) return next.value;
}

async function rowsOf(trainer: Trainer, steps: number): Promise<number[][]> {
  const rows = [];
  for (let step = 0; step < steps; step++) rows.push([...(await trainer.step())]);
  return rows;
}

/** The residual lane after four steps as a file, and what it scores. */
async function taken() {
  const trainer = new Trainer(small, data);
  await rowsOf(trainer, 4);
  const [lane] = (await trainer.weights()).lanes;
  const file = readSafetensors(writeSafetensors(stateDict(trainer.plans[0]!, lane!.now, lane!.statistics)));
  return { brought: new Map([[HASH, file]]), lane: lane!, scored: (await testOf(trainer))[0] };
}

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));

  it('a lane that starts from weights scores as they did, to the last bit; others start from the seed', async () => {
    const { brought, lane, scored } = await taken();
    const trainer = new Trainer(started, data, null, openLanes, brought);
    expect((await testOf(trainer))[0]).toEqual(scored);
    const [own, other] = (await trainer.weights()).lanes;
    expect(own).toMatchObject({ initial: lane.now, now: lane.now, statistics: lane.statistics });
    expect(own?.initialStatistics).toEqual(lane.statistics);
    const plain = new Trainer(started, data);
    expect(other?.now).toEqual((await plain.weights()).lanes[1]?.now);
    expect(trainer.started).toEqual([{ lane: 'residual', fits: TENSORS, rest: [] }]);
    expect(plain.started).toEqual([]);
  });

  it('replays exactly, from its beginning and from a checkpoint', async () => {
    const { brought } = await taken();
    const first = new Trainer(started, data, null, openLanes, brought);
    const rows = await rowsOf(first, 2);
    const checkpoint = await first.checkpoint();
    const rest = await rowsOf(first, 2);
    const again = new Trainer(started, data, first.resumptionFrom(null), openLanes, brought);
    expect(await rowsOf(again, 4)).toEqual([...rows, ...rest]);
    const on = new Trainer(started, data, first.resumptionFrom(checkpoint), openLanes, brought);
    expect(await rowsOf(on, 2)).toEqual(rest);
  });
});

it('in workers of their own, lanes start alike', async () => {
  await useNodeBackend('wasm');
  const { brought } = await taken();
  const lines = [new LaneWorkerDouble(), new LaneWorkerDouble()].map((worker) => new LaneLine(worker));
  const there = new Trainer(
    started,
    data,
    null,
    (experiment, plans, own) => new WorkerLanes(experiment, own, { backend: { name: 'wasm' }, lines, plans }),
    brought,
  );
  await there.prepare(() => undefined);
  expect(await rowsOf(there, 3)).toEqual(
    await rowsOf(new Trainer(started, data, null, openLanes, brought), 3),
  );
  there.dispose();
});

it('of weights of another shape what fits is taken, and the rest is named', async () => {
  await useNodeBackend('wasm');
  const { brought } = await taken();
  const network = {
    ...started.network,
    stages: started.network.stages.map((stage, i) => (i === 1 ? { ...stage, width: 6 } : stage)),
  };
  const edited = { ...started, network };
  const trainer = new Trainer(edited, data, null, openLanes, brought);
  const [fitted] = trainer.started;
  expect(fitted?.rest).toContain('layer2.0.conv1.weight');
  expect(fitted?.rest).not.toContain('layer1.0.conv1.weight');
  expect(fitted!.fits + fitted!.rest.length).toBe(TENSORS);
  const [row] = await rowsOf(trainer, 1);
  expect(row?.every(Number.isFinite)).toBe(true);
});

it('a network that a study trains anew begins at the seed', async () => {
  await useNodeBackend('wasm');
  const none: BroughtWeights = new Map();
  const without = { ...started, lanes: small.lanes };
  expect(await rowsOf(new Trainer(started, data, null, openLanes, none), 1)).toEqual(
    await rowsOf(new Trainer(without, data), 1),
  );
});
