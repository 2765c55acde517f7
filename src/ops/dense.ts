/** Differentiable dense layer and softmax cross-entropy. */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from './constants';
import { kernels } from './kernels';
import { channelSum } from './rows';

/** x · weight + bias for x [N, in], weight [in, out], bias [out]. */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const op = tf.customGrad((...inputs) => {
    const [input, weights, offset, save] = inputs as unknown as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    save([input, weights]);
    return {
      value: kernels().dense.forward(input, weights, offset),
      gradFunc: (dy, saved) => {
        const [savedInput, savedWeights] = saved as [tf.Tensor2D, tf.Tensor2D];
        const layer = kernels().dense;
        const own = layer.parameterGradients(savedInput, dy as tf.Tensor2D);
        return [layer.inputGradient(dy as tf.Tensor2D, savedWeights), own.weight, own.bias];
      },
    };
  });
  return op(x, weight, bias) as tf.Tensor2D;
}

/** Mean over the batch of −log softmax(logits)[label]; logits and labels (rows that sum to 1) are [N, classes]. */
export function crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  const [count, classes] = logits.shape;
  const op = tf.customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const logProbabilities = tf.sub(shifted, tf.log(sums));
    // The labels too: smoothed ones are of this pass only.
    save([tf.div(exponentials, sums), oneHot]);
    return {
      value: tf.reshape(channelSum(tf.mul(logProbabilities, oneHot), [count, classes, 1, 1], -1 / count), []),
      gradFunc: (dy, saved) => {
        const difference = tf.sub(saved[0] as tf.Tensor2D, saved[1] as tf.Tensor2D);
        return tf.reshape(tf.mul(difference, tf.mul(dy, scalar(1 / count))), [count, classes]);
      },
    };
  });
  return op(logits) as tf.Scalar;
}
