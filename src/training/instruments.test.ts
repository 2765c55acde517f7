/** What the instruments measure, against the definition; and that a watched run trains with the very same numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { dataOf } from '../../scripts/webgpu/experiments';
import {
  HISTOGRAM_BINS,
  histogramOf,
  instrumentColumns,
  type InstrumentName,
} from '../architecture/instruments';
import { planNetwork } from '../architecture/plan';
import { DEFAULTS } from '../config/defaults';
import { SETTINGS } from '../config/settings';
import type { ExperimentConfig, NetworkConfig } from '../config/schema';
import { simdMachine } from '../engine/simd';
import { HostLanes } from './host/lanes';
import { PlannedLanes } from './planned/lanes';
import { Timeline } from './step-inputs';

const HISTOGRAM = histogramOf('layer1.1.conv1');
const ALL: readonly InstrumentName[] = ['streams', 'layers', HISTOGRAM];

const base: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 4,
  stages: [
    { blocks: 2, width: 4, stride: 1 },
    { blocks: 2, width: 6, stride: 2 },
  ],
};

function experimentWith(network: Partial<NetworkConfig>): ExperimentConfig {
  return {
    ...DEFAULTS,
    network: { ...base, ...network },
    lanes: [
      { id: 'residual', gains: [1, 1, 0.5, 1] },
      { id: 'plain', gains: [0, 0, 1, 0] },
    ],
    batchSize: 4,
  };
}

const data = dataOf(7, 2);

/** Steps of the engine of tfjs, or planned ones where there are kernels for them. */
async function train(experiment: ExperimentConfig, instruments: readonly InstrumentName[]) {
  const plan = planNetwork(experiment.network, data, data.classes.length);
  const machine = simdMachine();
  const lanes =
    machine === null
      ? new HostLanes(experiment, [plan, plan], data)
      : new PlannedLanes(machine, experiment, [plan, plan], data);
  const timeline = new Timeline(experiment, data.train.count);
  const rows: (readonly number[])[] = [];
  const measured: (readonly number[])[][] = [];
  for (let step = 0; step < 3; step++) {
    const indices = Uint32Array.from({ length: 4 }, (_, i) => 4 * step + i);
    const inputs = { ...timeline.inputsOf(step, true), indices };
    const found: (readonly number[])[] = [];
    const watch = {
      instruments,
      measured: (lane: number, row: readonly number[]) => void (found[lane] = row),
    };
    rows.push(await lanes.run(inputs, instruments.length > 0 ? watch : undefined));
    measured.push(found);
  }
  lanes.dispose();
  return { plan, rows, measured };
}

const kinds: [string, Partial<NetworkConfig>][] = [
  ...SETTINGS.order.choices.flatMap((order) =>
    (['A', 'B', 'C'] as const).flatMap((shortcut) =>
      (['batch', 'none', 'group'] as const).map((norm): [string, Partial<NetworkConfig>] => [
        `${order}, shortcut ${shortcut}, norm ${norm}`,
        { order, shortcut, norm },
      ]),
    ),
  ),
  ['bottlenecks, exclusive gates', { block: 'bottleneck', expansion: 2, gate: 'exclusive' }],
  ['shortcut-only gates, dropout', { gate: 'shortcut-only', dropout: 0.3, shortcutDropout: 0.2 }],
  [
    'excitation, groups, pooled stem, flattened',
    {
      stages: [
        { blocks: 2, width: 4, stride: 1, reduction: 2 },
        { blocks: 2, width: 6, stride: 2, groups: 2, dilation: 2 },
      ],
      stemPool: true,
      head: 'flatten',
    },
  ],
  ['Fixup, projections', { norm: 'none', branchStart: 'fixup', fixupScalars: true, shortcut: 'C' }],
  [
    'Fixup, pre-activation, gates',
    {
      norm: 'none',
      branchStart: 'fixup',
      fixupScalars: true,
      order: 'pre-activation',
      gate: 'exclusive',
    },
  ],
  [
    'SkipInit, GELU, stochastic depth',
    { branchStart: 'skip-init', activation: 'gelu', stochasticDepth: 0.8 },
  ],
];

describe.each(['wasm', 'reference'] as const)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));

  it.each(kinds)('%s: trains with the same numbers while it is watched', async (_, network) => {
    const experiment = experimentWith(network);
    const before = tf.memory().numTensors;
    const { rows } = await train(experiment, []);
    for (const instruments of [ALL, ['streams'], ['layers'], [HISTOGRAM]] as const) {
      const watched = await train(experiment, instruments);
      expect(watched.rows).toEqual(rows);
      for (const found of watched.measured.flat()) {
        expect(found).toHaveLength(instrumentColumns(watched.plan, instruments).length);
        expect(found.every((value) => typeof value === 'number')).toBe(true);
      }
    }
    expect(tf.memory().numTensors - before).toBeLessThan(20);
  });
});

describe('histograms', () => {
  beforeAll(() => useNodeBackend('wasm'));

  it('hold every activation and every slope of the layer once, also beside other instruments', async () => {
    const alone = await train(experimentWith({}), [HISTOGRAM]);
    const among = await train(experimentWith({}), ALL);
    alone.measured.forEach((lanes, step) =>
      lanes.forEach((row, lane) => {
        expect(row).toHaveLength(2 * HISTOGRAM_BINS);
        for (const shares of [row.slice(0, HISTOGRAM_BINS), row.slice(HISTOGRAM_BINS)])
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        // After a ReLU nothing is below 0, and much is 0.
        expect(Math.max(...row.slice(0, 16))).toBe(0);
        expect(row[16]).toBeGreaterThan(0.1);
        expect(among.measured[step]?.[lane]?.slice(-2 * HISTOGRAM_BINS)).toEqual(row);
      }),
    );
  });

  it('are left out of a network that has no such layer', async () => {
    const { measured } = await train(experimentWith({}), [histogramOf('layer9.0.conv1')]);
    expect(measured[0]).toEqual([[], []]);
  });
});
