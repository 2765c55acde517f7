/**
 * The fields of a link by name. Links, repairs and their notices all speak in these names: those of `settings.ts`, and of each lane
 * `skip.ID` for its gains at step 0, `label.ID` and `colour.ID`, `weights.ID` for weights that it starts from, and, where it has an architecture of its own, `net.ID` and
 * `net.ID.FIELD` for what differs from the experiment's.
 */
import { CLASSIC_NAMES, CLASSIC_SETTINGS, type ClassicKey } from '../classic';
import { LIMITS } from '../limits';
import type {
  Bounds,
  ChoiceSetting,
  FlagSetting,
  ListSetting,
  NumberSetting,
  StageSetting,
} from '../setting-kinds';
import { NETWORK_ENTRIES, SETTINGS, type SettingKey } from '../settings';

/** What a field may hold. */
export type FieldSpec =
  | Pick<NumberSetting, 'kind' | 'min' | 'max' | 'integer'>
  | Pick<ChoiceSetting, 'kind' | 'choices'>
  | Pick<StageSetting, 'kind' | 'min' | 'max' | 'among'>
  | Pick<FlagSetting | ListSetting, 'kind'>
  | (Bounds & { readonly kind: 'gains' })
  | { readonly kind: 'text' | 'weights' };

/** Begins the field of a lane's gains: `skip.residual`. */
export const SKIP_PREFIX = 'skip.';

/** Begin the fields of what a lane is called and which colour it has. */
export const LABEL_PREFIX = 'label.';
export const COLOUR_PREFIX = 'colour.';

/** Begins the field of the weights that a lane starts from. */
export const WEIGHTS_PREFIX = 'weights.';

/** Begins the fields of a lane's own architecture: `net.deep`, `net.deep.blocks`. */
export const NETWORK_PREFIX = 'net.';

/** What a lane's own architecture is. */
export const ARCHITECTURES = ['own', ...CLASSIC_NAMES] as const;

const NETWORK_KEYS: ReadonlySet<string> = new Set(NETWORK_ENTRIES.map(([key]) => key));

/** Whether a residual network has a setting of this name. */
export function isNetworkKey(name: string): name is SettingKey {
  return NETWORK_KEYS.has(name);
}

/** Name of a field of a lane's own network; without a setting, of the choice to have one. */
export function laneField(lane: string, setting?: SettingKey | ClassicKey): string {
  return `${NETWORK_PREFIX}${lane}${setting === undefined ? '' : `.${setting}`}`;
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
  for (const prefix of [SKIP_PREFIX, LABEL_PREFIX, COLOUR_PREFIX, WEIGHTS_PREFIX])
    if (name.startsWith(prefix)) return name.slice(prefix.length);
  return partsOfLaneField(name)?.lane ?? null;
}

/** What a lane's gains and colour may be, and the choice of an architecture of its own. */
export const GAINS = { kind: 'gains', ...LIMITS.gain } as const;
export const COLOUR = { kind: 'number', ...LIMITS.laneColour, integer: true } as const;
const OWN = { kind: 'choice', choices: ARCHITECTURES } as const;

/** What a field may hold, null for a name that is no field. */
export function specOf(field: string): FieldSpec | null {
  if (field.startsWith(SKIP_PREFIX)) return GAINS;
  if (field.startsWith(LABEL_PREFIX)) return { kind: 'text' };
  if (field.startsWith(COLOUR_PREFIX)) return COLOUR;
  if (field.startsWith(WEIGHTS_PREFIX)) return { kind: 'weights' };
  const own = partsOfLaneField(field);
  if (own === null) return Object.hasOwn(SETTINGS, field) ? SETTINGS[field as SettingKey] : null;
  if (own.field === null) return OWN;
  if (isNetworkKey(own.field)) return SETTINGS[own.field];
  return Object.hasOwn(CLASSIC_SETTINGS, own.field) ? CLASSIC_SETTINGS[own.field as ClassicKey] : null;
}
