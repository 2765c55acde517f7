/**
 * The fields of an experiment as a link names them: their keys, and the bounds or choices of each. Links, repairs and
 * their notices all speak in these names. Each lane has one more field, `skip.ID`, for its gains at step 0.
 */
import { CHOICES, LIMITS } from './schema';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type FieldSpec =
  | { readonly kind: 'number' | 'numbers' | 'gains'; readonly bounds: Bounds; readonly integer: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly (string | number)[] }
  | { readonly kind: 'names' | 'switches' };

const integer = (bounds: Bounds) => ({ kind: 'number', bounds, integer: true }) as const;
const integers = (bounds: Bounds) => ({ kind: 'numbers', bounds, integer: true }) as const;
const real = (bounds: Bounds) => ({ kind: 'number', bounds, integer: false }) as const;
const choice = (choices: readonly (string | number)[]) => ({ kind: 'choice', choices }) as const;

export const FIELDS = {
  set: choice(CHOICES.set),
  input: choice(CHOICES.inputSize),
  blocks: integers(LIMITS.blocks),
  width: integer(LIMITS.stemWidth),
  widths: integers(LIMITS.stageWidth),
  strides: integers(LIMITS.stride),
  norm: choice(CHOICES.norm),
  act: choice(CHOICES.activation),
  init: choice(CHOICES.initialisation),
  shortcut: choice(CHOICES.shortcut),
  lanes: { kind: 'names' },
  lr: real(LIMITS.learningRate),
  momentum: real(LIMITS.momentum),
  decay: real(LIMITS.weightDecay),
  batch: integer(LIMITS.batchSize),
  test: integer(LIMITS.testInterval),
  'seed.data': integer(LIMITS.seed),
  'seed.init': integer(LIMITS.seed),
  'seed.order': integer(LIMITS.seed),
  switch: { kind: 'switches' },
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof FIELDS;

/** Begins the field of a lane's gains: `skip.residual`. */
export const SKIP_PREFIX = 'skip.';

const SKIP: FieldSpec = { kind: 'gains', bounds: LIMITS.gain, integer: false };

/** What a field may hold, null for a name that is no field. */
export function specOf(field: string): FieldSpec | null {
  if (field.startsWith(SKIP_PREFIX)) return SKIP;
  return Object.hasOwn(FIELDS, field) ? FIELDS[field as FieldName] : null;
}
