/** The instruments on the GPU: what they measure is what the reference measures, and nothing of the training changes. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import {
  histogram,
  histogramOf,
  instrumentColumns,
  type InstrumentName,
} from '../../src/architecture/instruments';
import type { ExperimentConfig } from '../../src/config/schema';
import type { DataSet } from '../../src/data/dataset';
import { histogramParts, histogramRoom, pairMoments, pairRoom, sharesOf } from '../../src/ops/webgpu/measure';
import { pairOfParts } from '../../src/engine/webgpu/pair-parts';
import { pairStatistics } from '../../src/engine/measures';
import { batchOf, dataOf, everything, experimentOf, plansOf, type Choice } from './experiments';
import { openOn } from './lanes';
import { assertClose, random } from './testing';

const ALL: readonly InstrumentName[] = ['streams', 'layers', histogramOf('layer1.0.conv1')];
const STEPS = 3;

/** Rows of metrics and of instruments of some steps, the last of them only measured. */
async function measure(
  place: 'gpu' | 'cpu',
  experiment: ExperimentConfig,
  data: DataSet,
  instruments: readonly InstrumentName[],
) {
  const driven = await openOn(place, experiment, data);
  const rows: (readonly number[])[] = [];
  const measured: (readonly number[])[] = [];
  try {
    const first = batchOf(0, experiment.batchSize);
    await driven.run(first, false);
    await driven.lanes.prepareWatch(instruments, driven.inputsOf(first, false));
    const watch = { instruments, measured: (_: number, row: readonly number[]) => void measured.push(row) };
    for (let step = 0; step < STEPS; step++) {
      if (step === 1) driven.setGain(0, 1, 0.5);
      const update = step < STEPS - 1;
      const batch = batchOf(step, experiment.batchSize);
      rows.push(await driven.run(batch, update, step, instruments.length > 0 ? watch : undefined));
    }
  } finally {
    driven.lanes.dispose();
  }
  return { rows, measured };
}

const cases: readonly (Choice & { readonly name: string })[] = [
  { name: 'batch norm, projections' },
  { name: 'batch norm, zero padding, width 8', width: 8, shortcut: 'A' },
  { name: 'no norm, sigmoid', norm: 'none', activation: 'sigmoid' },
  { name: 'pre-activation, GELU', activation: 'gelu', network: { order: 'pre-activation' } },
  {
    name: 'grouped bottlenecks, excitation',
    width: 4,
    network: { block: 'bottleneck', expansion: 2 },
    stage: { groups: 2, reduction: 2 },
  },
  { name: 'dropped and augmented', ...everything, width: 4 },
];

for (const { name, ...choice } of cases)
  test(`instruments measure what the reference does: ${name}`, async () => {
    const experiment = experimentOf(choice);
    const data = dataOf(7, 3);
    const plain = await measure('gpu', experiment, data, []);
    const gpu = await measure('gpu', experiment, data, ALL);
    assert(JSON.stringify(gpu.rows) === JSON.stringify(plain.rows), 'being watched has changed the training');
    const cpu = await measure('cpu', experiment, data, ALL);
    const columns = plansOf(experiment, data)
      .slice(0, 1)
      .flatMap((plan) => instrumentColumns(plan, ALL));
    assert(gpu.measured.length === cpu.measured.length, `${gpu.measured.length} rows`);
    // Cancelled gradients of a plain block's shortcut are zero in both; everything else is compared to itself.
    cpu.measured.forEach((row, i) => {
      row.forEach((should, column) => {
        const is = gpu.measured[i]?.[column] ?? Number.NaN;
        const angle = /^(cosine|mean):/.test(columns[column] ?? '');
        if (Number.isNaN(should) && (Number.isNaN(is) || angle)) return;
        // A value at an edge may be on either side of it.
        const share = /^(activations|gradients)-/.test(columns[column] ?? '');
        const error = share
          ? Math.abs(is - should) / 10
          : Math.abs(is - should) / (angle ? 1 : Math.max(Math.abs(should), 1e-9));
        assert(error <= 1e-3, `row ${i}, ${columns[column]}: ${is} instead of ${should}`);
      });
    });
  });

test('moments of pairs: tiny, huge, far from zero, not finite', async () => {
  await tf.setBackend('webgpu');
  const size = 9000;
  const noise = random('pair', [size]).values;
  const vectors: readonly Float32Array<ArrayBuffer>[] = [
    noise.map((value) => 1e-30 * value),
    noise.map((value) => 3e36 * value),
    noise.map((value) => 100 + 0.01 * value),
    new Float32Array(size),
  ];
  for (const a of vectors) {
    const b = random('other', [size]).values;
    const [first, second] = [tf.tensor1d(a.slice()), tf.tensor1d(b.slice())];
    const empty = tf.zeros([pairRoom(size)], 'int32');
    const target = tf.add(empty, tf.scalar(0, 'int32'));
    pairMoments(first, second, target);
    const bits = Int32Array.from(await target.data<'int32'>());
    const found = pairOfParts(new Float32Array(bits.buffer), 0, size, false);
    const expected = pairStatistics(a, b);
    tf.dispose([first, second, empty, target]);
    assertClose([found.a.norm], [expected.a.norm], 'norm', 1e-5);
    assertClose([found.a.deviation], [expected.a.deviation], 'deviation', 1e-3);
    assertClose([found.b?.norm ?? 0], [expected.b?.norm ?? 0], 'second norm', 1e-5);
    if (a.some((value) => value !== 0))
      assertClose([1 + found.cosine], [1 + expected.cosine], 'cosine', 1e-4);
    else assert(Number.isNaN(found.cosine), 'an angle with nothing');
  }
});

test('histograms on the GPU count what the processor counts, in parts of any length', async () => {
  await tf.setBackend('webgpu');
  for (const size of [5, 4096, 9001, 300_000]) {
    const values = random('histogram', [size]).values.map((value, i) => value * 10 ** ((i % 13) - 8));
    values.set([Number.NaN, Infinity, 0]);
    const tensor = tf.tensor1d(values.slice());
    const empty = tf.zeros([histogramRoom(size)], 'int32');
    const target = tf.add(empty, tf.scalar(0, 'int32'));
    histogramParts(tensor, target);
    const found = sharesOf(Int32Array.from(await target.data<'int32'>()), 0, size);
    tf.dispose([tensor, empty, target]);
    assert(found.join() === histogram(values).join(), `${found.join()} of ${size}`);
  }
});

test('histograms alone change nothing, and are those of the reference', async () => {
  const experiment = experimentOf({});
  const data = dataOf(7, 3);
  const only = [histogramOf('layer1.0.conv1')];
  const plain = await measure('gpu', experiment, data, []);
  const gpu = await measure('gpu', experiment, data, only);
  assert(JSON.stringify(gpu.rows) === JSON.stringify(plain.rows), 'being watched has changed the training');
  const cpu = await measure('cpu', experiment, data, only);
  cpu.measured.forEach((row, i) => assertClose(gpu.measured[i] ?? [], row, 'shares', 3e-2));
});
