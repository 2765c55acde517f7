/** Products with, and sums with, single learned numbers: the scalars of Fixup. */
import * as tf from '@tensorflow/tfjs-core';
import { opWithEpilogue, epilogueGradient } from './op-with-epilogue';
import { kernels, type Epilogue } from './kernels';

/** Learned numbers [1], of which either may be absent. */
interface Scalars {
  readonly factor?: tf.Tensor1D;
  readonly bias?: tf.Tensor1D;
}

/** activation(factor · x + bias + gain · shortcut) for x [N, H, W, C]. */
export function shift(x: tf.Tensor4D, { factor, bias }: Scalars, epilogue: Epilogue): tf.Tensor4D {
  const present = [factor, bias].filter((scalar) => scalar !== undefined);
  const forward = () => ({
    ...kernels().scalars.forward(x, factor ?? null, bias ?? null, epilogue),
    saved: factor === undefined ? [] : [x, factor],
  });
  return opWithEpilogue([x, ...present], epilogue, forward, (dy, savedForBackward, saved) => {
    const [input, weight] = saved as [tf.Tensor4D?, tf.Tensor1D?];
    const multiplied = input === undefined || weight === undefined ? null : { x: input, factor: weight };
    const found = kernels().scalars.gradient(dy, savedForBackward, multiplied, epilogueGradient(epilogue));
    const own = [found.x, found.factor, bias === undefined ? undefined : found.bias];
    return { own: own.filter((gradient) => gradient !== undefined), shortcut: found.shortcut };
  });
}

/** x + bias for vectors x [N, C]. */
export function shiftRows(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const [n, c] = x.shape;
  const image = (rows: tf.Tensor) => tf.reshape(rows, [n, 1, 1, c]) as tf.Tensor4D;
  const epilogue = { activation: 'linear', shortcut: null, gain: 0, hasShortcut: false } as const;
  const op = tf.customGrad((...inputs) => {
    const [rows, scalar] = inputs as unknown as [tf.Tensor2D, tf.Tensor1D];
    const { y } = kernels().scalars.forward(image(rows), null, scalar, epilogue);
    return {
      value: tf.reshape(y, [n, c]),
      gradFunc: (given) => {
        const dy = image(given as tf.Tensor);
        const found = kernels().scalars.gradient(dy, dy, null, epilogue);
        return [tf.reshape(found.x, [n, c]), found.bias];
      },
    };
  });
  return op(x, bias) as tf.Tensor2D;
}
