/** An identity that shows the gradient flowing back through it. */
import * as tf from '@tensorflow/tfjs-core';

/** Returns x; when the gradient of the result is known, hands it to `onGradient`, which must not keep it undisposed. */
export function probe<T extends tf.Tensor>(x: T, onGradient: (dy: T) => void): T {
  const op = tf.customGrad((...inputs) => ({
    value: tf.clone(inputs[0] as tf.Tensor),
    gradFunc: (dy) => {
      onGradient(dy as T);
      return tf.clone(dy);
    },
  }));
  return op(x) as T;
}
