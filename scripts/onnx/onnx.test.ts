/** ONNX files in onnxruntime: of every network the same logits as ours have after training, at any size of batch. */
import * as ort from 'onnxruntime-web';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../src/data/random';
import { onnxModel } from '../../src/onnx/model';
import { stateDict } from '../../src/pytorch/tensors';
import { forwardOf } from '../../src/training/inference';
import { useNodeBackend } from '../goldens/node';
import { CASES, learnt } from './networks';

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
  return useNodeBackend('wasm');
});

const META = {
  name: 'network', producer: 'test', note: '', mean: [0.5], deviation: [0.2], classes: ['a', 'b'], facts: {},
}; // prettier-ignore

const BATCHES = [1, 5];

test.each(CASES)('$name', async ({ plan, gains }) => {
  const { parameters, statistics } = learnt(plan);
  const file = onnxModel(plan, gains, stateDict(plan, parameters, statistics), META);
  const session = await ort.InferenceSession.create(file);
  const own = forwardOf(plan, { parameters, statistics, gains });
  const { height, width, channels } = plan.input;
  for (const batch of BATCHES) {
    const random = randomStream(4, String(batch));
    const pixels = Float32Array.from({ length: batch * height * width * channels }, () => random.normal());
    const images = tf.tensor4d(pixels, [batch, height, width, channels]);
    const [expected, first] = [own.logits(images).dataSync(), tf.transpose(images, [0, 3, 1, 2]).dataSync()];
    const input = new ort.Tensor('float32', Float32Array.from(first), [batch, channels, height, width]);
    const { logits } = await session.run({ images: input });
    expect(logits?.dims).toEqual([batch, plan.classes]);
    expect(new Set(expected).size).toBeGreaterThan(1);
    const largest = Math.max(...[...expected].map((value, i) => Math.abs(value - Number(logits?.data[i]))));
    expect(largest).toBeLessThan(1e-4 * Math.max(1, ...[...expected].map(Math.abs)));
  }
  own.dispose();
  await session.release();
});
