/** Shows what leaves a layer to whoever watches, now and when its gradient comes back. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LayerPlan } from '../architecture/plan';
import { probe } from '../ops/elementwise';
import type { ForwardOptions } from './network';

/** The same tensor, or one that equals it. */
export function seen<T extends tf.Tensor>(x: T, layer: LayerPlan | undefined, { layers }: ForwardOptions): T {
  if (layers === undefined || layer === undefined) return x;
  layers.onActivation(layer.name, x);
  return probe(x, (gradient) => layers.onActivationGradient(layer.name, gradient));
}
