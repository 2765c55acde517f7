/** Captured steps: that a replay computes what an eager step does, whatever changes between two. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { assert, test } from 'vitest';
import { CLASSICS } from '../../src/config/classic';
import { gradientNormParts, storeMetrics } from '../../src/ops/webgpu/optimiser/packed';
import type { LaneState } from '../../src/contract/run-state';
import { batchOf, dataOf, everything, experimentOf, type Choice } from './experiments';
import { assertAgree, onGpu, onHost, steps, type Script } from './lanes';
import { assertClose } from './testing';

/** Steps, then a test of both lanes on images that do not fill their last batch. */
const stepsAndTest: Script = async (lanes, experiment) => {
  const rows = await steps(5)(lanes, experiment);
  for (const lane of [0, 1]) {
    let loss = 0;
    let correct = 0;
    for await (const score of lanes.test(lane, 130)) {
      loss += score.loss * score.count;
      correct += score.correct;
    }
    rows.push([loss, correct]);
  }
  return rows;
};

/** A switch of one block, of a whole lane, half a gain, and measurements in between. */
const switching: Script = async (lanes, { batchSize }) => {
  const rows: (readonly number[])[] = [];
  const batch = (step: number): Uint32Array<ArrayBuffer> => batchOf(step, batchSize);
  rows.push(await lanes.run(batch(0), true));
  lanes.setGain(0, 1, 0);
  rows.push(await lanes.run(batch(1), false), await lanes.run(batch(1), true));
  lanes.setGain(0, 'all', 0.5);
  lanes.setGain(1, 'all', 1);
  rows.push(await lanes.run(batch(2), true));
  lanes.setGain(0, 'all', 1);
  rows.push(await lanes.run(batch(3), false), await lanes.run(batch(3), false));
  return rows;
};

const cases: readonly (Choice & { readonly against: 'webgpu' | 'cpu'; readonly name: string })[] = [
  { name: 'batch norm, projections, width 6', against: 'webgpu' },
  { name: 'batch norm, zero padding, width 8', width: 8, shortcut: 'A', against: 'webgpu' },
  {
    name: 'no norm, tanh, Nesterov',
    width: 4,
    norm: 'none',
    activation: 'tanh',
    nesterov: true,
    against: 'webgpu',
  },
  { name: 'batch norm, two blocks a stage, against the reference', blocks: 2, width: 8, against: 'cpu' },
  { name: 'no norm, sigmoid, against the reference', norm: 'none', activation: 'sigmoid', against: 'cpu' },
  {
    name: 'pre-activation, GELU, dilated',
    activation: 'gelu',
    network: { order: 'pre-activation' },
    stage: { dilation: 2 },
    against: 'webgpu',
  },
  {
    name: 'grouped bottlenecks with excitation, projections everywhere',
    width: 4,
    shortcut: 'C',
    network: { block: 'bottleneck', expansion: 2 },
    stage: { groups: 2, reduction: 2 },
    against: 'webgpu',
  },
  {
    name: 'exclusive gates, SiLU, pooled stem, dense head',
    width: 8,
    activation: 'silu',
    network: { gate: 'exclusive', gateBias: 0, stemKernel: 7, stemPool: true, head: 'flatten' },
    against: 'webgpu',
  },
  {
    name: 'no norm, ELU, norm after addition, learned branch gains',
    norm: 'none',
    activation: 'elu',
    network: { order: 'norm-after-addition', branchStart: 'skip-init', branchScale: 0.5 },
    against: 'webgpu',
  },
  {
    name: 'Fixup with its scalars',
    width: 4,
    norm: 'none',
    network: { branchStart: 'fixup', fixupScalars: true },
    against: 'webgpu',
  },
  {
    name: 'Fixup with its scalars, pre-activation bottlenecks of SiLU, against the reference',
    width: 4,
    norm: 'none',
    activation: 'silu',
    network: { branchStart: 'fixup', fixupScalars: true, order: 'pre-activation', block: 'bottleneck' },
    against: 'cpu',
  },
  {
    name: 'group norm, GELU, zero padding, against the reference',
    width: 8,
    shortcut: 'A',
    norm: 'group',
    activation: 'gelu',
    against: 'cpu',
  },
  {
    name: 'layer norm, leaky ReLU, dilated filters of one channel',
    norm: 'layer',
    activation: 'leaky-relu',
    stage: { groups: 24, dilation: 2 },
    against: 'webgpu',
  },
];

