/** Norms, biases, single numbers and sums with their epilogues, by emitters on the heap of tfjs. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue, EpilogueGradient, EpilogueOutput, Gain, KernelSet } from '../kernels';
import type { Emitters } from './emitters';
import { keepsInput, type End } from './epilogue';
import type { Address } from './heap';
import { SimdBias, SimdScalars } from './affine';
import { SimdBatchNorm, SimdGroupNorm } from './norms';
import type { TfjsHeap } from './tfjs-wasm';

type Shape = tf.Tensor4D['shape'];

/** A tensor's number is at hand on wasm. */
function numberOf(gain: Gain): number {
  return typeof gain === 'number' ? gain : (gain.dataSync<'float32'>()[0] ?? Number.NaN);
}

export function endKernels(
  heap: TfjsHeap,
  emitters: Emitters,
): Pick<KernelSet, 'batchNorm' | 'groupNorm' | 'bias' | 'scalars' | 'addition'> {
  const at = (tensor: tf.Tensor): Address => heap.at(tensor);
  const orNone = (tensor: tf.Tensor | null | undefined): Address => (tensor ? heap.at(tensor) : 0);
  const perChannel = (channels: number): tf.Tensor1D => heap.output<tf.Tensor1D>([channels]);

  /** A shortcut of the number 0 is not looked at, as in the reference. */
  const endOf = ({ activation, shortcut, gain }: Epilogue): End => ({
    activation,
    shortcut: gain === 0 ? 0 : orNone(shortcut),
    gain: numberOf(gain),
  });
  const forward = (
    shape: Shape,
    epilogue: Epilogue,
    run: (end: End, y: Address, kept: Address) => void,
  ): EpilogueOutput => {
    const y = heap.output<tf.Tensor4D>(shape);
    const savedForBackward = keepsInput(epilogue.activation) ? heap.output<tf.Tensor4D>(shape) : y;
    run(endOf(epilogue), at(y), at(savedForBackward));
    return { y, savedForBackward };
  };
  /** What comes in, and where the gradients of the image and of its shortcut go. */
  const backward = (
    { dy, savedForBackward, activation, gain, hasShortcut }: EpilogueGradient,
    run: (dy: Address, kept: Address, end: End, dx: Address, dShortcut: Address) => void,
  ) => {
    const x = heap.output<tf.Tensor4D>(dy.shape);
    const shortcut = hasShortcut && gain !== 0 ? heap.output<tf.Tensor4D>(dy.shape) : undefined;
    const end = { activation, shortcut: 0, gain: numberOf(gain) };
    run(at(dy), at(savedForBackward), end, at(x), orNone(shortcut));
    return { x, shortcut };
  };

  const batchNormOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdBatchNorm>[1]) => new SimdBatchNorm(machine, shape),
  );
  const groupNormOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdGroupNorm>[1]) => new SimdGroupNorm(machine, shape),
  );
  const biasOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdBias>[1]) => new SimdBias(machine, shape),
  );
  const scalarsOf = emitters.of(
    (machine, shape: ConstructorParameters<typeof SimdScalars>[1]) => new SimdScalars(machine, shape),
  );
  const batchNorm = ([n, h, w, channels]: Shape): SimdBatchNorm =>
    batchNormOf({ rows: n * h * w, channels, positions: h * w });
  const groupNorm = ([n, h, w, channels]: Shape, groups: number): SimdGroupNorm =>
    groupNormOf({ n, positions: h * w, channels, groups });
  const bias = ([n, h, w, channels]: Shape): SimdBias => biasOf({ rows: n * h * w, channels });

  return {
    batchNorm: {
      training(x, scale, shift, epilogue) {
        const channels = x.shape[3];
        const [mean, variance, inverse] = [perChannel(channels), perChannel(channels), perChannel(channels)];
        const output = forward(x.shape, epilogue, (end, y, kept) =>
          batchNorm(x.shape).training(
            at(x),
            at(scale),
            at(shift),
            end,
            y,
            kept,
            at(mean),
            at(variance),
            at(inverse),
          ),
        );
        return { ...output, statistics: () => ({ mean, variance }), saved: [x, mean, inverse] };
      },
      trainingGradient(incoming, saved, scale) {
        const [x, mean, inverse] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
        const [dScale, dShift] = [perChannel(x.shape[3]), perChannel(x.shape[3])];
        const found = backward(incoming, (dy, kept, end, dx, dShortcut) =>
          batchNorm(x.shape).trainingGradient(
            dy,
            kept,
            at(x),
            at(scale),
            at(mean),
            at(inverse),
            end,
            dx,
            false,
            at(dScale),
            at(dShift),
            dShortcut,
            false,
          ),
        );
        return { ...found, scale: dScale, shift: dShift };
      },
      inference(x, scale, shift, mean, variance, epilogue) {
        const y = heap.output<tf.Tensor4D>(x.shape);
        // What goes into the activation is kept for nothing: it lies where the result will.
        batchNorm(x.shape).inference(
          at(x),
          at(scale),
          at(shift),
          at(mean),
          at(variance),
          endOf(epilogue),
          at(y),
          at(y),
        );
        return y;
      },
    },

    groupNorm: {
      forward(x, scale, shift, groups, epilogue) {
        const mean = heap.output([x.shape[0], groups]);
        const inverse = heap.output([x.shape[0], groups]);
        const output = forward(x.shape, epilogue, (end, y, kept) =>
          groupNorm(x.shape, groups).forward(
            at(x),
            at(scale),
            at(shift),
            end,
            y,
            kept,
            at(mean),
            at(inverse),
          ),
        );
        return { ...output, saved: [x, mean, inverse] };
      },
      gradient(incoming, saved, scale, groups) {
        const [x, mean, inverse] = saved as [tf.Tensor4D, tf.Tensor2D, tf.Tensor2D];
        const [dScale, dShift] = [perChannel(x.shape[3]), perChannel(x.shape[3])];
        const found = backward(incoming, (dy, kept, end, dx, dShortcut) =>
          groupNorm(x.shape, groups).gradient(
            dy,
            kept,
            at(x),
            at(scale),
            at(mean),
            at(inverse),
            end,
            dx,
            false,
            at(dScale),
            at(dShift),
            dShortcut,
            false,
          ),
        );
        return { ...found, scale: dScale, shift: dShift };
      },
    },

    bias: {
      forward: (x, offset, epilogue) =>
        forward(x.shape, epilogue, (end, y, kept) => bias(x.shape).forward(at(x), at(offset), end, y, kept)),
      gradient(incoming) {
        const dBias = perChannel(incoming.dy.shape[3]);
        const found = backward(incoming, (dy, kept, end, dx, dShortcut) =>
          bias(incoming.dy.shape).gradient(dy, kept, end, dx, false, at(dBias), dShortcut, false),
        );
        return { ...found, bias: dBias };
      },
    },

    scalars: {
      forward: (x, factor, offset, epilogue) =>
        forward(x.shape, epilogue, (end, y, kept) =>
          scalarsOf({ size: x.size }).forward(at(x), orNone(factor), orNone(offset), end, y, kept),
        ),
      gradient(incoming, multiplied) {
        const dFactor = multiplied === null ? undefined : perChannel(1);
        const dBias = perChannel(1);
        const found = backward(incoming, (dy, kept, end, dx, dShortcut) =>
          scalarsOf({ size: incoming.dy.size }).gradient(
            dy,
            kept,
            orNone(multiplied?.x),
            orNone(multiplied?.factor),
            end,
            dx,
            false,
            orNone(dFactor),
            at(dBias),
            dShortcut,
            false,
          ),
        );
        return { ...found, factor: dFactor, bias: dBias };
      },
    },

    addition: {
      forward: (x, epilogue) =>
        forward(x.shape, epilogue, (end, y, kept) =>
          scalarsOf({ size: x.size }).forward(at(x), 0, 0, end, y, kept),
        ),
      gradient: (incoming) =>
        backward(incoming, (dy, kept, end, dx, dShortcut) =>
          scalarsOf({ size: incoming.dy.size }).gradient(
            dy,
            kept,
            0,
            0,
            end,
            dx,
            false,
            0,
            0,
            dShortcut,
            false,
          ),
        ),
    },
  };
}
