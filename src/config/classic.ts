/**
 * Networks before and beside the residual ones, as a lane may have them instead: what can be chosen of each, and what it is
 * where nothing is said. Those defaults belong to version 1 of the schema, as those of `settings.ts` do.
 */
import { at, choice, flag, integer, type ValueOf } from './setting-kinds';
import { SETTINGS } from './settings';

export const CLASSIC_NAMES = ['lenet', 'alexnet', 'vgg', 'densenet'] as const;

/**
 * LeNet-5 (LeCun 1998) as it is commonly written today: full connections between the maps, pooling without weights, a softmax.
 * AlexNet (Krizhevsky 2012) and VGG (Simonyan & Zisserman 2014) for small images, DenseNet (Huang 2017) in its form for CIFAR.
 */
export type ClassicName = (typeof CLASSIC_NAMES)[number];

/**
 * All settings of classic networks, some of them those of residual ones, by their keys in links; `when` tells which networks have one, where not all do. Their defaults
 * are those of most: see `CLASSICS`.
 */
export const CLASSIC_SETTINGS = {
  /** Channels of the first convolution, which all others follow in proportion; of DenseNet its growth rate. */
  width: { ...SETTINGS.width, ...at('width') },
  /** Weight layers as the papers count them, of VGG and DenseNet; the nearest of `CLASSIC_DEPTHS`. */
  depth: integer('depth', { min: 5, max: 40, default: 11, when: among('vgg', 'densenet') }),
  /** Numbers in each of the two hidden dense layers of AlexNet and VGG; 0 has none. */
  hidden: integer('hidden', { min: 0, max: 1024, default: 0, when: among('alexnet', 'vgg') }),
  norm: { ...SETTINGS.norm, ...at('norm') },
  act: { ...SETTINGS.act, ...at('activation') },
  /** Between the convolutions of LeNet, AlexNet and VGG; DenseNet's transitions average. */
  pool: choice('pool', {
    choices: ['max', 'average'],
    default: 'max',
    when: among('lenet', 'alexnet', 'vgg'),
  }),
  /** DenseNet-BC: 1×1 convolutions in front of the 3×3 ones, and transitions that halve the channels. */
  bottleneck: flag('bottleneck', { default: false, when: among('densenet') }),
  /** Share of values dropped in front of each hidden dense layer, of DenseNet behind each 3×3 convolution. */
  dropout: {
    ...SETTINGS.dropout,
    ...at('dropout'),
    when: among('alexnet', 'vgg', 'densenet'),
  },
  init: { ...SETTINGS.init, ...at('initialisation') },
};

function among(...kinds: readonly ClassicName[]): (kind: ClassicName) => boolean {
  return (kind) => kinds.includes(kind);
}

type Table = typeof CLASSIC_SETTINGS;

/** Key of a setting of classic networks in links: behind `net.LANE.`. */
export type ClassicKey = keyof Table;

export type ClassicConfig = { readonly kind: ClassicName } & {
  readonly [Key in ClassicKey as Table[Key]['path']]: ValueOf<Table[Key]>;
};

export type PoolKind = ClassicConfig['pool'];

/** The settings that a classic network of this kind has. */
export function classicSettingsOf(kind: ClassicName) {
  return ENTRIES.filter(([, { when }]) => when === undefined || when(kind));
}

const ENTRIES = Object.entries(CLASSIC_SETTINGS) as { [Key in ClassicKey]: [Key, Table[Key]] }[ClassicKey][];

/** Depths that VGG and DenseNet have; a DenseNet of depth 6n + 4 has 2n layers in each of its three blocks, or n with bottlenecks. */
export const CLASSIC_DEPTHS: Readonly<Record<ClassicName, readonly number[]>> = {
  lenet: [5],
  alexnet: [8],
  vgg: [11, 13, 16, 19],
  densenet: [10, 16, 22, 28, 40],
};

const COMMON = Object.fromEntries(
  ENTRIES.map(([, { path, default: usual }]) => [path, usual]),
) as unknown as Omit<ClassicConfig, 'kind'>;

export const CLASSICS: Readonly<Record<ClassicName, ClassicConfig>> = {
  lenet: { ...COMMON, kind: 'lenet', width: 6, depth: 5, norm: 'none' },
  alexnet: { ...COMMON, kind: 'alexnet', width: 16, depth: 8, hidden: 256, norm: 'none' },
  vgg: { ...COMMON, kind: 'vgg', width: 16, depth: 11 },
  densenet: { ...COMMON, kind: 'densenet', width: 8, depth: 22 },
};
