/**
 * The experiment as the fragment of an address, to be read and edited by people:
 *
 *     #v=1&blocks=3,3,3&act=tanh&skip.plain=0x8,1&switch=12:plain:all:1;40:residual:3-5:0
 *
 * A link carries the version of the schema and every field that differs from that version's defaults, so it opens the
 * same for ever. Reading never fails: what cannot be used is repaired, and told. A field given twice counts the first
 * time. A fragment without a version is read as version 1, which it must have been written for.
 */
import { classicSettingsOf, CLASSICS } from '../classic';
import { defaultInputSize } from '../data-sets';
import { DEFAULTS, defaultGain, defaultStrides, defaultWidths } from '../defaults';
import { OPENING_PRESET } from '../presets';
import {
  CONFIG_VERSION,
  stageValue,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
} from '../schema';
import { valueAt } from '../parts';
import { ENTRIES, isScalar, NETWORK_ENTRIES } from '../settings';
import {
  COLOUR_PREFIX,
  isNetworkKey,
  LABEL_PREFIX,
  laneField,
  laneOfField,
  partsOfLaneField,
  SKIP_PREFIX,
  specOf,
  WEIGHTS_PREFIX,
} from './fields';
import {
  formatGains,
  formatLabel,
  formatNumber,
  formatNumbers,
  formatOverrides,
  formatOwnData,
  formatRates,
  formatScalar,
  formatSwitches,
  formatWeights,
} from './format';
import { defaultLaneNetwork } from './networks';
import { parseField } from './parse';
import { configFromFields } from './repair';
import { RepairLog, type Repair } from './read';

/** More than any valid experiment needs; a longer fragment is read up to the last whole field within it. */
export const LONGEST_HASH = 131_072;

/** Writes an experiment as a fragment, beginning with `#`. Equal experiments give equal texts. */
export function encode(config: ExperimentConfig): string {
  const texts = textsOf(config);
  const usual = defaultTexts(config);
  const pairs = [...texts].filter(([field, text]) => usual.get(field) !== text);
  const fields = pairs.map(([field, text]) => `${field}=${text}`);
  return `#${[`v=${CONFIG_VERSION}`, ...fields].join('&')}`;
}

/** The text of every field of which nothing need be said in the link of this experiment. */
function defaultTexts({ data, network, lanes }: ExperimentConfig): Map<string, string> {
  const usual = new Map(DEFAULT_TEXTS);
  usual.set('input', formatNumber(defaultInputSize(data.set)));
  const { stages, stemWidth } = network;
  usual.set('widths', formatNumbers(defaultWidths(stemWidth, stages.length)));
  usual.set('strides', formatNumbers(defaultStrides(stages.length)));
  for (const [key, setting] of NETWORK_ENTRIES) {
    const each = setting.kind === 'numbers' ? setting.default : undefined;
    if (each !== undefined) usual.set(key, formatNumbers(stages.map(() => each)));
  }
  for (const { id, gains, network: own } of lanes) {
    usual.set(`${SKIP_PREFIX}${id}`, formatGains(gains.map(() => defaultGain(id))));
    if (own === undefined) continue;
    const prefix = `${laneField(id)}.`;
    const texts = networkTexts(defaultLaneNetwork(network, own.stages.length), prefix);
    for (const [field, text] of texts) usual.set(field, text);
    // How many numbers of blocks there are says how many stages.
    usual.set(`${prefix}blocks`, formatNumbers(stages.map(({ blocks }) => blocks)));
  }
  return usual;
}

/** Every field of a network as text, with something before their names. */
function networkTexts(network: NetworkConfig, prefix = ''): [string, string][] {
  return NETWORK_ENTRIES.map(([key, setting]) => [`${prefix}${key}`, textOf(network, setting)]);
}

function textOf(network: NetworkConfig, setting: (typeof NETWORK_ENTRIES)[number][1]): string {
  if (isScalar(setting)) return formatScalar(valueAt({ network }, setting));
  return setting.kind === 'numbers'
    ? formatNumbers(network.stages.map((stage) => stageValue(stage, setting)))
    : formatOverrides(network.overrides);
}

