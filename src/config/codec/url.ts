/**
 * The experiment as the fragment of an address, to be read and edited by people:
 *
 *     #v=1&blocks=3,3,3&act=tanh&skip.plain=0x8,1&switch=12:plain:all:1;40:residual:3-5:0
 *
 * A link carries the version of the schema and every field that differs from that version's defaults, so it opens the
 * same for ever. Reading never fails: what cannot be used is repaired, and told. A field given twice counts the first
 * time. A fragment without a version is read as version 1, which it must have been written for.
 */
import { configFromFields } from './config-from-fields';
import { usualInputSize } from '../data-sets';
import { DEFAULTS, defaultGain, usualStrides, usualWidths } from '../defaults';
import { classicTexts } from './classic-from-fields';
import {
  classicFieldsOf,
  COLOUR_PREFIX,
  LABEL_PREFIX,
  laneField,
  laneOfField,
  NETWORK_FIELDS,
  partsOfLaneField,
  SKIP_PREFIX,
  specOf,
} from './fields';
import {
  formatFlag,
  formatGains,
  formatLabel,
  formatNumber,
  formatNumbers,
  formatOverrides,
  formatRates,
  formatSwitches,
} from './format';
import { migrate, type LinkFields } from './migrate';
import { usualLaneNetwork } from './network-from-fields';
import { parseField } from './parse';
import { OPENING_PRESET } from '../presets';
import { RepairLog, type Repair } from './repairs';
import {
  CONFIG_VERSION,
  STAGE_DEFAULTS,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type StageConfig,
} from '../schema';

/** More than any valid experiment needs; a longer fragment is read up to the last whole field within it. */
export const LONGEST_HASH = 131_072;

/** Writes an experiment as a fragment, beginning with `#`. Equal experiments give equal texts. */
export function encode(config: ExperimentConfig): string {
  const texts = textsOf(config);
  const usual = usualTexts(config);
  const pairs = [...texts].filter(([field, text]) => usual.get(field) !== text);
  const fields = pairs.map(([field, text]) => `${field}=${text}`);
  return `#${[`v=${CONFIG_VERSION}`, ...fields].join('&')}`;
}

/** The text of every field of which nothing need be said in the link of this experiment. */
function usualTexts({ data, network, lanes }: ExperimentConfig): Map<string, string> {
  const usual = textsOf(DEFAULTS);
  usual.set('input', formatNumber(usualInputSize(data.set)));
  const { stages, stemWidth } = network;
  usual.set('widths', formatNumbers(usualWidths(stemWidth, stages.length)));
  usual.set('strides', formatNumbers(usualStrides(stages.length)));
  for (const [field, setting] of STAGE_FIELDS)
    usual.set(field, formatNumbers(stages.map(() => STAGE_DEFAULTS[setting])));
  for (const { id, gains, network: own } of lanes) {
    usual.set(`${SKIP_PREFIX}${id}`, formatGains(gains.map(() => defaultGain(id))));
    if (own === undefined) continue;
    const prefix = `${laneField(id)}.`;
    const texts = networkTexts(usualLaneNetwork(network, own.stages.length), prefix);
    for (const [field, text] of texts) usual.set(field, text);
    // How many numbers of blocks there are says how many stages.
    usual.set(`${prefix}blocks`, formatNumbers(stages.map(({ blocks }) => blocks)));
  }
  return usual;
}

/** Fields of what a stage may leave out. */
const STAGE_FIELDS = [
  ['dilations', 'dilation'],
  ['groups', 'groups'],
  ['kernels', 'kernel'],
  ['se', 'reduction'],
] as const satisfies readonly (readonly [string, keyof StageConfig])[];

