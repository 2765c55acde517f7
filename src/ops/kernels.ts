/**
 * The boundary between differentiable ops and what computes them. An op owns its gradient; a kernel set owns the
 * arithmetic on one kind of backend. The reference set is composed of tfjs core operations and runs everywhere.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/schema';
import { batchNormReference } from './batchNorm.reference';
import { conv2dReference } from './conv2d.reference';

/** Padding is symmetric and given in pixels, as in PyTorch: TensorFlow's `same` differs from it with stride 2. */
export interface ConvGeometry {
  readonly stride: number;
  readonly padding: number;
}

/** Images are [N, H, W, C], filters [K, K, in, out]. */
export interface ConvKernels {
  forward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D;
  /** dL/dx from dL/dy; `inputShape` tells sizes that a stride has rounded away. */
  inputGradient(
    dy: tf.Tensor4D,
    filter: tf.Tensor4D,
    inputShape: tf.Tensor4D['shape'],
    geometry: ConvGeometry,
  ): tf.Tensor4D;
  filterGradient(
    x: tf.Tensor4D,
    dy: tf.Tensor4D,
    filterShape: tf.Tensor4D['shape'],
    geometry: ConvGeometry,
  ): tf.Tensor4D;
}

/** What follows the norm in the same pass: a shortcut times its gain is added, and the sum activated. */
export interface Finish {
  readonly activation: ActivationName | 'linear';
  /** Shape of x; null adds nothing. */
  readonly shortcut: tf.Tensor4D | null;
  readonly gain: number;
}

export type BatchNormForward = {
  readonly y: tf.Tensor4D;
  /** Per channel, [C]: of the batch, the variance biased. */
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
  /** What the backward pass needs besides y and the scale. */
  readonly saved: { readonly centred: tf.Tensor; readonly inverseDeviation: tf.Tensor };
};

export type BatchNormGradients = {
  readonly x: tf.Tensor4D;
  readonly scale: tf.Tensor1D;
  readonly shift: tf.Tensor1D;
  /** Gradient of the shortcut; undefined where there is none or its gain is 0. */
  readonly shortcut: tf.Tensor4D | undefined;
};

export interface BatchNormKernels {
  training(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D, finish: Finish): BatchNormForward;
  trainingGradient(
    dy: tf.Tensor4D,
    y: tf.Tensor4D,
    saved: BatchNormForward['saved'],
    scale: tf.Tensor1D,
    finish: Pick<Finish, 'activation' | 'gain'> & { readonly hasShortcut: boolean },
  ): BatchNormGradients;
  /** With given statistics, as at test time; no gradient. */
  inference(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    shift: tf.Tensor1D,
    mean: tf.Tensor1D,
    variance: tf.Tensor1D,
    finish: Finish,
  ): tf.Tensor4D;
}

export interface KernelSet {
  readonly conv2d: ConvKernels;
  readonly batchNorm: BatchNormKernels;
}

export const referenceKernels: KernelSet = { conv2d: conv2dReference, batchNorm: batchNormReference };

let active: KernelSet = referenceKernels;

/** The kernels that ops use now. */
export function kernels(): KernelSet {
  return active;
}

/** Chooses the kernels of all following ops; the engine calls it with the backend. */
export function useKernels(set: KernelSet): void {
  active = set;
}