/** Every field of a lane as text; of a classic network, those that need be said. */
function laneTexts({ id, gains, network, classic, label, colour, weights }: LaneConfig): [string, string][] {
  const texts: [string, string][] = [];
  if (classic !== undefined) {
    texts.push([laneField(id), classic.kind]);
    for (const [key, { path }] of classicSettingsOf(classic.kind))
      if (classic[path] !== CLASSICS[classic.kind][path])
        texts.push([laneField(id, key), formatScalar(classic[path])]);
  } else if (network !== undefined)
    texts.push([laneField(id), 'own'], ...networkTexts(network, `${laneField(id)}.`));
  texts.push([`${SKIP_PREFIX}${id}`, formatGains(gains)]);
  if (label !== undefined) texts.push([`${LABEL_PREFIX}${id}`, formatLabel(label)]);
  if (colour !== undefined) texts.push([`${COLOUR_PREFIX}${id}`, formatNumber(colour)]);
  if (weights !== undefined) texts.push([`${WEIGHTS_PREFIX}${id}`, formatWeights(weights)]);
  return texts;
}

/** Every field of a config as text, in the order in which links have them. */
function textsOf(config: ExperimentConfig): Map<string, string> {
  const { network, lanes, timeline, rates } = config;
  const texts = ENTRIES.flatMap(([key, setting]): [string, string][] => {
    switch (setting.kind) {
      case 'numbers':
      case 'overrides':
        return [[key, textOf(network, setting)]];
      case 'names':
        return [[key, lanes.map(({ id }) => id).join(',')], ...lanes.flatMap(laneTexts)];
      case 'switches':
        return [[key, formatSwitches(timeline)]];
      case 'rates':
        return [[key, formatRates(rates)]];
      case 'own-data':
        return [[key, formatOwnData(config.data.own)]];
      case 'number':
      case 'choice':
      case 'flag':
        return [[key, formatScalar(valueAt(config, setting))]];
      default:
        return setting satisfies never;
    }
  });
  return new Map(texts);
}

const DEFAULT_TEXTS: ReadonlyMap<string, string> = textsOf(DEFAULTS);

export interface Difference {
  /** A field of the link. */
  readonly field: string;
  /** Per experiment its text; null where an experiment has no such field. */
  readonly texts: readonly (string | null)[];
}

/** Fields that are not the same in all of these experiments, in the order in which links have them, as links spell them. */
export function differences(configs: readonly ExperimentConfig[]): Difference[] {
  const all = configs.map(textsOf);
  const fields = new Set(all.flatMap((texts) => [...texts.keys()]));
  return [...fields].flatMap((field) => {
    const texts = all.map((one) => one.get(field) ?? null);
    return new Set(texts).size > 1 ? [{ field, texts }] : [];
  });
}

/**
 * What tells one experiment from another to somebody who reads both links: fields of which at least one of them speaks, as
 * links spell them. What a setting cannot mean beside the others, and how lanes are named and coloured, is no difference; nor
 * is what a network has that only one of them gives a lane.
 */
export function saidDifferences(a: ExperimentConfig, b: ExperimentConfig): readonly Difference[] {
  const usual = [defaultTexts(a), defaultTexts(b)];
  const changed = differences([a, b]);
  const replaced = new Set(changed.map(({ field }) => field));
  return changed.filter(({ field, texts }) => {
    if (field.startsWith(LABEL_PREFIX) || field.startsWith(COLOUR_PREFIX)) return false;
    const lane = laneOfField(field);
    if (lane !== null) {
      const isInBoth = [a, b].every(({ lanes }) => lanes.some(({ id }) => id === lane));
      const own = laneField(lane);
      if (!isInBoth || (field !== own && field.startsWith(own) && replaced.has(own))) return false;
    }
    return meansIn(b, field) && texts.some((text, i) => text !== usual[i]?.get(field));
  });
}

