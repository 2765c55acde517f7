/**
 * The fields of an experiment as a link names them: their keys, and the bounds or choices of each. Links, repairs and
 * their notices all speak in these names. Each lane has fields of its own: `skip.ID` for its gains at step 0, `label.ID` and
 * `colour.ID`, and, where it has an architecture of its own, `net.ID` and `net.ID.FIELD` for what differs from the experiment's.
 */
import { CLASSIC_SETTINGS, type ClassicConfig, type ClassicName } from '../classic';
import { CHOICES, LIMITS } from '../limits';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type FieldSpec =
  | { readonly kind: 'number' | 'numbers' | 'gains'; readonly bounds: Bounds; readonly integer: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly (string | number)[] }
  /** `on` or `off` in a link. */
  | { readonly kind: 'flag' | 'names' | 'text' | 'switches' | 'overrides' | 'rates' };

const integer = (bounds: Bounds) => ({ kind: 'number', bounds, integer: true }) as const;
const integers = (bounds: Bounds) => ({ kind: 'numbers', bounds, integer: true }) as const;
const real = (bounds: Bounds) => ({ kind: 'number', bounds, integer: false }) as const;
const choice = (choices: readonly (string | number)[]) => ({ kind: 'choice', choices }) as const;

const FLAG = { kind: 'flag' } as const;

