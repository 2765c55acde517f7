/** What a shortcut alone leads to, while the shortcut is off: as PyTorch leaves what is not part of a pass. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { planLanesFor } from '../architecture/plan-experiment';
import { shortcutParameters } from '../architecture/nodes';
import { SETTINGS } from '../config/settings';
import type { ExperimentConfig } from '../config/schema';
import { pairOf } from '../testing/config';
import { decode } from '../config/codec/url';
import type { LaneSnapshot, LaneState } from '../contract/run-state';
import { loadDataSet, type DataSet } from '../data/dataset';
import { l2Norm } from '../engine/measures';
import { layoutOf } from '../network/parameters';
import { CLOSED_PATH_CASES, SHORTCUT_NORM, WATCHED } from '../testing/closed-paths';
import { Trainer } from './trainer';

const load = (experiment: ExperimentConfig): Promise<DataSet> =>
  loadDataSet(experiment.data, experiment.seeds.data, {
    baseUrl: 'https://example.test/',
    onProgress: () => undefined,
  });

/** A lane's parameters by name. */
function namedOf(
  experiment: ExperimentConfig,
  data: DataSet,
  { parameters }: LaneState,
): Map<string, Float32Array> {
  const [plan] = planLanesFor(experiment, data, data.classes.length);
  return new Map(
    layoutOf(plan!.parameters).entries.map(({ name, offset, size }) => [
      name,
      parameters.subarray(offset, offset + size),
    ]),
  );
}

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  let data: DataSet;
  beforeAll(async () => {
    await useNodeBackend(backend);
    data = await load(CLOSED_PATH_CASES[0]!.experiment);
  });

  it.each(CLOSED_PATH_CASES)('$name: PyTorch', async ({ experiment, losses, norms, running }) => {
    const trainer = new Trainer(experiment, data);
    for (const loss of losses) {
      const row = await trainer.step();
      expect(Math.abs(row[1]! / loss - 1)).toBeLessThan(2e-5);
      trainer.replayDue();
    }
    const [lane] = await trainer.snapshots();
    const named = namedOf(experiment, data, lane!);
    const wrong = WATCHED.filter((name, i) => !(Math.abs(l2Norm(named.get(name)!) / norms[i]! - 1) < 2e-4));
    expect(wrong).toEqual([]);
    const { mean, variance } = lane!.statistics.get(SHORTCUT_NORM)!;
    expect(Math.abs(l2Norm(mean) / running[0] - 1)).toBeLessThan(1e-4);
    expect(Math.abs(l2Norm(variance) / running[1] - 1)).toBeLessThan(1e-4);
  });
});

it('decay leaves the projection of a plain lane as it was initialised', async () => {
  await useNodeBackend('wasm');
  const { config } = decode('#v=1&set=shapes&blocks=1,1,1&batch=16&opt=adam&lr=0.01&decay=0.0005&test=0');
  const data = await load(config);
  const trainer = new Trainer(config, data);
  const [, plain] = planLanesFor(config, data, data.classes.length);
  const entry = layoutOf(plain!.parameters).entries.find(
    ({ name }) => name === 'layer2.0.downsample.0.weight',
  );
  const weights = async (): Promise<Float32Array> =>
    (await trainer.snapshots())[1]!.parameters.subarray(entry!.offset, entry!.offset + entry!.size);
  const before = await weights();
  for (let step = 0; step < 6; step++) await trainer.step();
  expect(l2Norm(before)).toBeGreaterThan(0);
  expect(await weights()).toEqual(before);
});

/** Numbers of a snapshot that belong to closed paths: weights, memory, counts of updates and running statistics. */
function closedPartOf(experiment: ExperimentConfig, data: DataSet, lane: LaneSnapshot) {
  const [plan] = planLanesFor(experiment, data, data.classes.length);
  const names = shortcutParameters(plan!);
  expect(names.size).toBeGreaterThan(0);
  const { first, second, updates } = lane.optimiser;
  const cut = (values: Float32Array, offset: number, size: number) => [
    ...values.subarray(offset, offset + size),
  ];
  return {
    parameters: layoutOf(plan!.parameters).entries.flatMap(({ name, offset, size }, i) =>
      names.has(name)
        ? [[name, ...[lane.parameters, first, second].map((v) => cut(v, offset, size)), updates[i]]]
        : [],
    ),
    statistics: [...lane.statistics].filter(([norm]) => names.has(`${norm}.weight`)),
  };
}

describe.each(SETTINGS.opt.choices)('%s', (kind) => {
  it.each(
    SETTINGS.gate.choices.flatMap((gate) =>
      (['original', 'pre-activation'] as const).map((order) => [gate, order] as const),
    ),
  )('with gates %s, %s: nothing of a closed path moves, nor of its memory', async (gate, order) => {
    await useNodeBackend('wasm');
    const stages = [
      { blocks: 1, width: 4, stride: 2 },
      { blocks: 1, width: 6, stride: 2 },
    ];
    const pair = pairOf(stages, { network: { gate, order, shortcut: 'C' } });
    const experiment: ExperimentConfig = {
      ...pair,
      lanes: pair.lanes.slice(0, 1),
      optimiser: { ...pair.optimiser, kind, learningRate: 0.003, weightDecay: 0.1 },
    };
    const data = await load(experiment);
    const trainer = new Trainer(experiment, data);
    await trainer.step();
    await trainer.step();
    trainer.switch('residual', 'all', 0);
    const [before] = await trainer.snapshots();
    for (let step = 0; step < 3; step++) await trainer.step();
    const [after] = await trainer.snapshots();
    expect(closedPartOf(experiment, data, after!)).toEqual(closedPartOf(experiment, data, before!));
    expect(after!.parameters).not.toEqual(before!.parameters);
    trainer.switch('residual', 'all', 1);
    await trainer.step();
    const [open] = await trainer.snapshots();
    const counts = new Set(open!.optimiser.updates);
    expect(counts).toEqual(new Set([3, 6]));
  });
});
