/** English texts: what tells one experiment from another, in so few words that they stand on a line of a chart. */
import { classicSettingsOf, type ClassicConfig, type ClassicKey } from '../../config/classic';
import { laneOfField, partsOfLaneField, SKIP_PREFIX } from '../../config/codec/fields';
import { formatScalar } from '../../config/codec/format';
import { saidDifferences, type Difference } from '../../config/codec/url';
import {
  depthOf,
  type BlockOverride,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type RateEvent,
  type SwitchEvent,
} from '../../config/schema';
import { equal } from '../../config/equal';
import type { SettingKey, Table } from '../../config/settings';
import { activations } from './activations';
import { dataSets } from './data-sets';
import { lanes as laneTexts } from './lanes';
import { counted } from './numerals';

/** A number by its name, and what stands for 0 where that is no number of anything. */
interface NumberWords {
  readonly name: string;
  readonly zero?: string;
}
/** What each choice is called; with a name before it where that alone would not be understood. */
interface ChoiceWords<T extends string> {
  readonly name?: string;
  readonly choices: Readonly<Record<T, string>>;
}

type Short<Setting> = Setting extends { readonly kind: 'choice'; readonly choices: readonly (infer T)[] }
  ? T extends string
    ? ChoiceWords<T>
    : NumberWords
  : NumberWords;

const CHOICES_OF_NORM = {
  batch: 'batch norm',
  group: 'group norm',
  layer: 'layer norm',
  none: 'no norm',
} as const;

const nameOf = <Name extends string>(
  texts: Readonly<Record<Name, { readonly name: string }>>,
): Record<Name, string> =>
  Object.fromEntries(
    Object.entries<{ readonly name: string }>(texts).map(([key, { name }]) => [key, name]),
  ) as Record<Name, string>;

