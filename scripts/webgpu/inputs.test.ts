/** What a step on the GPU is given and what it makes of its logits: images, and losses. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import type { LossConfig } from '../../src/config/schema';
import { augment, blackOf } from '../../src/data/batches';
import { randomStream } from '../../src/data/random';
import { scoreLogits } from '../../src/engine/measures';
import { GpuAllocations } from '../../src/engine/webgpu/gpu-allocations';
import { batchLoss } from '../../src/ops/loss';
import { webgpuBackend } from '../../src/ops/webgpu/program';
import { lossScores } from '../../src/ops/webgpu/scores';
import { GpuInputs } from '../../src/training/gpu/inputs';
import { batchOf, dataOf, experimentOf } from './experiments';
import { assertAgree, onGpu, onHost, steps, type Script } from './lanes';
import { assertClose, random } from './testing';

const losses: readonly LossConfig[] = [
  { kind: 'cross-entropy', smoothing: 0, focus: 0 },
  { kind: 'cross-entropy', smoothing: 0.1, focus: 0 },
  { kind: 'squared-error', smoothing: 0, focus: 0 },
  { kind: 'focal', smoothing: 0, focus: 0 },
  { kind: 'focal', smoothing: 0, focus: 0.5 },
  { kind: 'focal', smoothing: 0, focus: 2 },
];

const LABELS = [3, 0, 6, 6, 1];
const CLASSES = 7;

for (const loss of losses)
  test(`loss as the reference: ${loss.kind}, ${loss.smoothing}, ${loss.focus}`, async () => {
    const logits = random('logits', [LABELS.length, CLASSES]).values.map((value) => 4 * value);
    // One image that is as good as known.
    logits.set([-9, -9, -9, 12, -9, -9, -9]);
    await tf.setBackend('cpu');
    const hot = tf.cast(tf.oneHot(LABELS, CLASSES), 'float32') as tf.Tensor2D;
    const gradient = tf.grad((x) => batchLoss(x as tf.Tensor2D, hot, loss))(
      tf.tensor2d(logits, [LABELS.length, CLASSES]),
    );
    const expected = await gradient.data<'float32'>();
    await tf.setBackend('webgpu');
    // The first label of all stands for padding; images are taken in another order than they lie in.
    const labels = tf.tensor1d([5, ...LABELS.toReversed()], 'int32');
    const indices = tf.tensor1d([5, 4, 3, 2, 1], 'int32');
    const unit = tf.scalar(1);
    const own = tf.tensor2d(logits, [LABELS.length, CLASSES]);
    const { value, grads } = tf.engine().gradients(() => lossScores(own, { labels, indices }, loss), [own], unit, true); // prettier-ignore
    // It lies in the memory of the scores, which is read as a whole.
    const found = (await grads[0]?.data<'float32'>())?.subarray(0, own.size);
    assertClose(found ?? [], expected, 'gradient', 3e-6);
    // Behind the gradient.
    const scores = (await value.data<'float32'>()).subarray(LABELS.length * CLASSES);
    LABELS.forEach((label, image) => {
      const row = logits.subarray(image * CLASSES, (image + 1) * CLASSES);
      const should = scoreLogits(row, Uint8Array.of(label), CLASSES, loss);
      const is = scores[2 * image] ?? Number.NaN;
      assert(Math.abs(is - should.loss) <= 3e-6 * Math.max(1, should.loss), `loss of ${image}: ${is}, not ${should.loss}`); // prettier-ignore
      assert(scores[2 * image + 1] === should.correct, `image ${image} counts as ${scores[2 * image + 1]}`);
    });
  });

const augmentations = [
  { shift: 2, flip: true, cutout: 3 },
  { shift: 0, flip: true, cutout: 0 },
  { shift: 9, flip: false, cutout: 0 },
  { shift: 0, flip: false, cutout: 5 },
];

test('images are changed as on the processor, to the last bit', async () => {
  const data = { ...dataOf(7, 3), mean: [0.3, 0.5, 0.1], deviation: [0.2, 0.3, 0.7] };
  const { height, width, channels } = data;
  const size = height * width * channels;
  for (const augmentation of augmentations) {
    const experiment = experimentOf({ augmentation, batchSize: 13 });
    await tf.setBackend('webgpu');
    const held = new GpuAllocations(webgpuBackend());
    const inputs = new GpuInputs(held, experiment, [], data, 1);
    for (const step of [0, 1, 7]) {
      const indices = batchOf(step, 13);
      const { optimiser, seeds } = experiment;
      inputs.writeStep({ step, seed: seeds.order, indices, gains: [], optimiser, update: true });
      const gathered = inputs.trainingImages();
      const found = await gathered.data();
      gathered.dispose();
      const pixels = new Float32Array(13 * size);
      indices.forEach((index, i) =>
        pixels.set(data.train.images.subarray(index * size, (index + 1) * size), i * size),
      );
      const random = randomStream(experiment.seeds.order, 'augmentation', step);
      augment({ pixels, count: 13, height, width, channels }, augmentation, blackOf(data), random);
      const wrong = pixels.findIndex((value, i) => value !== found[i]);
      assert(
        wrong < 0,
        `${JSON.stringify(augmentation)}: pixel ${wrong} is ${found[wrong]}, not ${pixels[wrong]}`,
      );
    }
    held.dispose();
  }
});

test('replays as on the processor: augmented', async () => {
  const experiment = experimentOf({ width: 4, augmentation: { shift: 2, flip: true, cutout: 3 } });
  const data = dataOf(7, 3);
  const expected = await onHost('cpu', experiment, data, steps(4));
  assertAgree(await onGpu(experiment, data, steps(4)), expected, 2e-4);
});

/** Sums of loss and right answers over test images that do not fill their last batch, and e to the power of their logits. */
const tested: Script = async (lanes) => {
  await lanes.run(batchOf(0, 5), true, 0);
  const rows: number[][] = [];
  for (const lane of [0, 1]) {
    const row = [0, 0, 0];
    const all: number[] = [];
    for await (const { loss, correct, count, logits } of lanes.test(lane, 130)) {
      [loss * count, correct, count].forEach((value, i) => {
        row[i] = (row[i] ?? 0) + value;
      });
      // Of what is near to 0 the rounding alone would be compared.
      all.push(...logits.map(Math.exp));
    }
    rows.push(row, all);
  }
  return rows;
};

for (const loss of losses)
  test(`test loss and logits as on the processor: ${loss.kind}, ${loss.smoothing}, ${loss.focus}`, async () => {
    const [experiment, data] = [experimentOf({ width: 4, loss }), dataOf(7, 3)];
    assertAgree(await onGpu(experiment, data, tested), await onHost('cpu', experiment, data, tested), 2e-5);
  });
