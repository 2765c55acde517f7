/** Networks as they were left, with the running statistics in every norm, applied to test images. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { DataSet } from '../data/dataset';
import { readAll } from '../engine/read';
import { forward } from '../network/forward';
import type { LayerWatcher } from '../network/options';
import { layoutOf } from '../network/parameters';
import { lookUp, parameterTensors } from './gradient';
import { testBatches } from './images';
import type { LaneState } from './lanes';

/** Test images on the way through a network at once. */
export const TEST_BATCH = 100;

/** What a network computes by; nothing of it is changed. */
export interface TrainedNetwork extends Pick<LaneState, 'parameters' | 'statistics'> {
  readonly gains: readonly number[];
}

/** The forward pass; `layers` sees what leaves each layer. */
export function forwardOf(plan: LanePlan, trained: TrainedNetwork, layers?: LayerWatcher) {
  const parameters = parameterTensors(layoutOf(plan.parameters), trained.parameters);
  const statistics = new Map(
    [...trained.statistics].map(([norm, { mean, variance }]) => [
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
          gains: trained.gains,
          ...(layers && { layers }),
        }),
      ),
    dispose: (): void => {
      tf.dispose([...parameters.values()]);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    },
  };
}

/** Logits [N, classes] of the first `count` test images with their labels, batch by batch. */
export async function* logitsOf(plan: LanePlan, trained: TrainedNetwork, data: DataSet, count: number) {
  const forward = forwardOf(plan, trained);
  try {
    for (const { images, labels } of testBatches(data, count, TEST_BATCH)) {
      const logits = forward.logits(images);
      images.dispose();
      const [values = new Float32Array(0)] = await readAll([logits]);
      logits.dispose();
      yield { logits: values, labels };
    }
  } finally {
    forward.dispose();
  }
}
