/** Weights leave the worker between two steps: what the networks began with, and what the steps have made of it. */
import { beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { initialParameters, layoutOf } from '../network/parameters';
import { shortcutParameters } from '../architecture/nodes';
import { planLanes } from '../architecture/plan-experiment';
import { openSession as open, tiny } from '../testing/session';
import { loadWeights } from '../weights/kept';

beforeAll(() => useNodeBackend('wasm'));

function differ(a: Float32Array, b: Float32Array): boolean {
  return a.some((value, index) => value !== b[index]);
}

it('weights are those of the seeds at step 0, and afterwards those of the step that is told', async () => {
  const { reports, send, start, until, stepped } = open();
  const taken = () => reports.flatMap((report) => (report.type === 'weights' ? [report.weights] : []));
  start(1);
  send({ type: 'weights', run: 1 });
  await until((report) => report.type === 'weights');
  const [first] = taken();
  expect(first!.step).toBe(0);
  planLanes(tiny).forEach((plan, index) => {
    const { id, gains, initial, now, statistics } = first!.lanes[index]!;
    expect([id, gains]).toEqual([tiny.lanes[index]!.id, tiny.lanes[index]!.gains]);
    expect(initial).toEqual(initialParameters(plan, tiny.seeds.init));
    expect(now).toEqual(initial);
    expect([...statistics.keys()]).toEqual(plan.norms.map(({ name }) => name));
    for (const { mean, variance } of statistics.values()) {
      expect(mean.every((value) => value === 0)).toBe(true);
      expect(variance.every((value) => value === 1)).toBe(true);
    }
  });
  send({ type: 'step', run: 1 });
  await until(stepped(1, 1));
  send({ type: 'switch', run: 1, lane: 'plain', block: 0, gain: 0.5 });
  send({ type: 'weights', run: 1 });
  await until((report) => report.type === 'weights' && report.weights.step === 1);
  const [, second] = taken();
  expect(second!.lanes.map(({ gains }) => gains)).toEqual([[1], [0.5]]);
  second!.lanes.forEach(({ initial, now, statistics }, index) => {
    expect(initial).toEqual(first!.lanes[index]!.initial);
    // Every filter and mean has moved but those that lead around a block whose shortcut was off.
    const plan = planLanes(tiny)[index]!;
    const around = shortcutParameters(plan);
    const moves = (name: string) => !around.has(name) || tiny.lanes[index]!.gains[0] === 1;
    for (const { name, role, offset, size } of layoutOf(plan.parameters).entries) {
      if (role !== 'filter') continue;
      const part = (values: Float32Array) => values.subarray(offset, offset + size);
      expect([name, differ(part(now), part(initial))]).toEqual([name, moves(name)]);
    }
    for (const [norm, { mean }] of statistics)
      expect([norm, mean.some((value) => value !== 0)]).toEqual([norm, moves(`${norm}.weight`)]);
  });
});

it('steps go on from a look at the weights as they would have without', async () => {
  const { send, start, until, stepped, rows } = open();
  for (const run of [1, 2]) {
    start(run);
    for (let step = 0; step < 3; step++) {
      send({ type: 'step', run });
      if (run === 2) send({ type: 'weights', run });
    }
    await until(stepped(run, 3));
  }
  expect(rows(2)).toEqual(rows(1));
});

it('a run whose weights are not kept here ends, and says which they are', async () => {
  const lanes = tiny.lanes.map((lane) => ({ ...lane, weights: { hash: '0123456789abcdef', name: 'mine' } }));
  const { reports, send, until } = open({
    loadWeights: ({ experiment }) => loadWeights(experiment),
  });
  send({ type: 'start', run: 1, experiment: { ...tiny, lanes }, backend: 'auto' });
  await until(({ type }) => type === 'failed');
  expect(reports.at(-1)).toMatchObject({ code: 'own-weights', message: 'mine (0123456789abcdef)' });
});
