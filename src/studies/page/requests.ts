/** What each experiment asks for unless its fields are changed, and within which bounds. */
import { LIMITS } from '../../config/limits';
import type { StudyKind, StudyRequest, ZooName } from '../../contract/studies';

export type RequestOf<K extends StudyKind> = Extract<StudyRequest, { kind: K }>;

/** Kinds of experiments that have a tab of their own. */
export type StudyTab = Exclude<StudyKind, 'deletion'>;

export type Requests = { readonly [K in StudyTab]: RequestOf<K> };

export const FIRST_REQUESTS: Requests = {
  init: { kind: 'init', seeds: 5, depths: [8, 20, 32, 56] },
  lesion: { kind: 'lesion', images: 500, draws: 3 },
  degradation: { kind: 'degradation', depths: [8, 20, 32, 56], seeds: 2, rates: [0.02, 0.1], steps: 100 },
  zoo: { kind: 'zoo', zoo: 'order', seeds: 2, steps: 100 },
  shattering: { kind: 'shattering', seeds: 3, depths: [8, 20, 56] },
  landscape: { kind: 'landscape', plane: 'random', statistics: 'batch', radius: 1, seed: 0 },
  paths: { kind: 'paths', samples: 3, seed: 0 },
};

export const KINDS: readonly StudyTab[] = [
  'init',
  'lesion',
  'degradation',
  'shattering',
  'landscape',
  'paths',
  'zoo',
];

export const BOUNDS = {
  seeds: { min: 1, max: 20 },
  depth: { min: 2, max: 200 },
  depths: 12,
  rate: LIMITS.learningRate,
  rates: 6,
  steps: { min: 10, max: 5000 },
  images: { min: 50, max: 500 },
  draws: { min: 0, max: 20 },
  radius: { min: 0.01, max: 5 },
  seed: LIMITS.seed,
  samples: { min: 1, max: 50 },
} as const;

/** Whether an experiment looks at trained weights, so that it has little to say at step 0. */
export const NEEDS_TRAINING: Readonly<Record<StudyTab, boolean>> = {
  init: false,
  lesion: true,
  degradation: false,
  zoo: false,
  shattering: false,
  landscape: false,
  paths: false,
};

export const ZOOS: readonly ZooName[] = ['order', 'shortcut', 'norm-free'];

/** Networks that a zoo trains per seed. */
export const ZOO_SIZES: Readonly<Record<ZooName, number>> = { order: 5, shortcut: 6, 'norm-free': 5 };
