/** The forward pass of a classic network: its nodes, one after the other. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ClassicNode, ClassicPlan } from '../architecture/classic/nodes';
import { concatChannels, flatten, globalAveragePool, pool } from '../ops/shape';
import { conv2d, conv2dOfData, dense } from '../ops/linear';
import type { Epilogue } from '../ops/kernels';
import { activation } from '../ops/elementwise';
import type { ForwardOptions } from './network';
import { bare, ending, norm } from './norm';
import { seen } from './probe-activation';

/** Sees what every node makes: its index, and the tensor, which is the network's own. */
export type NodeWatcher = (node: number, output: tf.Tensor) => void;

/**
 * Logits [N, classes] of images [N, H, W, C]. Images are data, which nothing is differentiated by, unless `differentiable`
 * says so.
 */
export function forwardClassic(
  plan: ClassicPlan,
  images: tf.Tensor4D,
  options: ForwardOptions,
  {
    differentiable = false,
    onNode,
  }: { readonly differentiable?: boolean; readonly onNode?: NodeWatcher } = {},
): tf.Tensor2D {
  let x: tf.Tensor = images;
  plan.nodes.forEach((node, index) => {
    x = apply(node, x, plan, options, index === 0 && !differentiable);
    onNode?.(index, x);
  });
  return x as tf.Tensor2D;
}

function apply(
  node: ClassicNode,
  x: tf.Tensor,
  plan: ClassicPlan,
  options: ForwardOptions,
  isData: boolean,
): tf.Tensor {
  const end: Epilogue = { activation: plan.activation, shortcut: null, gain: 0 };
  switch (node.kind) {
    case 'conv': {
      const { layer, first, activated } = node;
      const image = x as tf.Tensor4D;
      const opened = first === 'norm' ? ending(image, layer.normPlan, null, end, options) : image;
      const filter = options.parameters(`${layer.name}.weight`) as tf.Tensor4D;
      const filtered = (isData && opened === image ? conv2dOfData : conv2d)(opened, filter, layer);
      const y =
        first === 'norm'
          ? ending(filtered, null, layer, bare, options)
          : norm(filtered, layer, activated ? end : bare, options);
      return seen(y, layer, options);
    }
    case 'pool':
      return pool(x as tf.Tensor4D, node.pool, node.window);
    case 'concat': {
      const added = node.nodes.reduce((inner, each) => apply(each, inner, plan, options, false), x);
      return concatChannels(x as tf.Tensor4D, added as tf.Tensor4D);
    }
    case 'tail':
      return ending(x as tf.Tensor4D, node.norm, null, end, options);
    case 'vector':
      return node.by === 'average' ? globalAveragePool(x as tf.Tensor4D) : flatten(x as tf.Tensor4D);
    case 'dropout':
      return options.noise === undefined ? x : options.noise.drop(x, node.share, node.name);
    case 'dense': {
      const { name } = node.layer;
      const y = dense(
        x as tf.Tensor2D,
        options.parameters(`${name}.weight`) as tf.Tensor2D,
        options.parameters(`${name}.bias`) as tf.Tensor1D,
      );
      return seen(node.activated ? activation(y, plan.activation) : y, node.layer, options);
    }
  }
  return node satisfies never;
}
