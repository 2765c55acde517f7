/**
 * Where the numbers of a diverged network cease to be finite. Two looks at it: at what every row of metrics holds, which
 * costs nothing, and at a forward pass taken again, which knows more and is taken only once per lane and run.
 */
import * as tf from '@tensorflow/tfjs-core';
import { stretchesOf } from '../architecture/nodes';
import { readAll } from '../engine/read';
import { run } from '../network/forward';
import type { ParameterLayout } from '../network/parameters';
import type { Divergence } from '../contract/messages';
import { gradientLayer } from '../contract/metrics';
import { lookUp, parameterTensors, type GradientRequest } from './gradient';

export type Fault = Pick<Divergence, 'place' | 'layer'>;

/**
 * The fault that a lane's part of a row tells of, or null where all of it is finite. Gradients flow from the output to the
 * input: of those that are not finite, the one nearest the output was so first.
 */
export function faultInRow(columns: readonly string[], values: ArrayLike<number>): Fault | null {
  if (!Number.isFinite(values[columns.indexOf('loss')] ?? 0)) return { place: 'loss', layer: null };
  const broken = columns
    .filter((_, i) => !Number.isFinite(values[i] ?? 0))
    .flatMap((name) => gradientLayer(name) ?? []);
  return broken.length === 0 ? null : { place: 'gradient', layer: broken.at(-1) ?? null };
}

type ForwardRequest = Pick<GradientRequest, 'plan' | 'layout' | 'parameters' | 'gains' | 'batch' | 'noise'>;

/**
 * The first thing on the way from the input to the logits that is not finite: weights, the end of a layer, of a block or of a
 * concatenation, or the logits; null where all of them are.
 */
export async function faultInPass(request: ForwardRequest): Promise<Fault | null> {
  const { plan, layout, parameters, gains, batch, noise } = request;
  const inWeights = faultInWeights(layout, parameters);
  if (inWeights !== null) return inWeights;
  const tensors = parameterTensors(layout, parameters);
  const options = {
    parameters: lookUp(tensors),
    mode: { kind: 'training' },
    gains,
    ...(noise && { noise }),
  } as const;
  const stretches = stretchesOf(plan.nodes);
  let x: tf.Tensor = batch.images.clone();
  try {
    for (const [index, { layer, nodes }] of stretches.entries()) {
      const input = x;
      x = tf.tidy(() => run(nodes, input, options));
      // A block may hand its input on as it is.
      if (x !== input) input.dispose();
      const [values = new Float32Array(0)] = await readAll([x]);
      if (!areFinite(values)) return { place: index === stretches.length - 1 ? 'logits' : 'output', layer };
    }
    return null;
  } finally {
    x.dispose();
    tf.dispose([...tensors.values()]);
  }
}

/** The first weights that are not finite. */
export function faultInWeights(layout: ParameterLayout, parameters: Float32Array): Fault | null {
  const broken = layout.entries.find(
    ({ offset, size }) => !areFinite(parameters.subarray(offset, offset + size)),
  );
  return broken === undefined
    ? null
    : { place: 'weights', layer: broken.name.slice(0, broken.name.lastIndexOf('.')) };
}

/** Whether all of them are. */
function areFinite(values: Float32Array): boolean {
  return values.every((value) => Number.isFinite(value));
}
