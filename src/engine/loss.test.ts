/** Losses against their definitions in float64, on the backend and on the processor. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { LOSS_KINDS, type LossConfig } from '../config/losses';
import { imageLosses, scoreLogits } from './measures';
import { disposeConstants } from '../ops/constants';
import { differences } from '../testing/ops64';
import { expectClose, gradients, random } from '../testing/gradients';
import { batchLoss } from '../ops/loss';

const CLASSES = 4;
const LABELS = [3, 0, 2];

/** Mean over the rows of a loss of its log-probabilities, its logits and its label. */
function mean(
  logits: readonly number[],
  f: (logP: readonly number[], row: readonly number[], label: number) => number,
): number {
  return LABELS.reduce((sum, label, i) => {
    const row = logits.slice(i * CLASSES, (i + 1) * CLASSES);
    const total = Math.log(row.reduce((all, logit) => all + Math.exp(logit), 0));
    return sum + f(row.map((logit) => logit - total), row, label) / LABELS.length; // prettier-ignore
  }, 0);
}

const definitions: [string, LossConfig, (logits: readonly number[]) => number][] = [
  [
    'cross-entropy',
    { kind: 'cross-entropy', smoothing: 0, focus: 2 },
    (logits) => mean(logits, (logP, _, label) => -logP[label]!),
  ],
  [
    'cross-entropy with smoothed labels',
    { kind: 'cross-entropy', smoothing: 0.2, focus: 2 },
    (logits) =>
      mean(
        logits,
        (logP, _, label) => -logP.reduce((sum, p, k) => sum + p * (0.05 + (k === label ? 0.8 : 0)), 0),
      ),
  ],
  [
    'squared error',
    { kind: 'squared-error', smoothing: 0, focus: 2 },
    (logits) =>
      mean(logits, (_, row, label) =>
        row.reduce((sum, z, k) => sum + (z - (k === label ? 1 : 0)) ** 2 / CLASSES, 0),
      ),
  ],
  ...[0, 0.5, 2].map((focus): [string, LossConfig, (logits: readonly number[]) => number] => [
    `focal loss with exponent ${focus}`,
    { kind: 'focal', smoothing: 0, focus },
    (logits) => mean(logits, (logP, _, label) => -((1 - Math.exp(logP[label]!)) ** focus) * logP[label]!),
  ]),
];

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());
  afterAll(disposeConstants);

  it.each(definitions)('%s', (_, loss, define) => {
    const logits = random('logits', LABELS.length * CLASSES);
    const hot = tf.cast(tf.oneHot(tf.tensor1d(LABELS, 'int32'), CLASSES), 'float32') as tf.Tensor2D;
    const run = (scores: tf.Tensor): tf.Tensor => batchLoss(scores as tf.Tensor2D, hot, loss);
    const scores = tf.tensor2d(logits, [LABELS.length, CLASSES]);
    expectClose(run(scores), [define(logits)], 1e-6);
    const [gradient] = gradients(run, [scores], [1]);
    expectClose(gradient!, differences(define, logits), 1e-5);
    const scored = scoreLogits(Float32Array.from(logits), Uint8Array.from(LABELS), CLASSES, loss);
    expect(scored.loss).toBeCloseTo(define(logits), 12);
  });

  it('the focal loss of a label that is certain is 0, and so is its gradient', () => {
    const hot = tf.tensor2d([0, 1], [1, 2]);
    const loss = { kind: 'focal', smoothing: 0, focus: 0.5 } as const;
    const [gradient] = gradients(
      (a) => batchLoss(a as tf.Tensor2D, hot, loss),
      [tf.tensor2d([[-60, 60]])],
      [1],
    );
    for (const value of gradient!.dataSync()) expect(Math.abs(value)).toBeLessThan(1e-3);
  });

  /** PyTorch’s of each image and of all: `cross_entropy`, `mse_loss` on one-hot labels, and focal loss by its definition. */
  it.each([
    ['cross-entropy', 0, 2, [0.342349582389822, 2.1873100033148707, 1.4197166463153397], 1.3164587440066775],
    [
      'cross-entropy',
      0.3,
      2,
      [0.829849582389822, 2.3185600033148708, 1.6447166463153393],
      1.5977087440066773,
    ],
    ['squared-error', 0, 2, [0.5625, 3.265625, 3], 2.2760416666666665],
    ['focal', 0, 2, [0.0287717623333572, 1.7239426128056499, 0.8161862285634679], 0.8563002012341583],
    ['focal', 0, 0.5, [0.18432912769677642, 2.0609310176132802, 1.236227987516845], 1.1604960442756338],
  ] as const)('images score as in PyTorch: %s, %f, %f', (kind, smoothing, focus, each, mean) => {
    const rows = Float32Array.from([2, -1, 0.5, 0, 0.25, 3, -2, 1, -1, 0, 1, -3]);
    const labels = Uint8Array.from([0, 3, 1]);
    const loss = { kind, smoothing, focus };
    const found = imageLosses(rows, labels, 4, loss);
    each.forEach((value, image) => expect(found[image]).toBeCloseTo(value, 12));
    expect(scoreLogits(rows, labels, 4, loss).loss).toBeCloseTo(mean, 12);
  });

  it('of an image whose logits are not all finite is NaN, and those of the others are not', () => {
    const rows = Float32Array.from([0, Infinity, 1, 1]);
    for (const kind of LOSS_KINDS) {
      const loss = { kind, smoothing: 0, focus: 2 };
      const [broken, whole] = imageLosses(rows, Uint8Array.from([0, 0]), 2, loss);
      expect(broken).toBeNaN();
      expect(whole).toBeGreaterThan(0);
      expect(scoreLogits(rows, Uint8Array.from([0, 0]), 2, loss)).toMatchObject({
        loss: Number.NaN,
        correct: 1,
      });
    }
  });
});