/** Whether a field means anything in an experiment, beside what else is chosen there. */
function meansIn(config: ExperimentConfig, field: string): boolean {
  const own = partsOfLaneField(field);
  const key = own === null ? field : own.field;
  const network = config.lanes.find(({ id }) => id === own?.lane)?.network ?? config.network;
  const setting = ENTRIES.find(([name]) => name === key)?.[1];
  if (setting === undefined || !isScalar(setting)) return true;
  return setting.when?.({ ...config, network }) !== false;
}

/**
 * Reads a fragment, with or without its `#`. An empty one is the opening experiment. Whatever the fragment, the config
 * is valid and the repairs name all that is not as the fragment says.
 */
export function decode(hash: string): { config: ExperimentConfig; repairs: readonly Repair[] } {
  const log = new RepairLog();
  const body = withinLength(hash.startsWith('#') ? hash.slice(1) : hash, log);
  if (body === '') return { config: OPENING_PRESET.config, repairs: log.list };
  const given = split(body, log);
  const version = versionOf(given, log);
  const texts = migrate(given, version, CONFIG_VERSION);
  const fields = new Map<string, unknown>();
  for (const [field, text] of texts) {
    if (field === 'v') continue;
    if (specOf(field) === null) log.add(field, text, '', 'unknown');
    else fields.set(field, parseField(field, text));
  }
  const config = configFromFields(fields, log, (field) => texts.get(field));
  for (const [field, text] of texts) {
    const id = laneOfField(field);
    if (id === null || specOf(field) === null) continue;
    const lane = config.lanes.find((one) => one.id === id);
    if (lane === undefined || !isFieldOf(lane, field)) log.add(field, text, '', 'unknown');
  }
  return { config, repairs: log.list };
}

/** Whether a lane's architecture, if the field is about it, has such a field. */
function isFieldOf({ classic }: LaneConfig, name: string): boolean {
  const field = partsOfLaneField(name)?.field ?? null;
  if (field === null) return true;
  return classic === undefined
    ? isNetworkKey(field)
    : classicSettingsOf(classic.kind).some(([key]) => key === field);
}

function withinLength(body: string, log: RepairLog): string {
  if (body.length <= LONGEST_HASH) return body;
  log.add('link', formatNumber(body.length), formatNumber(LONGEST_HASH), 'too-long');
  const end = body.lastIndexOf('&', LONGEST_HASH);
  return body.slice(0, Math.max(end, 0));
}

/** The fields of a fragment, each the first time that it is given. */
function split(body: string, log: RepairLog): LinkFields {
  const fields = new Map<string, string>();
  for (const pair of body.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const field = unescape(at < 0 ? pair : pair.slice(0, at));
    const text = at < 0 ? '' : unescape(pair.slice(at + 1));
    const first = fields.get(field);
    if (first === undefined) fields.set(field, text);
    else log.add(field, text, first, 'duplicate');
  }
  return fields;
}

/** Undoes percent-encoding; text in which it is broken stays as it is, and its field then refuses it. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The version that a fragment is to be read as: 1 where it says none or nonsense, at most our own. */
function versionOf(fields: LinkFields, log: RepairLog): number {
  const text = fields.get('v');
  if (text === undefined) return 1;
  const version = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : Number.NaN;
  if (version <= CONFIG_VERSION) return version;
  const readable = version > CONFIG_VERSION;
  const used = readable ? CONFIG_VERSION : 1;
  log.add('v', text, formatNumber(used), readable ? 'newer-version' : 'malformed');
  return used;
}

/** Texts by field name, as they stand in a link. */
export type LinkFields = ReadonlyMap<string, string>;

/**
 * Links of older versions are made into links of the newest: a version's step renames fields and writes out defaults that the next
 * one changed, on the texts alone, so that a link made today opens the same for ever.
 */
/** Turns the fields of a link of one version into those of the next. */
export type Migration = (fields: LinkFields) => LinkFields;

/** By the version that is left. Version 1 is the first, so there is nothing to leave yet. */
const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/** Applies the steps from one version up to another; a version without a step of its own reads on as it is. */
export function migrate(
  fields: LinkFields,
  from: number,
  to: number,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): LinkFields {
  let current = fields;
  for (let version = from; version < to; version++) {
    current = migrations.get(version)?.(current) ?? current;
  }
  return current;
}
