/** What the page asks to see of the networks between two steps: what they make of the test images, and what one layer does. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type {
  InspectionRequest,
  InspectionResult,
  LayerInspection,
  LayerResult,
  PredictionsResult,
} from '../contract/inspections';
import type { LaneSnapshot } from '../contract/run-state';
import type { DataSet } from '../data/dataset';
import { imageLosses, softmaxRows } from '../engine/measures';
import { readAll } from '../engine/read';
import { layoutOf } from '../network/parameters';
import { paint, testBatches } from './images';
import { forwardOf, logitsOf } from './inference';
import type { Trainer } from './trainer';

/** Test images whose activations are looked at. */
const IMAGES = 64;

/**
 * The task that answers a request; null where what was asked about does not exist. It changes nothing, and gives way after every
 * piece, so that others can run. No step may be under way until it has begun.
 */
export function inspect(
  trainer: Trainer,
  data: DataSet,
  request: InspectionRequest,
): AsyncGenerator<void, InspectionResult | null> {
  return request.kind === 'predictions'
    ? predict(trainer, data, request.pixels)
    : inspectLayer(trainer, data, request.layer, request.image);
}

/** Memory of all arrays of an answer, to be transferred. */
export function memoryOf(result: InspectionResult): ArrayBuffer[] {
  const arrays =
    result.kind === 'predictions'
      ? [result.labels, ...result.lanes.flatMap(({ probabilities, losses }) => [probabilities, losses])]
      : result.lanes.flatMap((lane) => (lane === null ? [] : [lane.maps, lane.filters]));
  return [result.pixels, ...arrays].flatMap((array) => (array === null ? [] : [array.buffer]));
}

async function* predict(
  trainer: Trainer,
  data: DataSet,
  withPixels: boolean,
): AsyncGenerator<void, PredictionsResult> {
  const step = trainer.stepCount;
  const count = trainer.testImages;
  const lanes: PredictionsResult['lanes'][number][] = [];
  for (const [index, snapshot] of (await trainer.snapshots()).entries()) {
    const plan = trainer.plans[index];
    if (plan === undefined) continue;
    const { classes } = plan;
    const probabilities = new Float32Array(count * classes);
    const losses = new Float64Array(count);
    let at = 0;
    for await (const { logits, labels } of logitsOf(plan, snapshot, data, count)) {
      probabilities.set(softmaxRows(logits, classes), at * classes);
      losses.set(imageLosses(logits, labels, classes, trainer.experiment.loss), at);
      at += labels.length;
      yield;
    }
    lanes.push({ id: snapshot.id, probabilities, losses });
  }
  const { height, width, classes, test } = data;
  const labels = Uint8Array.from(test.labels.subarray(0, count));
  const pixels = withPixels ? new Uint8ClampedArray(count * height * width * 4) : null;
  for (let image = 0; pixels !== null && image < count; image++) paint(data, test, image, pixels, image);
  return { kind: 'predictions', step, classes, labels, lanes, height, width, pixels };
}

async function* inspectLayer(
  trainer: Trainer,
  data: DataSet,
  layer: string,
  asked: number,
): AsyncGenerator<void, LayerResult> {
  const step = trainer.stepCount;
  const { height, width, classes, test } = data;
  const images = Math.min(IMAGES, test.count);
  const image = Math.max(0, Math.min(images - 1, Math.floor(asked)));
  const lanes: (LayerInspection | null)[] = [];
  for (const [index, snapshot] of (await trainer.snapshots()).entries()) {
    const plan = trainer.plans[index];
    lanes.push(plan === undefined ? null : await layerOf(plan, snapshot, data, layer, image, images));
    yield;
  }
  const pixels = new Uint8ClampedArray(height * width * 4);
  paint(data, test, image, pixels, 0);
  const truth = classes[test.labels[image] ?? 0] ?? '';
  return { kind: 'layer', step, layer, image, images, truth, side: [height, width], pixels, lanes };
}

/** One network's layer, with its maps of one of so many test images; null where it has no such layer. */
async function layerOf(
  plan: LanePlan,
  snapshot: LaneSnapshot,
  data: DataSet,
  name: string,
  image: number,
  images: number,
): Promise<LayerInspection | null> {
  const layer = plan.layers.find((one) => one.name === name && one.kind !== 'projection');
  if (layer === undefined) return null;
  let found: tf.Tensor | undefined;
  const forward = forwardOf(plan, snapshot, {
    onActivation: (each, activation) => {
      if (each === name) found = tf.keep(activation.clone());
    },
    onActivationGradient: () => undefined,
  });
  try {
    for (const batch of testBatches(data, images, images)) {
      tf.dispose(forward.logits(batch.images));
      batch.images.dispose();
    }
  } finally {
    forward.dispose();
  }
  if (found === undefined) return null;
  const [values = new Float32Array(0)] = await readAll([found]);
  found.dispose();
  const { height, width, channels } = layer.output;
  const size = height * width * channels;
  const entry = layoutOf(plan.parameters).entries.find((each) => each.name === `${name}.weight`);
  const [start, end] = [entry?.offset ?? 0, (entry?.offset ?? 0) + (entry?.size ?? 0)];
  const [kernel = 1, , inputs = 1, outputs = 1] =
    entry?.shape.length === 4 ? entry.shape : [1, 1, ...(entry?.shape ?? [])];
  return {
    id: snapshot.id,
    height,
    width,
    channels,
    maps: values.slice(image * size, (image + 1) * size) as Float32Array<ArrayBuffer>,
    filterShape: [kernel, inputs, outputs],
    filters: snapshot.parameters.slice(start, end),
    dead: deadChannels(values, channels),
  };
}

function deadChannels(values: Float32Array, channels: number): number {
  const alive = new Uint8Array(channels);
  values.forEach((value, i) => {
    if (value !== 0) alive[i % channels] = 1;
  });
  return alive.filter((each) => each === 0).length;
}
