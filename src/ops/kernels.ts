/**
 * The boundary between differentiable ops and what computes them. An op owns its gradient; a kernel set owns the
 * arithmetic on one kind of backend. Images are [N, H, W, C], filters [K, K, in / groups, out].
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/activations';

/** Padding is symmetric and given in pixels, as in PyTorch: TensorFlow's `same` differs from it with stride 2. */
export interface ConvGeometry {
  readonly stride: number;
  readonly padding: number;
  /** Distance of a filter's taps, 1 where absent. */
  readonly dilation?: number;
  /** Channels in so many groups see only their own, 1 where absent; a divisor of both numbers of channels. */
  readonly groups?: number;
}

/**
 * The number a shortcut is multiplied with: fixed, or a tensor [1], which can change while everything else stays. With a
 * number of 0 the shortcut is left out; one that is 0 in a tensor is multiplied, and lets nothing through.
 */
export type Gain = number | tf.Tensor1D;

/** dL/dy behind an activation, and what its gradient is made from: see `EpilogueOutput`. */
export interface ActivatedGradient {
  readonly dy: tf.Tensor4D;
  readonly savedForBackward: tf.Tensor4D;
  readonly activation: ActivationName;
}

/** What reaches a block's input by its identity shortcut, not computed yet: gain · activation' · dy. */
export interface ShortcutGradient extends ActivatedGradient {
  readonly gain: Gain;
}

/**
 * Carries the gradient of an identity shortcut from the end of a block to the convolution at its beginning, which adds it
 * to its own input gradient in the same pass. The shortcut is then no input of the end's own gradient.
 */
export interface ShortcutCarrier {
  gradient: ShortcutGradient | undefined;
}

export interface ConvKernels {
  /** Whether `inputGradient` can take a shortcut's gradient along. */
  readonly carriesShortcut: boolean;
  forward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D;
  /** dL/dx from dL/dy; `inputShape` tells sizes that a stride has rounded away. */
  inputGradient(
    dy: tf.Tensor4D,
    filter: tf.Tensor4D,
    inputShape: tf.Tensor4D['shape'],
    geometry: ConvGeometry,
    carried?: ShortcutGradient,
  ): tf.Tensor4D;
  filterGradient(
    x: tf.Tensor4D,
    dy: tf.Tensor4D,
    filterShape: tf.Tensor4D['shape'],
    geometry: ConvGeometry,
  ): tf.Tensor4D;
}

/** What follows the norm in the same pass: a shortcut times its gain is added, and the sum activated. */
export interface Epilogue {
  readonly activation: ActivationName;
  /** Shape of x; null adds nothing. */
  readonly shortcut: tf.Tensor4D | null;
  readonly gain: Gain;
  /** Where the gradient of the shortcut is left, if not returned. */
  readonly carrier?: ShortcutCarrier;
}

/** What a pass with an `Epilogue` gives. */
export type EpilogueOutput = {
  readonly y: tf.Tensor4D;
  /** What the gradient of the activation is made from: y itself, or what the kernels want where y does not tell enough. */
  readonly savedForBackward: tf.Tensor4D;
};

/** What the backward pass is given of an `Epilogue`. */
export interface EpilogueGradient extends ShortcutGradient {
  /** Whether a shortcut was added whose gradient is asked for. */
  readonly hasShortcut: boolean;
}