/** Every field of a network as text, with something before their names. */
function networkTexts(network: NetworkConfig, prefix = ''): [string, string][] {
  const stages = (setting: keyof StageConfig, usual = 0): string =>
    formatNumbers(network.stages.map((stage) => stage[setting] ?? usual));
  const texts = [
    ['blocks', stages('blocks')],
    ['width', formatNumber(network.stemWidth)],
    ['stem.kernel', formatNumber(network.stemKernel)],
    ['stem.stride', formatNumber(network.stemStride)],
    ['stem.pool', formatFlag(network.stemPool)],
    ['head', network.head],
    ['block', network.block],
    ['expansion', formatNumber(network.expansion)],
    ['inner', formatNumber(network.innerWidth)],
    ['order', network.order],
    ['widths', stages('width')],
    ['strides', stages('stride')],
    ...STAGE_FIELDS.map(([field, setting]) => [field, stages(setting, STAGE_DEFAULTS[setting])] as const),
    ['override', formatOverrides(network.overrides)],
    ['norm', network.norm],
    ['norm.groups', formatNumber(network.normGroups)],
    ['act', network.activation],
    ['init', network.initialisation],
    ['init.form', network.initDistribution],
    ['init.fan', network.initFan],
    ['init.std', formatNumber(network.initDeviation)],
    ['start', network.branchStart],
    ['start.scalars', formatFlag(network.fixupScalars)],
    ['shortcut', network.shortcut],
    ['gate', network.gate],
    ['gate.bias', formatNumber(network.gateBias)],
    ['scale', formatNumber(network.branchScale)],
    ['dropout', formatNumber(network.dropout)],
    ['shortcut.dropout', formatNumber(network.shortcutDropout)],
    ['depth.dropout', formatNumber(network.stochasticDepth)],
  ] as const;
  return texts.map(([field, text]) => [`${prefix}${field}`, text]);
}

/** Every field of a lane as text. */
function laneTexts({ id, gains, network, classic, label, colour }: LaneConfig): [string, string][] {
  const texts: [string, string][] = [];
  if (classic !== undefined) {
    texts.push([laneField(id), classic.kind]);
    for (const [field, text] of classicTexts(classic)) texts.push([laneField(id, field), text]);
  } else if (network !== undefined)
    texts.push([laneField(id), 'own'], ...networkTexts(network, `${laneField(id)}.`));
  texts.push([`${SKIP_PREFIX}${id}`, formatGains(gains)]);
  if (label !== undefined) texts.push([`${LABEL_PREFIX}${id}`, formatLabel(label)]);
  if (colour !== undefined) texts.push([`${COLOUR_PREFIX}${id}`, formatNumber(colour)]);
  return texts;
}

/** Every field of a config as text, in the order in which links have them. */
export function textsOf({
  data,
  network,
  lanes,
  optimiser,
  schedule,
  loss,
  augmentation,
  seeds,
  ...config
}: ExperimentConfig): Map<string, string> {
  return new Map([
    ['set', data.set],
    ['input', formatNumber(data.inputSize)],
    ...networkTexts(network),
    ['opt', optimiser.kind],
    ['lr', formatNumber(optimiser.learningRate)],
    ['momentum', formatNumber(optimiser.momentum)],
    ['nesterov', formatFlag(optimiser.nesterov)],
    ['decay', formatNumber(optimiser.weightDecay)],
    ['beta1', formatNumber(optimiser.beta1)],
    ['beta2', formatNumber(optimiser.beta2)],
    ['alpha', formatNumber(optimiser.smoothing)],
    ['clip', formatNumber(optimiser.clip)],
    ['schedule', schedule.kind],
    ['period', formatNumber(schedule.period)],
    ['factor', formatNumber(schedule.factor)],
    ['warmup', formatNumber(schedule.warmUp)],
    ['momentum.cycle', formatFlag(schedule.momentumCycle)],
    ['loss', loss.kind],
    ['smooth', formatNumber(loss.smoothing)],
    ['focus', formatNumber(loss.focus)],
    ['shift', formatNumber(augmentation.shift)],
    ['flip', formatFlag(augmentation.flip)],
    ['cutout', formatNumber(augmentation.cutout)],
    ['batch', formatNumber(config.batchSize)],
    ['test', formatNumber(config.testInterval)],
    ['seed.data', formatNumber(seeds.data)],
    ['seed.init', formatNumber(seeds.init)],
    ['seed.order', formatNumber(seeds.order)],
    ['lanes', lanes.map(({ id }) => id).join(',')],
    ...lanes.flatMap(laneTexts),
    ['switch', formatSwitches(config.timeline)],
    ['rate', formatRates(config.rates)],
  ]);
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
  const fields: readonly string[] = classic === undefined ? NETWORK_FIELDS : classicFieldsOf(classic.kind);
  return fields.includes(field);
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
