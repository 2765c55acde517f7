/** Ops that end with an `Epilogue`: what they do is the kernels', how they are differentiated is the same for all. */
import * as tf from '@tensorflow/tfjs-core';
import type { EpilogueOutput, Epilogue, EpilogueGradient } from './kernels';

/** The shortcut whose gradient the op itself has to give: none where a carrier takes it along. */
function ownShortcut({ shortcut, carrier }: Epilogue): tf.Tensor4D | null {
  return carrier === undefined ? shortcut : null;
}

/** What the backward pass is told of an `Epilogue`. */
export function epilogueGradient(epilogue: Epilogue): EpilogueGradient {
  return {
    activation: epilogue.activation,
    gain: epilogue.gain,
    hasShortcut: ownShortcut(epilogue) !== null,
  };
}

/** The inputs of a custom gradient, with the shortcut last where its gradient is asked for. */
function inputsOf(parameters: tf.Tensor[], epilogue: Epilogue): tf.Tensor[] {
  const shortcut = ownShortcut(epilogue);
  return shortcut === null ? parameters : [...parameters, shortcut];
}

/** Gradients in the order of `inputsOf`; zeros for a shortcut that nothing flows through. */
function gradientsOf(
  gradients: tf.Tensor[],
  shortcut: tf.Tensor | undefined,
  epilogue: Epilogue,
): tf.Tensor[] {
  const of = ownShortcut(epilogue);
  return of === null ? gradients : [...gradients, shortcut ?? tf.zerosLike(of)];
}

/** Leaves the shortcut's gradient with the carrier, where there is one. */
function handOver(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  { activation, gain, carrier }: Epilogue,
): void {
  if (carrier !== undefined) carrier.gradient = { dy, savedForBackward, activation, gain };
}

/**
 * One differentiable op with an `Epilogue`, of `parameters` and, where its gradient is asked for, the shortcut. `gradients` gives
 * one per parameter in `own`, from what `forward` saved.
 */
export function opWithEpilogue(
  parameters: tf.Tensor[],
  epilogue: Epilogue,
  forward: () => EpilogueOutput & { readonly saved?: readonly tf.Tensor[] },
  gradients: (
    dy: tf.Tensor4D,
    savedForBackward: tf.Tensor4D,
    saved: tf.Tensor[],
  ) => { readonly own: tf.Tensor[]; readonly shortcut: tf.Tensor | undefined },
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, savedForBackward, saved = [] } = forward();
    save([savedForBackward, ...saved]);
    return {
      value: y,
      gradFunc: (gradient, tensors) => {
        const [output, ...rest] = tensors as [tf.Tensor4D, ...tf.Tensor[]];
        const dy = gradient as tf.Tensor4D;
        handOver(dy, output, epilogue);
        const { own, shortcut } = gradients(dy, output, rest);
        return gradientsOf(own, shortcut, epilogue);
      },
    };
  });
  return op(...inputsOf(parameters, epilogue)) as tf.Tensor4D;
}
