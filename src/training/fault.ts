/**
 * Where the numbers of a diverged network cease to be finite. Two looks at it: at what every row of metrics holds, which
 * costs nothing, and at a forward pass taken again, which knows more and is taken only once per lane and run.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ClassicNode, ClassicPlan } from '../architecture/classic/nodes';
import { isClassicPlan } from '../architecture/plan-experiment';
import { readAll } from '../engine/read';
import { residualBlock } from '../network/block';
import { forwardClassic } from '../network/classic';
import { head, stem, type ForwardOptions } from '../network/network';
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
 * The first thing on the way from the input to the logits that is not finite: weights, the output of the stem or of a block,
 * or the logits; null where all of them are.
 */
export async function faultInPass(request: ForwardRequest): Promise<Fault | null> {
  const { plan, layout, parameters, gains, batch, noise } = request;
  for (const { name, offset, size } of layout.entries) {
    if (!areFinite(parameters.subarray(offset, offset + size)))
      return { place: 'weights', layer: name.slice(0, name.lastIndexOf('.')) };
  }
  const tensors = parameterTensors(layout, parameters);
  const options = {
    parameters: lookUp(tensors),
    mode: { kind: 'training' },
    gains,
    ...(noise && { noise }),
  } as const;
  const isFinite = async (tensor: tf.Tensor): Promise<boolean> => {
    const [values = new Float32Array(0)] = await readAll([tensor]);
    return areFinite(values);
  };
  if (isClassicPlan(plan)) {
    const fault = await faultOfNodes(plan, batch.images, options, isFinite);
    tf.dispose([...tensors.values()]);
    return fault;
  }
  let x = tf.tidy(() => stem(plan, batch.images, options));
  try {
    if (!(await isFinite(x))) return { place: 'output', layer: plan.stem.name };
    for (const block of plan.blocks) {
      const input = x;
      x = tf.tidy(() => residualBlock(input, block, plan, options));
      // A block may hand its input on as it is.
      if (x !== input) input.dispose();
      if (!(await isFinite(x))) return { place: 'output', layer: block.name };
    }
    const logits = tf.tidy(() => head(plan, x, options));
    try {
      return (await isFinite(logits)) ? null : { place: 'logits', layer: plan.dense.name };
    } finally {
      logits.dispose();
    }
  } finally {
    x.dispose();
    tf.dispose([...tensors.values()]);
  }
}

/** The first node of a classic network whose output is not finite. */
async function faultOfNodes(
  plan: ClassicPlan,
  images: tf.Tensor4D,
  options: ForwardOptions,
  isFinite: (tensor: tf.Tensor) => Promise<boolean>,
): Promise<Fault | null> {
  const outputs: tf.Tensor[] = [];
  tf.tidy(() => {
    forwardClassic(plan, images, options, { onNode: (_, output) => outputs.push(tf.keep(output.clone())) });
  });
  try {
    for (const [index, output] of outputs.entries()) {
      if (await isFinite(output)) continue;
      const last = index === outputs.length - 1;
      return { place: last ? 'logits' : 'output', layer: nodeName(plan.nodes.slice(0, index + 1)) };
    }
    return null;
  } finally {
    tf.dispose(outputs);
  }
}

/** Name of the last of these nodes that has one. */
function nodeName(nodes: readonly ClassicNode[]): string | null {
  const node = nodes.findLast(({ kind }) => kind === 'conv' || kind === 'dense' || kind === 'concat');
  if (node?.kind === 'concat') return node.name;
  return node?.kind === 'conv' || node?.kind === 'dense' ? node.layer.name : null;
}

function areFinite(values: Float32Array): boolean {
  return values.every((value) => Number.isFinite(value));
}
