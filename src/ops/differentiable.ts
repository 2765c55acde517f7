/** How all ops are differentiated: by a gradient of their own, never by tfjs's tape. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * One op: `forward` gives its output and what is to be kept for the backward pass; `backward` gives dL/d(input) of every
 * input from dL/dy and the tensors that were kept.
 */
export function differentiable<I extends tf.Tensor[], S extends tf.Tensor[], Y extends tf.Tensor>(
  inputs: [...I],
  forward: (...inputs: I) => { readonly y: Y; readonly saved: [...S] },
  backward: (dy: Y, ...saved: S) => tf.Tensor[],
): Y {
  const op = tf.customGrad((...given) => {
    const save = given.at(-1) as unknown as tf.GradSaveFunc;
    const { y, saved } = forward(...(given.slice(0, -1) as I));
    save(saved);
    return { value: y, gradFunc: (dy, tensors) => backward(dy as Y, ...(tensors as S)) };
  });
  return op(...inputs) as Y;
}
