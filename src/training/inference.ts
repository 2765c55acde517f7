/** Networks as they were left, with the running statistics in every norm, or those of the batch, applied to images. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { LaneState } from '../contract/run-state';
import type { DataSet } from '../data/dataset';
import { peek, readAll } from '../engine/read';
import { simdMachine } from '../engine/simd';
import { forward } from '../network/forward';
import type { LayerWatcher, NormMode } from '../network/options';
import { layoutOf } from '../network/parameters';
import { lookUp, parameterTensors } from './gradient';
import { testBatches, testPixels } from './images';
import { logitsOnHeap } from './planned/gradient';
import { tensorWatcher } from './planned/tensor-watcher';

/** Test images on the way through a network at once. */
export const TEST_BATCH = 100;

/** What a network computes by; nothing of it is changed. */
export interface TrainedNetwork extends Pick<LaneState, 'parameters'> {
  /** Running statistics of its norms; null for those of the batch at hand. */
  readonly statistics: LaneState['statistics'] | null;
  readonly gains: readonly number[];
}

/** The forward pass of images on the backend. */
interface TestForward {
  /** Logits of images, to be disposed by the caller. */
  logits(images: tf.Tensor4D): tf.Tensor2D;
  dispose(): void;
}

/** Whatever computes it; `layers` sees what leaves each layer. */
export function forwardOf(plan: LanePlan, trained: TrainedNetwork, layers?: LayerWatcher): TestForward {
  const machine = simdMachine();
  if (machine === null) return forwardByOps(plan, trained, layers);
  return {
    logits: (images) => {
      const [count] = images.shape;
      const batch = { pixels: peek(images), labels: new Uint8Array(count) };
      const watching = tensorWatcher(machine, plan, count, layers === undefined ? {} : { layers });
      return tf.tensor2d(logitsOnHeap(machine, plan, trained, batch, watching?.watcher), [
        count,
        plan.classes,
      ]);
    },
    dispose: () => undefined,
  };
}

function forwardByOps(plan: LanePlan, trained: TrainedNetwork, layers?: LayerWatcher): TestForward {
  const parameters = parameterTensors(layoutOf(plan.parameters), trained.parameters);
  const statistics = new Map(
    [...(trained.statistics ?? [])].map(([norm, { mean, variance }]) => [
      norm,
      { mean: tf.tensor1d(mean.slice()), variance: tf.tensor1d(variance.slice()) },
    ]),
  );
  const mode: NormMode =
    trained.statistics === null
      ? { kind: 'training' }
      : { kind: 'inference', statistics: lookUp(statistics) };
  return {
    logits: (images) =>
      tf.tidy(() =>
        forward(plan, images, {
          parameters: lookUp(parameters),
          mode,
          gains: trained.gains,
          ...(layers && { layers }),
        }),
      ),
    dispose: () => {
      tf.dispose([...parameters.values()]);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    },
  };
}

/** Logits [N, classes] of the first `count` test images with their labels, batch by batch. */
export async function* logitsOf(plan: LanePlan, trained: TrainedNetwork, data: DataSet, count: number) {
  const machine = simdMachine();
  if (machine !== null) {
    for (const batch of testPixels(data, count, TEST_BATCH))
      yield { logits: logitsOnHeap(machine, plan, trained, batch), labels: batch.labels };
    return;
  }
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