const words = {
  set: { choices: nameOf(dataSets) },
  input: { name: 'input size' },
  blocks: { name: 'blocks' },
  width: { name: 'width' },
  'stem.kernel': { name: 'stem kernel' },
  'stem.stride': { name: 'stem stride' },
  'stem.pool': { name: 'stem pooling' },
  head: { choices: { average: 'average pooling', flatten: 'flatten' } },
  block: { choices: { basic: 'basic blocks', bottleneck: 'bottlenecks' } },
  expansion: { name: 'expansion' },
  inner: { name: 'inner width' },
  order: {
    choices: {
      original: 'original order',
      'norm-after-addition': 'norm after addition',
      'activation-before-addition': 'activation before addition',
      'activation-first': 'activation first',
      'pre-activation': 'pre-activation',
    },
  },
  widths: { name: 'widths' },
  strides: { name: 'strides' },
  dilations: { name: 'dilations' },
  groups: { name: 'groups' },
  kernels: { name: 'kernels' },
  se: { name: 'squeeze' },
  override: { name: 'edited blocks' },
  norm: { choices: CHOICES_OF_NORM },
  'norm.groups': { name: 'norm groups' },
  act: { choices: nameOf(activations) },
  init: {
    choices: {
      he: 'He',
      xavier: 'Xavier',
      lecun: 'LeCun',
      orthogonal: 'orthogonal filters',
      normal: 'given deviation',
      zeros: 'filters at 0',
    },
  },
  'init.form': { choices: { normal: 'normal weights', uniform: 'uniform weights' } },
  'init.fan': { choices: { in: 'fan in', out: 'fan out' } },
  'init.std': { name: 'deviation' },
  start: {
    choices: {
      plain: 'branches as initialised',
      'zero-last': 'branches at 0',
      'skip-init': 'SkipInit',
      fixup: 'Fixup',
    },
  },
  'start.scalars': { name: 'Fixup’s scalars' },
  shortcut: { name: 'shortcut', choices: { A: 'A', B: 'B', C: 'C' } },
  gate: { choices: { none: 'no gate', exclusive: 'exclusive gate', 'shortcut-only': 'shortcut-only gate' } },
  'gate.bias': { name: 'gate bias' },
  scale: { name: 'branch scale' },
  dropout: { name: 'dropout' },
  'shortcut.dropout': { name: 'shortcut dropout' },
  'depth.dropout': { name: 'stochastic depth' },
  opt: { choices: { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', rmsprop: 'RMSProp' } },
  lr: { name: 'lr' },
  momentum: { name: 'momentum' },
  nesterov: { name: 'Nesterov' },
  decay: { name: 'weight decay' },
  'decay.all': { name: 'decay of norms and biases' },
  beta1: { name: 'β₁' },
  beta2: { name: 'β₂' },
  alpha: { name: 'smoothing' },
  clip: { name: 'clipping', zero: 'off' },
  schedule: {
    choices: {
      constant: 'constant lr',
      steps: 'lr in steps',
      cosine: 'cosine lr',
      'one-cycle': 'one-cycle lr',
    },
  },
  period: { name: 'period' },
  factor: { name: 'factor' },
  warmup: { name: 'warm-up', zero: 'off' },
  'momentum.cycle': { name: 'momentum cycle' },
  loss: {
    choices: { 'cross-entropy': 'cross-entropy', 'squared-error': 'squared error', focal: 'focal loss' },
  },
  smooth: { name: 'label smoothing' },
  focus: { name: 'focal exponent' },
  shift: { name: 'shift' },
  flip: { name: 'mirroring' },
  cutout: { name: 'cutout', zero: 'off' },
  batch: { name: 'batch' },
  test: { name: 'test interval', zero: 'off' },
  'seed.data': { name: 'data seed' },
  'seed.init': { name: 'weights seed' },
  'seed.order': { name: 'batches seed' },
  lanes: { name: 'networks' },
  switch: { name: 'switches' },
  rate: { name: 'rates' },
} satisfies { readonly [Key in SettingKey]: Short<Table[Key]> };

/** Of classic networks alone. */
const classicWords = {
  depth: { name: 'depth' },
  hidden: { name: 'hidden layers', zero: 'off' },
  pool: { choices: { max: 'max pooling', average: 'average pooling' } },
  bottleneck: { name: 'bottlenecks' },
} satisfies Readonly<Record<Exclude<ClassicKey, SettingKey>, NumberWords | ChoiceWords<string>>>;

/** One difference: as it changed, and as it is now. */
export interface Change {
  /** As `lr 0.02 → 0.2`. */
  readonly change: string;
  /** As `lr 0.2`. */
  readonly now: string;
}

/** A value before and after, behind a name where it has one. */
function changed(before: string, after: string, name = ''): Change {
  const lead = name === '' ? '' : `${name} `;
  return { change: `${lead}${before} → ${after}`, now: `${lead}${after}` };
}

/** A change of which only the outcome is told. */
function only(now: string): Change {
  return { change: now, now };
}

/** A setting's values, as links have them, in its words. */
function settingChange(key: SettingKey | ClassicKey, before: string, after: string): Change {
  const entry: NumberWords | ChoiceWords<string> =
    key in words ? words[key as SettingKey] : classicWords[key as keyof typeof classicWords];
  if ('choices' in entry)
    return changed(entry.choices[before] ?? before, entry.choices[after] ?? after, entry.name);
  const value = (text: string): string => (text === '0' && entry.zero) || text.replaceAll(',', '·');
  return changed(value(before), value(after), entry.name);
}

/** What a lane's skips are at step 0, of gains as a link has them. */
function gainsText(gains: readonly number[]): string {
  const [first = 0] = gains;
  if (gains.some((gain) => gain !== first)) {
    return `${gains.filter((gain) => gain > 0).length} of ${gains.length}`;
  }
  return gainText(first);
}

function gainText(gain: number): string {
  return gain === 0 ? 'off' : gain === 1 ? 'on' : `× ${gain}`;
}

/** Events that only the later experiment has; null where it lacks some of the other's. */
function added<T>(before: readonly T[], after: readonly T[]): readonly T[] | null {
  return before.every((event) => after.some((one) => equal(one, event)))
    ? after.filter((event) => !before.some((one) => equal(one, event)))
    : null;
}

function switchText({ step, lane, block, gain }: SwitchEvent, nameOfLane: (id: string) => string): string {
  const skips =
    block === 'all' ? 'skips' : typeof block === 'number' ? 'skip' : `skips ${block[0] + 1}–${block[1] + 1}`;
  const place = typeof block === 'number' ? ` ${block + 1}` : '';
  return `${nameOfLane(lane)}: ${skips}${place} ${gainText(gain)} at ${step}`;
}

function rateText({ step, rate }: RateEvent): string {
  return `lr ${rate} from ${step}`;
}

/** Events of one kind: the one that came to be, else how many there are. */
function eventChange<T>(
  before: readonly T[],
  after: readonly T[],
  text: (event: T) => string,
  name: string,
): Change {
  const [first, ...others] = added(before, after) ?? [];
  if (first !== undefined && others.length === 0) return only(text(first));
  if (before.length === after.length) return only(`other ${name}`);
  return changed(String(before.length), String(after.length), name);
}

/** A difference in the words of its field. */
function changeOf({ field, texts }: Difference, a: ExperimentConfig, b: ExperimentConfig): Change {
  const nameOfLane = (id: string): string => b.lanes.find((lane) => lane.id === id)?.label ?? id;
  const id = laneOfField(field);
  if (id === null) return sharedChange(field as SettingKey, texts, a, b, nameOfLane);
  const [before, after] = [a, b].map(({ lanes }) => lanes.find((lane) => lane.id === id));
  if (before === undefined || after === undefined) return only(nameOfLane(id));
  const { change, now } = laneChange(field, texts, before, after);
  return { change: `${nameOfLane(id)}: ${change}`, now: `${nameOfLane(id)}: ${now}` };
}

/** What changed in a lane that both experiments have. */
function laneChange(field: string, texts: Texts, before: LaneConfig, after: LaneConfig): Change {
  if (field.startsWith(SKIP_PREFIX)) {
    return changed(gainsText(before.gains), gainsText(after.gains), 'skips');
  }
  const key = partsOfLaneField(field)?.field ?? null;
  if (key === null) {
    if (after.classic !== undefined) return only(laneTexts.classic.names[after.classic.kind]);
    return only(after.network === undefined ? 'shared network' : 'own network');
  }
  return before.network !== undefined && after.network !== undefined
    ? networkChange(key, before.network, after.network, texts)
    : settingChange(key as ClassicKey, classicText(before.classic, key), classicText(after.classic, key));
}

/** A setting of a classic network as a link has it, which leaves out what is as usual. */
function classicText(classic: ClassicConfig | undefined, key: string): string {
  if (classic === undefined) return '';
  const path = classicSettingsOf(classic.kind).find(([name]) => name === key)?.[1].path;
  return path === undefined ? '' : formatScalar(classic[path]);
}

type Texts = Difference['texts'];

/** A setting of a network. Where the depth changed it says more than the numbers of blocks. */
function networkChange(key: string, before: NetworkConfig, after: NetworkConfig, [old, now]: Texts): Change {
  if (key === 'override') {
    const text = ({ block }: BlockOverride): string => `block ${block + 1} edited`;
    return eventChange(before.overrides, after.overrides, text, 'edited blocks');
  }
  const [from, to] = [depthOf(before), depthOf(after)];
  return key === 'blocks' && from !== to
    ? changed(String(from), String(to), 'depth')
    : settingChange(key as SettingKey, old ?? '', now ?? '');
}

/** What changed for all lanes. */
function sharedChange(
  key: SettingKey,
  texts: Texts,
  a: ExperimentConfig,
  b: ExperimentConfig,
  nameOfLane: (id: string) => string,
): Change {
  if (key === 'switch')
    return eventChange(a.timeline, b.timeline, (event) => switchText(event, nameOfLane), 'switches');
  if (key === 'rate') return eventChange(a.rates, b.rates, rateText, 'rates');
  if (key !== 'lanes') return networkChange(key, a.network, b.network, texts);
  return a.lanes.length === b.lanes.length
    ? only('other networks')
    : changed(String(a.lanes.length), counted(b.lanes.length, 'network'));
}

const SEEDS: ReadonlySet<string> = new Set(['seed.data', 'seed.init', 'seed.order']);

/**
 * What tells experiment `b` from `a`, in the order of links: `lr 0.02 → 0.2`, `batch norm → no norm`, `depth 20 → 56`. Seeds that
 * change alike are one. Empty exactly where the two train alike.
 */
function between(a: ExperimentConfig, b: ExperimentConfig): readonly Change[] {
  const all = saidDifferences(a, b);
  const seeds = all.filter(({ field }) => SEEDS.has(field));
  const together = seeds.length > 1 && new Set(seeds.map(({ texts }) => texts.join())).size === 1;
  return all.flatMap((one) => {
    if (!together || !SEEDS.has(one.field)) return [changeOf(one, a, b)];
    return one === seeds[0] ? [changed(one.texts[0] ?? '', one.texts[1] ?? '', 'seed')] : [];
  });
}

/** Most that stand on a line of a chart. */
const SHOWN = 2;

/** Some words one after the other, of many the first: `lr 0.02 → 0.2, seed 1 → 2 and 3 more`. */
function list(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  const shown = texts.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

export const differences = { between, list };