/** Per-channel statistics of a batch, [C], the variance biased. */
export interface BatchStatistics {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export interface BatchNormForward extends EpilogueOutput {
  /** Tensors that the caller owns; to be called at most once, within the scope of the forward pass. */
  readonly statistics: () => BatchStatistics;
  /** What the backward pass needs besides `savedForBackward` and the scale; the kernels' own. */
  readonly saved: readonly tf.Tensor[];
}

/** What every pass with an `Epilogue` gives back. */
type InputGradients = {
  readonly x: tf.Tensor4D;
  /** Gradient of the shortcut; undefined where none is asked for or the gain is the number 0. */
  readonly shortcut: tf.Tensor4D | undefined;
};

export type NormGradients = InputGradients & {
  readonly scale: tf.Tensor1D;
  readonly shift: tf.Tensor1D;
};

/** Added to a variance before its root is taken: PyTorch's default; TensorFlow's is 1e-3. */
export const EPSILON = 1e-5;

export interface BatchNormKernels {
  training(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D, epilogue: Epilogue): BatchNormForward;
  trainingGradient(
    incoming: EpilogueGradient,
    saved: readonly tf.Tensor[],
    scale: tf.Tensor1D,
  ): NormGradients;
  /** With given statistics, as at test time; no gradient. */
  inference(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    shift: tf.Tensor1D,
    mean: tf.Tensor1D,
    variance: tf.Tensor1D,
    epilogue: Epilogue,
  ): tf.Tensor4D;
}

/** Normalises the channels of every image in groups, each over its channels and positions, and scales and shifts each. */
export interface GroupNormKernels {
  forward(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    shift: tf.Tensor1D,
    groups: number,
    epilogue: Epilogue,
  ): EpilogueOutput & { readonly saved: readonly tf.Tensor[] };
  gradient(
    incoming: EpilogueGradient,
    saved: readonly tf.Tensor[],
    scale: tf.Tensor1D,
    groups: number,
  ): NormGradients;
}

/** activation(x + bias + gain · shortcut), the bias [C] per channel. */
export interface BiasKernels {
  forward(x: tf.Tensor4D, bias: tf.Tensor1D, epilogue: Epilogue): EpilogueOutput;
  gradient(incoming: EpilogueGradient): InputGradients & { readonly bias: tf.Tensor1D };
}

/** activation(factor · x + bias + gain · shortcut), factor and bias being [1] for all of x; absent ones are null. */
export interface ScalarKernels {
  forward(
    x: tf.Tensor4D,
    factor: tf.Tensor1D | null,
    bias: tf.Tensor1D | null,
    epilogue: Epilogue,
  ): EpilogueOutput;
  /** `multiplied`: x and its factor, where there was one. */
  gradient(
    incoming: EpilogueGradient,
    multiplied: { readonly x: tf.Tensor4D; readonly factor: tf.Tensor1D } | null,
  ): ScalarGradients;
}

type ScalarGradients = InputGradients & {
  /** Undefined where there was no factor. */
  readonly factor: tf.Tensor1D | undefined;
  /** Of a bias, whether there was one or not. */
  readonly bias: tf.Tensor1D;
};

/** activation(x + gain · shortcut). */
export interface AdditionKernels {
  forward(x: tf.Tensor4D, epilogue: Epilogue): EpilogueOutput;
  gradient(incoming: EpilogueGradient): InputGradients;
}

/** x · weight + bias for x [N, in], weight [in, out], bias [out]. */
export interface DenseKernels {
  forward(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D;
  inputGradient(dy: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D;
  parameterGradients(x: tf.Tensor2D, dy: tf.Tensor2D): { weight: tf.Tensor2D; bias: tf.Tensor1D };
}

export interface PoolingKernels {
  /** Mean over the positions of each image: [N, H, W, C] becomes [N, C]. */
  globalAverage(x: tf.Tensor4D): tf.Tensor2D;
  globalAverageGradient(dy: tf.Tensor2D, inputShape: tf.Tensor4D['shape']): tf.Tensor4D;
  /** Every `stride`-th row and column, and zeros for new channels at the end. */
  subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D;
  subsampleAndPadGradient(dy: tf.Tensor4D, inputShape: tf.Tensor4D['shape'], stride: number): tf.Tensor4D;
}

/** Square windows. Padding is symmetric and below the stride, so that no window lies outside the image. */
export interface PoolGeometry {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export interface WindowKernels {
  max(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  /** From dL/dy, what went in and what came out. */
  maxGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  /** Over the positions within the image. */
  mean(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  meanGradient(dy: tf.Tensor4D, inputShape: tf.Tensor4D['shape'], geometry: PoolGeometry): tf.Tensor4D;
}

/** Products with factors, and the sums of products that are their gradients. */
export interface ScalingKernels {
  /** Every channel of every image times its own factor: x [N, H, W, C], factors [N, C]. */
  byChannel(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D;
  /** The sum of a · b over the positions of each image, [N, C]. */
  along(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor2D;
  /** The sum of all a · b, [1]. */
  alongAll(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor1D;
}

/** Channels of images of equal size. */
export interface ChannelKernels {
  /** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
  join(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D;
  /** `count` channels from `start` on. */
  part(x: tf.Tensor4D, start: number, count: number): tf.Tensor4D;
}

export interface KernelSet {
  readonly conv2d: ConvKernels;
  readonly batchNorm: BatchNormKernels;
  readonly groupNorm: GroupNormKernels;
  readonly bias: BiasKernels;
  readonly scalars: ScalarKernels;
  readonly addition: AdditionKernels;
  readonly pooling: PoolingKernels;
  readonly windowPool: WindowKernels;
  readonly channels: ChannelKernels;
  readonly scaling: ScalingKernels;
  readonly dense: DenseKernels;
}