export const FIELDS = {
  set: choice(CHOICES.set),
  input: choice(CHOICES.inputSize),
  blocks: integers(LIMITS.blocks),
  width: integer(LIMITS.stemWidth),
  'stem.kernel': choice(CHOICES.stemKernel),
  'stem.stride': integer(LIMITS.stemStride),
  'stem.pool': FLAG,
  head: choice(CHOICES.head),
  block: choice(CHOICES.block),
  expansion: integer(LIMITS.expansion),
  inner: real(LIMITS.innerWidth),
  order: choice(CHOICES.order),
  widths: integers(LIMITS.stageWidth),
  strides: integers(LIMITS.stride),
  dilations: integers(LIMITS.dilation),
  groups: integers(LIMITS.groups),
  kernels: integers({ min: 3, max: 5 }),
  se: integers(LIMITS.reduction),
  override: { kind: 'overrides' },
  norm: choice(CHOICES.norm),
  'norm.groups': integer(LIMITS.normGroups),
  act: choice(CHOICES.activation),
  init: choice(CHOICES.initialisation),
  'init.form': choice(CHOICES.initDistribution),
  'init.fan': choice(CHOICES.initFan),
  'init.std': real(LIMITS.initDeviation),
  start: choice(CHOICES.branchStart),
  'start.scalars': FLAG,
  shortcut: choice(CHOICES.shortcut),
  gate: choice(CHOICES.gate),
  'gate.bias': real(LIMITS.gateBias),
  scale: real(LIMITS.branchScale),
  dropout: real(LIMITS.dropout),
  'shortcut.dropout': real(LIMITS.dropout),
  'depth.dropout': real(LIMITS.dropout),
  lanes: { kind: 'names' },
  opt: choice(CHOICES.optimiser),
  lr: real(LIMITS.learningRate),
  momentum: real(LIMITS.momentum),
  nesterov: FLAG,
  decay: real(LIMITS.weightDecay),
  beta1: real(LIMITS.beta1),
  beta2: real(LIMITS.beta2),
  alpha: real(LIMITS.smoothing),
  clip: real(LIMITS.clip),
  schedule: choice(CHOICES.schedule),
  period: integer(LIMITS.period),
  factor: real(LIMITS.factor),
  warmup: integer(LIMITS.warmUp),
  'momentum.cycle': FLAG,
  loss: choice(CHOICES.loss),
  smooth: real(LIMITS.labelSmoothing),
  focus: real(LIMITS.focus),
  shift: integer(LIMITS.shift),
  flip: FLAG,
  cutout: integer(LIMITS.cutout),
  batch: integer(LIMITS.batchSize),
  test: integer(LIMITS.testInterval),
  'seed.data': integer(LIMITS.seed),
  'seed.init': integer(LIMITS.seed),
  'seed.order': integer(LIMITS.seed),
  switch: { kind: 'switches' },
  rate: { kind: 'rates' },
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof FIELDS;

/** Begins the field of a lane's gains: `skip.residual`. */
export const SKIP_PREFIX = 'skip.';

/** Begin the fields of what a lane is called and which colour it has. */
export const LABEL_PREFIX = 'label.';
export const COLOUR_PREFIX = 'colour.';

/** Begins the fields of a lane's own architecture: `net.deep`, `net.deep.blocks`. */
export const NETWORK_PREFIX = 'net.';

/** Fields of a network, which a lane may have of its own. */
export const NETWORK_FIELDS = [
  'blocks',
  'width',
  'stem.kernel',
  'stem.stride',
  'stem.pool',
  'head',
  'block',
  'expansion',
  'inner',
  'order',
  'widths',
  'strides',
  'dilations',
  'groups',
  'kernels',
  'se',
  'override',
  'norm',
  'norm.groups',
  'act',
  'init',
  'init.form',
  'init.fan',
  'init.std',
  'start',
  'start.scalars',
  'shortcut',
  'gate',
  'gate.bias',
  'scale',
  'dropout',
  'shortcut.dropout',
  'depth.dropout',
] as const satisfies readonly FieldName[];

/** Fields of a lane's classic network; some have the names and bounds of those of a residual one. */
export const CLASSIC_FIELDS = {
  width: FIELDS.width,
  depth: integer(LIMITS.classicDepth),
  hidden: integer(LIMITS.hidden),
  norm: FIELDS.norm,
  act: FIELDS.act,
  pool: choice(CHOICES.pool),
  bottleneck: FLAG,
  dropout: FIELDS.dropout,
  init: FIELDS.init,
} as const satisfies Record<string, FieldSpec>;

export type ClassicField = keyof typeof CLASSIC_FIELDS;

/** The fields of classic networks, with the setting that each is of. */
export const CLASSIC_SETTING_OF: Readonly<Record<ClassicField, keyof ClassicConfig>> = {
  width: 'width',
  depth: 'depth',
  hidden: 'hidden',
  norm: 'norm',
  act: 'activation',
  pool: 'pool',
  bottleneck: 'bottleneck',
  dropout: 'dropout',
  init: 'initialisation',
};

/** The fields that a classic network of this kind has. */
export function classicFieldsOf(kind: ClassicName): readonly ClassicField[] {
  const own: readonly string[] = CLASSIC_SETTINGS[kind];
  return (Object.keys(CLASSIC_FIELDS) as ClassicField[]).filter(
    (field) => COMMON_CLASSIC_FIELDS.has(field) || own.includes(CLASSIC_SETTING_OF[field]),
  );
}

const COMMON_CLASSIC_FIELDS: ReadonlySet<ClassicField> = new Set(['width', 'norm', 'act', 'init']);

/** Name of a field of a lane's own network; without a field, of the choice to have one. */
export function laneField(lane: string, field?: (typeof NETWORK_FIELDS)[number] | ClassicField): string {
  return `${NETWORK_PREFIX}${lane}${field === undefined ? '' : `.${field}`}`;
}

/** Lane and field that the name of a field of a lane's own network speaks of; null for any other name. */
export function partsOfLaneField(
  name: string,
): { readonly lane: string; readonly field: string | null } | null {
  if (!name.startsWith(NETWORK_PREFIX)) return null;
  const rest = name.slice(NETWORK_PREFIX.length);
  const dot = rest.indexOf('.');
  return dot < 0 ? { lane: rest, field: null } : { lane: rest.slice(0, dot), field: rest.slice(dot + 1) };
}

/** The lane that a field is of; null for one of the experiment. */
export function laneOfField(name: string): string | null {
  for (const prefix of [SKIP_PREFIX, LABEL_PREFIX, COLOUR_PREFIX])
    if (name.startsWith(prefix)) return name.slice(prefix.length);
  return partsOfLaneField(name)?.lane ?? null;
}

const SKIP: FieldSpec = { kind: 'gains', bounds: LIMITS.gain, integer: false };
const COLOUR: FieldSpec = { kind: 'number', bounds: LIMITS.laneColour, integer: true };
const OWN: FieldSpec = { kind: 'choice', choices: CHOICES.architecture };

/** What a field may hold, null for a name that is no field. */
export function specOf(field: string): FieldSpec | null {
  if (field.startsWith(SKIP_PREFIX)) return SKIP;
  if (field.startsWith(LABEL_PREFIX)) return { kind: 'text' };
  if (field.startsWith(COLOUR_PREFIX)) return COLOUR;
  const own = partsOfLaneField(field);
  if (own !== null) {
    if (own.field === null) return OWN;
    const name = NETWORK_FIELDS.find((each) => each === own.field);
    if (name !== undefined) return FIELDS[name];
    return Object.hasOwn(CLASSIC_FIELDS, own.field) ? CLASSIC_FIELDS[own.field as ClassicField] : null;
  }
  return Object.hasOwn(FIELDS, field) ? FIELDS[field as FieldName] : null;
}
