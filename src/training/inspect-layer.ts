/** A look at one layer of every network: what it makes of a test image, its filters, and its dead channels. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { DataSet } from '../data/dataset';
import { readAll } from '../engine/read';
import { layoutOf } from '../network/parameters';
import type { LayerInspection, LayerResult } from '../contract/inspections';
import { testBatches } from './images';
import { forwardOf } from './predictions';
import { paint } from './samples';
import type { LaneSnapshot, Trainer } from './trainer';

/** Test images whose activations are looked at. */
const IMAGES = 64;

/** Gives way after every network. No step may be under way until it has begun. */
export async function* inspectLayer(
  trainer: Trainer,
  data: DataSet,
  layer: string,
  image: number,
): AsyncGenerator<void, LayerResult | null> {
  const step = trainer.stepCount;
  const images = Math.min(IMAGES, data.test.count);
  const chosen = Math.max(0, Math.min(images - 1, Math.floor(image)));
  const lanes: (LayerInspection | null)[] = [];
  for (const [index, snapshot] of (await trainer.snapshots()).entries()) {
    const plan = trainer.plans[index];
    lanes.push(plan === undefined ? null : await inspectionOf(plan, snapshot, data, layer, chosen, images));
    yield;
  }
  const { height, width, channels, classes, test } = data;
  const pixels = new Uint8ClampedArray(height * width * 4);
  paint(data, test, chosen * height * width * channels, pixels, 0);
  const truth = classes[test.labels[chosen] ?? 0] ?? '';
  return { kind: 'layer', step, layer, image: chosen, images, truth, side: [height, width], pixels, lanes };
}

async function inspectionOf(
  plan: LanePlan,
  snapshot: LaneSnapshot,
  data: DataSet,
  name: string,
  image: number,
  images: number,
): Promise<LayerInspection | null> {
  const layer = plan.layers.find((one) => one.name === name && one.kind !== 'projection');
  if (layer === undefined) return null;
  let seen: tf.Tensor | undefined;
  const forward = forwardOf(plan, snapshot, {
    onActivation: (each, activation) => {
      if (each === name) seen = tf.keep(activation.clone());
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
  if (seen === undefined) return null;
  const [values = new Float32Array(0)] = await readAll([seen]);
  seen.dispose();
  const { height, width, channels } = layer.output;
  const size = height * width * channels;
  const layout = layoutOf(plan.parameters);
  const entry = layout.entries.find((each) => each.name === `${name}.weight`);
  const [start, end] = [entry?.offset ?? 0, (entry?.offset ?? 0) + (entry?.size ?? 0)];
  const [kernel = 1, , inputs = 1, outputs = 1] =
    entry?.shape.length === 4 ? entry.shape : [1, 1, ...(entry?.shape ?? [])];
  const { parameters } = snapshot;
  return {
    id: snapshot.id,
    height,
    width,
    channels,
    maps: values.slice(image * size, (image + 1) * size) as Float32Array<ArrayBuffer>,
    filterShape: [kernel, inputs, outputs],
    filters: parameters.slice(start, end),
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
