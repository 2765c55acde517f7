/** What the tests of ops do not reach: passes without a gradient, and steps one after another. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { ACTIVATIONS } from '../../config/activations';
import { kernels } from '../active-kernels';
import { referenceKernels } from '../reference/kernel-set';
import { batchNormTraining } from '../normalise';
import { conv2d } from '../linear';
import { TfjsHeap } from './tfjs-wasm';

beforeAll(() => useNodeBackend('wasm'));

const image = (phase: number): tf.Tensor4D =>
  tf.tensor4d(
    Float32Array.from({ length: 2 * 5 * 3 * 7 }, (_, i) => 2 * Math.sin(3 * i + phase)),
    [2, 5, 3, 7],
  );

it.each(ACTIVATIONS)(
  'inference ended by %s is that of the reference, and nothing is written elsewhere',
  (activation) => {
    tf.tidy(() => {
      const [scale, shift, mean] = [0.1, 0.2, 0.3].map((first) => tf.linspace(first, 1, 7)) as [
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
      ];
      const variance = tf.linspace(0.5, 2, 7);
      const begin = new Uint8Array(TfjsHeap.find()!.memory.buffer, 0, 1024).slice();
      for (const gain of [0, 0.5]) {
        const end = { activation, shortcut: image(1), gain };
        const [own, expected] = [kernels(), referenceKernels].map((set) =>
          set.batchNorm.inference(image(0), scale, shift, mean, variance, end).dataSync<'float32'>(),
        );
        own!.forEach((value, i) => expect(Math.abs(value - expected![i]!)).toBeLessThan(2e-6));
      }
      expect(new Uint8Array(TfjsHeap.find()!.memory.buffer, 0, 1024)).toEqual(begin);
    });
  },
);

it('three hundred passes there and back leave no tensor, and take no more of the heap', () => {
  const { memory } = TfjsHeap.find()!;
  const pass = (): void =>
    tf.tidy(() => {
      const [scale, shift] = [tf.ones([8]), tf.zeros([8])] as [tf.Tensor1D, tf.Tensor1D];
      const filter = tf.ones([3, 3, 7, 8]) as tf.Tensor4D;
      const run = (x: tf.Tensor): tf.Tensor => {
        const y = conv2d(x as tf.Tensor4D, filter, { stride: 1, padding: 1 });
        return batchNormTraining(y, scale, shift, { activation: 'gelu', shortcut: null, gain: 0 });
      };
      tf.grad(run)(image(0), tf.ones([2, 5, 3, 8]));
    });
  for (let i = 0; i < 10; i++) pass();
  const { numTensors } = tf.memory();
  const { byteLength } = memory.buffer;
  for (let i = 0; i < 300; i++) pass();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(memory.buffer.byteLength).toBe(byteLength);
});
