/**
 * Networks before and beside the residual ones, as a lane may have them instead: what can be chosen of each, and what it is
 * where nothing is said. Those defaults belong to version 1 of the schema, as those of `defaults.ts` do.
 */
import type { ActivationName } from './activations';
import type { InitialisationName, NormKind } from './schema';

/**
 * LeNet-5 (LeCun 1998) as it is commonly written today: full connections between the maps, pooling without weights, a softmax.
 * AlexNet (Krizhevsky 2012) and VGG (Simonyan & Zisserman 2014) for small images, DenseNet (Huang 2017) in its form for CIFAR.
 */
export type ClassicName = 'lenet' | 'alexnet' | 'vgg' | 'densenet';

export type PoolKind = 'max' | 'average';

export interface ClassicConfig {
  readonly kind: ClassicName;
  /** Channels of the first convolution, which all others follow in proportion; of DenseNet its growth rate. */
  readonly width: number;
  /** Weight layers as the papers count them, of VGG and DenseNet; the nearest of `CLASSIC_DEPTHS`. */
  readonly depth: number;
  /** Numbers in each of the two hidden dense layers of AlexNet and VGG; 0 has none. */
  readonly hidden: number;
  readonly norm: NormKind;
  readonly activation: ActivationName;
  /** Between the convolutions of LeNet, AlexNet and VGG; DenseNet's transitions average. */
  readonly pool: PoolKind;
  /** DenseNet-BC: 1×1 convolutions in front of the 3×3 ones, and transitions that halve the channels. */
  readonly bottleneck: boolean;
  /** Share of values dropped in front of each hidden dense layer, of DenseNet behind each 3×3 convolution. */
  readonly dropout: number;
  readonly initialisation: InitialisationName;
}

/** Depths that VGG and DenseNet have; a DenseNet of depth 6n + 4 has 2n layers in each of its three blocks, or n with bottlenecks. */
export const CLASSIC_DEPTHS: Readonly<Record<ClassicName, readonly number[]>> = {
  lenet: [5],
  alexnet: [8],
  vgg: [11, 13, 16, 19],
  densenet: [10, 16, 22, 28, 40],
};

/** Settings that each network has beside those that all have (`width`, `norm`, `activation`, `initialisation`). */
export const CLASSIC_SETTINGS: Readonly<Record<ClassicName, readonly (keyof ClassicConfig)[]>> = {
  lenet: ['pool'],
  alexnet: ['pool', 'hidden', 'dropout'],
  vgg: ['depth', 'pool', 'hidden', 'dropout'],
  densenet: ['depth', 'bottleneck', 'dropout'],
};

const COMMON = {
  hidden: 0,
  activation: 'relu',
  pool: 'max',
  bottleneck: false,
  dropout: 0,
  initialisation: 'he',
} as const;

export const CLASSICS: Readonly<Record<ClassicName, ClassicConfig>> = {
  lenet: { ...COMMON, kind: 'lenet', width: 6, depth: 5, norm: 'none' },
  alexnet: { ...COMMON, kind: 'alexnet', width: 16, depth: 8, hidden: 256, norm: 'none' },
  vgg: { ...COMMON, kind: 'vgg', width: 16, depth: 11, norm: 'batch' },
  densenet: { ...COMMON, kind: 'densenet', width: 8, depth: 22, norm: 'batch' },
};
