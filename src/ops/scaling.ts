/** Differentiable products of images with factors: one for all, one per channel of each image, or one per value. */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from './constants';
import { kernels, type Gain } from './kernels';

/** x · gain, which is not differentiated by. */
export function scaleBy(x: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  if (gain === 1) return x;
  const factor = typeof gain === 'number' ? scalar(gain) : gain;
  const op = tf.customGrad((...inputs) => ({
    value: tf.mul(inputs[0] as tf.Tensor, factor),
    gradFunc: (dy) => tf.mul(dy, factor),
  }));
  return op(x) as tf.Tensor4D;
}

/** x · factor for a learned factor [1]. */
export function scaleByLearned(x: tf.Tensor4D, factor: tf.Tensor1D): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [image, weight, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor1D, tf.GradSaveFunc];
    save([image, weight]);
    return {
      value: tf.mul(image, weight),
      gradFunc: (dy, saved) => {
        const [savedImage, savedFactor] = saved as [tf.Tensor4D, tf.Tensor1D];
        const sum = kernels().scaling.alongAll(dy as tf.Tensor4D, savedImage);
        return [tf.mul(dy, savedFactor), sum];
      },
    };
  });
  return op(x, factor) as tf.Tensor4D;
}

/** Every channel of every image times its own factor: x [N, H, W, C], factors [N, C]. */
export function scaleChannels(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [image, scales, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor2D, tf.GradSaveFunc];
    save([image, scales]);
    return {
      value: kernels().scaling.byChannel(image, scales),
      gradFunc: (given, saved) => {
        const [dy, savedImage, savedFactors] = [
          given as tf.Tensor4D,
          ...(saved as [tf.Tensor4D, tf.Tensor2D]),
        ];
        return [kernels().scaling.byChannel(dy, savedFactors), kernels().scaling.along(dy, savedImage)];
      },
    };
  });
  return op(x, factors) as tf.Tensor4D;
}

/** a · b, value by value. */
export function multiply(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [left, right, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([left, right]);
    return {
      value: tf.mul(left, right),
      gradFunc: (dy, saved) => [tf.mul(dy, saved[1] as tf.Tensor), tf.mul(dy, saved[0] as tf.Tensor)],
    };
  });
  return op(a, b) as tf.Tensor4D;
}

/** 1 − x. */
export function complement(x: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => ({
    value: tf.sub(scalar(1), inputs[0] as tf.Tensor),
    gradFunc: (dy) => tf.neg(dy),
  }));
  return op(x) as tf.Tensor4D;
}
