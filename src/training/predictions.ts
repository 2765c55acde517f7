/** What the networks make of the test images, image by image. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import { exponential } from '../config/arithmetic';
import type { DataSet } from '../data/dataset';
import { imageLosses } from '../engine/measures';
import { readAll } from '../engine/read';
import { forward, type LayerWatcher } from '../network/network';
import { layoutOf } from '../network/parameters';
import type { PredictionsResult } from '../contract/inspections';
import { lookUp, parameterTensors } from './gradient';
import { testBatches } from './images';
import { paint } from './samples';
import type { LaneSnapshot, Trainer } from './trainer';

const BATCH = 100;

/** Gives way after every batch, so that others can run. No step may be under way until it has begun. */
export async function* predict(
  trainer: Trainer,
  data: DataSet,
  withPixels: boolean,
): AsyncGenerator<void, PredictionsResult | null> {
  const step = trainer.stepCount;
  const count = trainer.testImages;
  const labels = Uint8Array.from(data.test.labels.subarray(0, count));
  const lanes: PredictionsResult['lanes'][number][] = [];
  for (const [index, snapshot] of (await trainer.snapshots()).entries()) {
    const plan = trainer.plans[index];
    if (plan === undefined) continue;
    const { classes } = plan;
    const probabilities = new Float32Array(count * classes);
    const losses = new Float64Array(count);
    let at = 0;
    for await (const logits of logitsOf(plan, snapshot, data, count)) {
      const own = labels.subarray(at, at + logits.length / classes);
      probabilities.set(softmaxRows(logits, classes), at * classes);
      losses.set(imageLosses(logits, own, classes, trainer.experiment.loss), at);
      at += own.length;
      yield;
    }
    lanes.push({ id: snapshot.id, probabilities, losses });
  }
  const { height, width, channels, classes, test } = data;
  const pixels = withPixels ? new Uint8ClampedArray(count * height * width * 4) : null;
  for (let image = 0; pixels !== null && image < count; image++)
    paint(data, test, image * height * width * channels, pixels, image * height * width * 4);
  return { kind: 'predictions', step, classes, labels, lanes, height, width, pixels };
}

async function* logitsOf(plan: LanePlan, snapshot: LaneSnapshot, data: DataSet, count: number) {
  const forward = forwardOf(plan, snapshot);
  try {
    for (const { images } of testBatches(data, count, BATCH)) {
      const logits = forward.logits(images);
      images.dispose();
      const [values = new Float32Array(0)] = await readAll([logits]);
      logits.dispose();
      yield values;
    }
  } finally {
    forward.dispose();
  }
}

/** The forward pass of a network as it was left, with its running statistics; `layers` sees what leaves each layer. */
export function forwardOf(plan: LanePlan, snapshot: LaneSnapshot, layers?: LayerWatcher) {
  const parameters = parameterTensors(layoutOf(plan.parameters), snapshot.parameters);
  const statistics = new Map(
    [...snapshot.statistics].map(([norm, { mean, variance }]) => [
      norm,
      { mean: tf.tensor1d(mean.slice()), variance: tf.tensor1d(variance.slice()) },
    ]),
  );
  return {
    /** Logits of images, to be disposed by the caller. */
    logits: (images: tf.Tensor4D): tf.Tensor2D =>
      tf.tidy(() =>
        forward(plan, images, {
          parameters: lookUp(parameters),
          mode: { kind: 'inference', statistics: lookUp(statistics) },
          gains: snapshot.gains,
          ...(layers && { layers }),
        }),
      ),
    dispose: (): void => {
      tf.dispose([...parameters.values()]);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    },
  };
}

/** Probabilities of logits [N, classes]; NaN in a row where one is not finite. */
function softmaxRows(logits: Float32Array, classes: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const powers = row.map((value) => exponential(value - largest));
    const sum = powers.reduce((total, value) => total + value, 0);
    powers.forEach((power, i) => {
      result[start + i] = power / sum;
    });
  }
  return result;
}