for (const { name, against, ...choice } of cases) {
  const experiment = experimentOf(choice);
  const data = dataOf(7, 3);
  // The processor updates in float64, the GPU in float32; a batch norm amplifies what that leaves within five steps.
  const tolerance = against === 'webgpu' ? 1e-4 : 2e-4;
  const assertSame = async (script: Script): Promise<void> =>
    assertAgree(
      await onGpu(experiment, data, script),
      await onHost(against, experiment, data, script),
      tolerance,
    );
  test(`replays as eager steps: ${name}`, () => assertSame(stepsAndTest));
  test(`switches between replays: ${name}`, () => assertSame(switching));
}

for (const [name, classic] of [
  ['LeNet-5', { ...CLASSICS.lenet, width: 4 }],
  ['LeNet-5 with tanh and averages', { ...CLASSICS.lenet, width: 3, activation: 'tanh', pool: 'average' }],
  ['VGG-11', { ...CLASSICS.vgg, width: 4, hidden: 8, dropout: 0 }],
  ['DenseNet', { ...CLASSICS.densenet, width: 4, depth: 10, dropout: 0 }],
] as const)
  test(`replays as eager steps: ${name} beside a residual network`, async () => {
    const residual = experimentOf({ width: 4 });
    const [first] = residual.lanes;
    if (first === undefined) throw new Error('There is no residual lane');
    const experiment = { ...residual, lanes: [first, { id: 'classic', gains: [], classic }] };
    const data = dataOf(14, 3);
    const replayed = await onGpu(experiment, data, steps(2));
    assertAgree(replayed, await onHost('webgpu', experiment, data, steps(2)), 1e-4);
    assertAgree(replayed, await onHost('cpu', experiment, data, steps(2)), 2e-4);
  });

test('steps under way at once give the rows of steps one by one', async () => {
  const [experiment, data] = [experimentOf({}), dataOf(7, 3)];
  const single = await onGpu(experiment, data, steps(12));
  const ahead = await onGpu(experiment, data, async (lanes, { batchSize }) => {
    const rows = [await lanes.run(batchOf(0, batchSize), true)];
    const pending: Promise<readonly number[]>[] = [];
    for (let step = 1; step < 12; step++) {
      pending.push(lanes.run(batchOf(step, batchSize), true, step));
      // As many as there may ever be.
      if (pending.length === 4) rows.push((await pending.shift()) ?? []);
    }
    rows.push(...(await Promise.all(pending)));
    return rows;
  });
  assert(JSON.stringify(single) === JSON.stringify(ahead), 'the rows differ');
});

test('compiling tells how far it is, up to the end', async () => {
  await onGpu(experimentOf({ width: 4 }), dataOf(7, 3), async (lanes) => {
    const told: number[] = [];
    await lanes.lanes.prepare((fraction) => told.push(fraction));
    assert(told.at(-1) === 1, `it ended at ${told.at(-1)}`);
    assert(told.length > 10, `it was told ${told.length} times`);
    assert(
      told.every((fraction, i) => fraction > (told[i - 1] ?? 0)),
      'it went back',
    );
    return [];
  });
});

