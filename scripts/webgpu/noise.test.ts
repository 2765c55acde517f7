/** Dropout and stochastic depth on the GPU: what is dropped is what the processor drops, to the last bit of every mask. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import { jumpTables, randomStream, streamState } from '../../src/data/random';
import { CLASSICS } from '../../src/config/classic';
import { dropoutOf, FIRST_JUMP, JUMPS } from '../../src/ops/webgpu/dropout';
import { dataOf, everything, experimentOf, type Choice } from './experiments';
import { assertAgree, onGpu, onHost, steps } from './lanes';

test('dropout masks as on the processor, forward and back', async () => {
  await tf.setBackend('webgpu');
  const jumps = tf.tensor(jumpTables(FIRST_JUMP, JUMPS), [JUMPS, 32, 16, 4], 'int32');
  const names = ['layer1.0.dropout', 'layer3.8.shortcut.dropout'];
  const begin = names.flatMap((name) => streamState(3, 'dropout', 41, name));
  const states = tf.tensor(Int32Array.from(begin), [2, 4], 'int32');
  for (const size of [1, 31, 32, 33, 4100, 140_003]) {
    for (const [stream, share] of [0.1, 0.5, 0.999].entries()) {
      const name = names[stream % 2] ?? '';
      const random = randomStream(3, 'dropout', 41, name);
      const kept = Math.fround(1 / (1 - share));
      const expected = Float32Array.from({ length: size }, () => (random.uniform() < share ? 0 : kept));
      const x = tf.ones([size]);
      const unit = tf.ones([size]);
      const { value, grads } = tf
        .engine()
        .gradients(() => dropoutOf(x, share, { states, stream: stream % 2, jumps }), [x], unit, true);
      const [forward, back] = [await value.data(), await grads[0]?.data()];
      tf.dispose([x, unit, value, ...grads]);
      const wrong = expected.findIndex((each, i) => each !== forward[i] || each !== back?.[i]);
      assert(
        wrong < 0,
        `${size} numbers, ${share}: number ${wrong} is ${forward[wrong]}, not ${expected[wrong]}`,
      );
    }
  }
  tf.dispose([jumps, states]);
});

const cases: readonly (Choice & { readonly name: string })[] = [
  { name: 'dropout', network: { dropout: 0.3 } },
  { name: 'dropout on shortcuts, zero padding', shortcut: 'A', network: { shortcutDropout: 0.5 } },
  { name: 'stochastic depth', network: { stochasticDepth: 0.5 } },
  { name: 'everything', ...everything },
  {
    name: 'pre-activation with dropout and depth, tanh',
    activation: 'tanh',
    network: { order: 'pre-activation', dropout: 0.2, stochasticDepth: 0.3 },
  },
];

for (const { name, ...choice } of cases)
  test(`replays as on the processor: ${name}`, async () => {
    const [experiment, data] = [experimentOf({ width: 4, ...choice }), dataOf(7, 3)];
    const expected = await onHost('cpu', experiment, data, steps(5));
    assertAgree(await onGpu(experiment, data, steps(5)), expected, 5e-4);
  });

test('a switched skip decides which branches may be left out', async () => {
  const experiment = experimentOf({ width: 4, network: { stochasticDepth: 0.9 } });
  const data = dataOf(7, 3);
  const script: Parameters<typeof onGpu>[2] = async (lanes, { batchSize }) => {
    const rows: (readonly number[])[] = [];
    const batch = (step: number) => Uint32Array.from({ length: batchSize }, (_, i) => step + 5 * i);
    for (let step = 0; step < 6; step++) {
      if (step === 2) lanes.setGain(0, 'all', 0);
      if (step === 4) lanes.setGain(0, 'all', 1);
      rows.push(await lanes.run(batch(step), step % 2 === 0, step));
    }
    return rows;
  };
  assertAgree(await onGpu(experiment, data, script), await onHost('cpu', experiment, data, script), 5e-4);
});

for (const [name, classic] of [
  ['VGG-11', { ...CLASSICS.vgg, width: 4, hidden: 8, dropout: 0.5 }],
  ['DenseNet', { ...CLASSICS.densenet, width: 4, depth: 10, dropout: 0.2 }],
] as const)
  test(`replays as on the processor: ${name} with dropout`, async () => {
    const experiment = { ...experimentOf({}), lanes: [{ id: 'classic', gains: [], classic }] };
    const data = dataOf(14, 3);
    const expected = await onHost('cpu', experiment, data, steps(2));
    assertAgree(await onGpu(experiment, data, steps(2)), expected, 5e-4);
  });
