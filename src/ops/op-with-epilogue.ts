/** Ops that end with a `Finish`: what they do is the kernels', how they are differentiated is the same for all. */
import * as tf from '@tensorflow/tfjs-core';
import type { Ended, Finish, FinishGradient } from './kernels';

/** The shortcut whose gradient the op itself has to give: none where a carrier takes it along. */
function ownShortcut({ shortcut, carrier }: Finish): tf.Tensor4D | null {
  return carrier === undefined ? shortcut : null;
}

/** What the backward pass is told of a `Finish`. */
export function finishGradient(end: Finish): FinishGradient {
  return { activation: end.activation, gain: end.gain, hasShortcut: ownShortcut(end) !== null };
}

/** The inputs of a custom gradient, with the shortcut last where its gradient is asked for. */
function inputsOf(parameters: tf.Tensor[], end: Finish): tf.Tensor[] {
  const shortcut = ownShortcut(end);
  return shortcut === null ? parameters : [...parameters, shortcut];
}

/** Gradients in the order of `inputsOf`; zeros for a shortcut that nothing flows through. */
function gradientsOf(gradients: tf.Tensor[], shortcut: tf.Tensor | undefined, end: Finish): tf.Tensor[] {
  const of = ownShortcut(end);
  return of === null ? gradients : [...gradients, shortcut ?? tf.zerosLike(of)];
}

/** Leaves the shortcut's gradient with the carrier, where there is one. */
function handOver(dy: tf.Tensor4D, kept: tf.Tensor4D, { activation, gain, carrier }: Finish): void {
  if (carrier !== undefined) carrier.gradient = { dy, kept, activation, gain };
}

/**
 * One differentiable op with a `Finish`, of `parameters` and, where its gradient is asked for, the shortcut. `gradients` gives
 * one per parameter in `own`, from what `forward` kept and saved.
 */
export function finishedOp(
  parameters: tf.Tensor[],
  end: Finish,
  forward: () => Ended & { readonly saved?: readonly tf.Tensor[] },
  gradients: (
    dy: tf.Tensor4D,
    kept: tf.Tensor4D,
    saved: tf.Tensor[],
  ) => { readonly own: tf.Tensor[]; readonly shortcut: tf.Tensor | undefined },
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, kept, saved = [] } = forward();
    save([kept, ...saved]);
    return {
      value: y,
      gradFunc: (gradient, tensors) => {
        const [output, ...rest] = tensors as [tf.Tensor4D, ...tf.Tensor[]];
        const dy = gradient as tf.Tensor4D;
        handOver(dy, output, end);
        const { own, shortcut } = gradients(dy, output, rest);
        return gradientsOf(own, shortcut, end);
      },
    };
  });
  return op(...inputsOf(parameters, end)) as tf.Tensor4D;
}
