/** Metrics that are taken along: every number at its place, in the table as in the JSON. */
import { expect, it } from 'vitest';
import { smallExperiment } from '../testing/client';
import { metricsJson, metricsTable, type HeldRows, type RunHistory } from './metrics';

/** Rows by step: for each lane its numbers, undefined where nothing was measured. */
function held(
  columns: readonly (readonly string[])[],
  rows: readonly (readonly [step: number, ...lanes: (readonly (number | undefined)[])[]])[],
): HeldRows {
  return {
    layout: { lanes: columns.map((own, lane) => ({ id: ['residual', 'plain'][lane] ?? '', columns: own })) },
    length: rows.length,
    stepAt: (row) => rows[row]?.[0],
    valueAt: (row, lane, column) => {
      const own = rows[row]?.[lane + 1];
      return typeof own === 'object' ? own[column] : undefined;
    },
  };
}

const lane = (id: string, name: string, tests: RunHistory['lanes'][number]['tests']) => ({
  id,
  name,
  parameters: 100,
  blocks: ['layer1.0', 'layer2.0'],
  gains: id === 'plain' ? [0, 0] : [1, 1],
  tests,
});

const history: RunHistory = {
  config: {
    ...smallExperiment,
    optimiser: { ...smallExperiment.optimiser, learningRate: 0.5 },
    schedule: { ...smallExperiment.schedule, kind: 'constant', warmUp: 1 },
  },
  link: 'https://example.test/#v=1',
  step: 3,
  lanes: [
    lane('residual', 'With skips', [{ step: 2, loss: 1.25, accuracy: 0.75 }]),
    lane('plain', 'Without', [{ step: 2, loss: 2.5, accuracy: 0.125 }]),
  ],
  metrics: held(
    [
      ['loss', 'accuracy', 'grad:conv1'],
      ['loss', 'accuracy', 'grad:conv1', 'grad:own'],
    ],
    [
      [0, [2.25, 0.1, 3], [2.5, 0.2, 4, 5]],
      [2, [0.1 + 0.2, 0.5, 6], [Number.NaN, 0, 7, Number.POSITIVE_INFINITY]],
    ],
  ),
  instruments: held([['weight:conv1'], ['weight:conv1']], [[2, [8], [undefined]]]),
  held: { stride: 2, denseFrom: 2 },
  switches: [
    { step: 2, lane: 'plain', block: 'all', gain: 1 },
    { step: 2, lane: 'plain', block: [0, 1], gain: 0.5 },
  ],
  rates: [{ step: 2, rate: 0.25 }],
  divergences: [{ lane: 'plain', step: 2, place: 'loss' }],
};

it('are a row for every step and lane, to the last bit, with the rate of the step and what was switched', () => {
  const { columns, rows } = metricsTable(history);
  expect(columns).toEqual([
    'step', 'lane', 'rate', 'loss', 'accuracy', 'grad:conv1', 'grad:own', 'weight:conv1', 'test_loss', 'test_accuracy',
    'switched',
  ]); // prettier-ignore
  // A warm-up of one step begins with half of the rate.
  expect(rows).toEqual([
    [0, 'residual', 0.25, 2.25, 0.1, 3, undefined, undefined, undefined, undefined, undefined],
    [0, 'plain', 0.25, 2.5, 0.2, 4, 5, undefined, undefined, undefined, undefined],
    [2, 'residual', 0.25, 0.30000000000000004, 0.5, 6, undefined, 8, 1.25, 0.75, undefined],
    [2, 'plain', 0.25, Number.NaN, 0, 7, Number.POSITIVE_INFINITY, undefined, 2.5, 0.125, 'all=1 0-1=0.5'],
  ]);
});

it('are series by lane in JSON, null where nothing was measured, and words for what JSON has no number for', () => {
  const read = JSON.parse(metricsJson(history)) as Record<string, unknown>;
  expect(read).toMatchObject({
    format: 'resnet-explorer-metrics',
    version: 1,
    link: history.link,
    updates: 3,
    held: { everyStepFrom: 2, before: { oneOf: 2 } },
    steps: [0, 2],
    rate: [0.25, 0.25],
    switches: history.switches,
    rates: history.rates,
    divergences: history.divergences,
  });
  expect(read['lanes']).toEqual([
    {
      id: 'residual',
      name: 'With skips',
      parameters: 100,
      blocks: ['layer1.0', 'layer2.0'],
      gains: [1, 1],
      series: {
        loss: [2.25, 0.30000000000000004],
        accuracy: [0.1, 0.5],
        'grad:conv1': [3, 6],
        'weight:conv1': [null, 8],
        test_loss: [null, 1.25],
        test_accuracy: [null, 0.75],
      },
    },
    {
      id: 'plain',
      name: 'Without',
      parameters: 100,
      blocks: ['layer1.0', 'layer2.0'],
      gains: [0, 0],
      series: {
        loss: [2.5, 'NaN'],
        accuracy: [0.2, 0],
        'grad:conv1': [4, 7],
        'grad:own': [5, 'Infinity'],
        test_loss: [null, 2.5],
        test_accuracy: [null, 0.125],
      },
    },
  ]);
});

it('have a row for a step that was tested and is not measured yet', () => {
  const { columns, rows } = metricsTable({
    ...history,
    lanes: [
      lane('residual', 'With skips', [{ step: 4, loss: 1, accuracy: 1 }]),
      lane('plain', 'Without', []),
    ],
  });
  const at = columns.indexOf('test_loss');
  expect(rows.map((row) => [row[0], row[1], row[at]]).slice(-2)).toEqual([
    [4, 'residual', 1],
    [4, 'plain', undefined],
  ]);
});
