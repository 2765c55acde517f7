/** Losses on a machine: their values those of the processor to the last bit, their gradients those of the backend. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import type { LossConfig } from '../../config/losses';
import { guarded, largestError, normals, plainMachine } from '../../testing/guarded';
import { batchLoss, imageLoss } from '../loss';
import { exponential, logarithm } from '../../config/arithmetic';
import { SimdLoss } from './losses';

const machine = plainMachine();

beforeAll(() => useNodeBackend('cpu'));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const LOSSES: readonly LossConfig[] = [
  { kind: 'cross-entropy', smoothing: 0, focus: 0 },
  { kind: 'cross-entropy', smoothing: 0.1, focus: 0 },
  { kind: 'squared-error', smoothing: 0, focus: 0 },
  { kind: 'focal', smoothing: 0, focus: 0 },
  { kind: 'focal', smoothing: 0, focus: 0.5 },
  { kind: 'focal', smoothing: 0, focus: 2 },
];

function run(loss: LossConfig, logits: Float32Array, labels: readonly number[]) {
  const [n, classes] = [labels.length, logits.length / labels.length];
  const where = machine.allocate(n);
  machine.ints(where, n).set(labels);
  const slopes = guarded(machine, new Float32Array(logits.length));
  const scores = guarded(machine, logits);
  const kernel = new SimdLoss(machine, { n, classes, loss });
  const value = kernel.run(scores.at, where, slopes.at);
  expect(kernel.run(scores.at, where, 0)).toBe(value);
  return { value, slopes: slopes.values() };
}

/** The mean loss in float64, as `scoreLogits` has it. */
function mean(loss: LossConfig, logits: Float32Array, labels: readonly number[]): number {
  const classes = logits.length / labels.length;
  const total = labels.reduce((sum, label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    const powers = row.reduce((all, logit) => all + exponential(logit - largest), 0);
    return sum + imageLoss(loss, row, label, logarithm(powers) + largest);
  }, 0);
  return total / labels.length;
}

it.each(LOSSES)('$kind, smoothing $smoothing, focus $focus', (loss) => {
  for (const classes of [1, 2, 3, 10, 37])
    for (const size of [1e-3, 1, 20]) {
      const n = 9;
      const logits = normals(`logits ${classes}`, n * classes).map((value) => size * value);
      const labels = Array.from({ length: n }, (_, i) => (5 * i) % classes);
      const { value, slopes } = run(loss, logits, labels);
      expect(value).toBe(mean(loss, logits, labels));
      const hot = tf.cast(
        tf.oneHot(tf.tensor1d(labels, 'int32'), Math.max(2, classes)),
        'float32',
      ) as tf.Tensor2D;
      const targets = tf.slice(hot, [0, 0], [n, classes]);
      const wanted = tf.grad((scores) => batchLoss(scores as tf.Tensor2D, targets, loss))(
        tf.tensor2d(logits, [n, classes]),
      );
      // The backend's doubt, 1 − p, cancels where p is near 1.
      expect(largestError(slopes, wanted.dataSync())).toBeLessThan(loss.kind === 'focal' ? 2e-4 : 1e-5);
    }
});

it.each(LOSSES)('has no value where a logit is not finite: $kind $smoothing $focus', (loss) => {
  for (const broken of [Number.NaN, Infinity, -Infinity]) {
    const logits = normals('logits', 12);
    logits[5] = broken;
    const { value, slopes } = run(loss, logits, [1, 2, 0]);
    expect(value).toBeNaN();
    const spoilt = [...slopes.subarray(4, 8)].some((slope) => !Number.isFinite(slope));
    expect(spoilt).toBe(true);
    expect([...slopes.subarray(0, 4), ...slopes.subarray(8)].every((slope) => Number.isFinite(slope))).toBe(
      true,
    );
  }
});

it('a label that is certain has no slope that is not finite', () => {
  for (const loss of LOSSES) {
    const { value, slopes } = run(loss, Float32Array.of(-60, 60), [1]);
    expect(Number.isFinite(value)).toBe(true);
    expect([...slopes].every((slope) => Number.isFinite(slope))).toBe(true);
  }
});