for (const [name, choice] of [
  ['Nesterov', { nesterov: true }],
  ['Adam and all that is random', everything],
] satisfies [string, Choice][])
  test(`state moves from the GPU to the processor and back in the middle of training: ${name}`, async () => {
    const [experiment, data] = [experimentOf(choice), dataOf(7, 3)];
    const rows: (readonly number[])[] = [];
    let states: LaneState[] = [];
    const through =
      (from: number, to: number): Script =>
      async (lanes, { batchSize }) => {
        states.forEach((state, lane) => lanes.lanes.restore(lane, state));
        for (let step = from; step < to; step++)
          rows.push(await lanes.run(batchOf(step, batchSize), true, step));
        states = [await lanes.snapshot(0), await lanes.snapshot(1)];
        return [];
      };
    await onGpu(experiment, data, through(0, 2));
    await onHost('cpu', experiment, data, through(2, 4));
    await onGpu(experiment, data, through(4, 6));
    assertAgree(rows, await onGpu(experiment, data, steps(6)), 2e-4);
  });

test('a thousand replays leave memory as it is', async () => {
  await onGpu(
    experimentOf({ ...everything, width: 4, batchSize: 2 }),
    dataOf(7, 3),
    async (lanes, { batchSize }) => {
      await lanes.run(batchOf(0, batchSize), true);
      const backend = tf.backend() as WebGPUBackend;
      const { device } = backend;
      const before = { tensors: tf.memory().numTensors, bytes: backend.bufferManager.numBytesAllocated };
      const createBuffer = device.createBuffer.bind(device);
      let made = 0;
      device.createBuffer = (descriptor) => {
        made++;
        return createBuffer(descriptor);
      };
      try {
        for (let step = 0; step < 1000; step++) await lanes.run(batchOf(step, batchSize), true, step);
      } finally {
        device.createBuffer = createBuffer;
      }
      assert(made === 0, `${made} buffers were made`);
      assert(tf.memory().numTensors === before.tensors, `${tf.memory().numTensors} tensors`);
      assert(backend.bufferManager.numBytesAllocated === before.bytes, 'the pool of tfjs has grown');
      return [];
    },
  );
});

test('disposed lanes leave no tensor behind', async () => {
  await tf.setBackend('webgpu');
  const count = async (): Promise<number> => {
    await onGpu(experimentOf(everything), dataOf(7, 3), steps(1));
    return tf.memory().numTensors;
  };
  const first = await count();
  const second = await count();
  assert(first === second, `${second - first} tensors more after a second run`);
});

test('norms of tiny, huge and non-finite gradients', async () => {
  await tf.setBackend('webgpu');
  const size = 4096;
  const gradients: readonly (readonly [Float32Array, number])[] = [
    [new Float32Array(size).fill(1e-30), 64e-30],
    [Float32Array.from({ length: size }, (_, i) => (i === 7 ? -3e37 : i === 4000 ? 4e37 : 0)), 5e37],
    [new Float32Array(size), 0],
    [
      Float32Array.from({ length: size }, (_, i) => (i === 3000 ? Number.POSITIVE_INFINITY : 1)),
      Number.POSITIVE_INFINITY,
    ],
    [Float32Array.from({ length: size }, (_, i) => (i === 99 ? Number.NaN : 1e30)), Number.NaN],
  ];
  for (const [gradient, expected] of gradients) {
    const state = new Float32Array(3 * size);
    state.set(gradient, 2 * size);
    const metrics = tf.tensor1d([0, 0, 0], 'int32');
    const result = tf.tidy(() => {
      const parts = gradientNormParts(
        tf.tensor(state, [3, size]),
        tf.tensor1d([0, 2048, 2048, 2048], 'int32'),
      );
      const target = tf.add(metrics, tf.scalar(0, 'int32'));
      storeMetrics(tf.tensor2d([0, 1], [1, 2]), parts, tf.tensor1d([0, 2], 'int32'), target);
      return target;
    });
    const bits = Int32Array.from(await result.data<'int32'>());
    const norm = new Float32Array(bits.buffer)[2] ?? Number.NaN;
    tf.dispose([metrics, result]);
    if (Number.isFinite(expected) && expected !== 0) assertClose([norm], [expected], 'norm', 1e-6);
    else assert(Object.is(norm, expected), `${norm} instead of ${expected}`);
  }
});
