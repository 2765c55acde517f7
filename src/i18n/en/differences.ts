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
  type SwitchEvent,
} from '../../config/schema';
import { gainsAt, rateAt } from '../../config/edit/edit';
import { equal } from '../../config/equal';
import type { SettingKey } from '../../config/settings';
import { lanes as laneTexts } from './lanes';
import { counted } from './numerals';
import { classicWords, words, type ChoiceWords, type NumberWords } from './setting-words';

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

/** Parts that only the later experiment has; null where it lacks some of the other's. */
function added<T>(before: readonly T[], after: readonly T[]): readonly T[] | null {
  return before.every((event) => after.some((one) => equal(one, event)))
    ? after.filter((event) => !before.some((one) => equal(one, event)))
    : null;
}

/** A value that events change while training. */
interface Course {
  readonly first: string;
  readonly last: string;
  /** Each as it is told of by itself. */
  readonly events: readonly string[];
}

/** What it ends as; where that is the same, what it begins as; where that is too, when it changes. */
function courseChange(before: Course, after: Course, name: string): Change {
  if (before.last !== after.last) return changed(before.last, after.last, name);
  if (before.first !== after.first) return changed(before.first, after.first, name);
  const [old, now] = [before, after].map(({ events: [first, ...others], last }) =>
    first === undefined
      ? `always ${last}`
      : others.length === 0
        ? first
        : counted(others.length + 1, 'change'),
  );
  return old === now ? only(`${name} changed otherwise`) : changed(old ?? '', now ?? '', name);
}

function rateCourse(config: ExperimentConfig): Course {
  return {
    first: formatScalar(config.optimiser.learningRate),
    last: formatScalar(rateAt(config, Infinity)),
    events: config.rates.map(({ step, rate }) => `${rate} from ${step}`),
  };
}

/** The skips of a lane. */
function skipCourse(config: ExperimentConfig, { id, gains }: LaneConfig): Course {
  const last = gainsAt(config, Infinity).find((lane) => lane.id === id)?.gains ?? gains;
  return {
    first: gainsText(gains),
    last: gainsText(last),
    events: switchesOf(config, id).map(({ step, block, gain }) => {
      const some =
        block === 'all'
          ? ''
          : ` (${typeof block === 'number' ? block + 1 : `${block[0] + 1}–${block[1] + 1}`})`;
      return `${gainText(gain)} at ${step}${some}`;
    }),
  };
}

function switchesOf({ timeline }: ExperimentConfig, lane: string): readonly SwitchEvent[] {
  return timeline.filter((event) => event.lane === lane);
}

/** Parts of one kind: the one that came to be, else how many there are. */
function partChange<T>(
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
  if (id === null) return sharedChange(field as SettingKey, texts, a, b);
  const [before, after] = [a, b].map(({ lanes }) => lanes.find((lane) => lane.id === id));
  if (before === undefined || after === undefined) return only(nameOfLane(id));
  return ofLane(
    nameOfLane(id),
    field.startsWith(SKIP_PREFIX)
      ? courseChange(skipCourse(a, before), skipCourse(b, after), 'skips')
      : laneChange(field, texts, before, after),
  );
}

function ofLane(name: string, { change, now }: Change): Change {
  return { change: `${name}: ${change}`, now: `${name}: ${now}` };
}

/** What changed in a lane that both experiments have, its skips apart. */
function laneChange(field: string, texts: Texts, before: LaneConfig, after: LaneConfig): Change {
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
    return partChange(before.overrides, after.overrides, text, 'edited blocks');
  }
  const [from, to] = [depthOf(before), depthOf(after)];
  return key === 'blocks' && from !== to
    ? changed(String(from), String(to), 'depth')
    : settingChange(key as SettingKey, old ?? '', now ?? '');
}

/** What changed for all lanes. */
function sharedChange(key: SettingKey, texts: Texts, a: ExperimentConfig, b: ExperimentConfig): Change {
  if (key === 'lr' || key === 'rate') return courseChange(rateCourse(a), rateCourse(b), 'lr');
  if (key !== 'lanes') return networkChange(key, a.network, b.network, texts);
  return a.lanes.length === b.lanes.length
    ? only('other networks')
    : changed(String(a.lanes.length), counted(b.lanes.length, 'network'));
}

/** Of each lane whose skips are switched otherwise while training, unless what they begin as, which is told of apart, differs too. */
function switchChanges(a: ExperimentConfig, b: ExperimentConfig): readonly Change[] {
  return b.lanes.flatMap((after) => {
    const { id, label, gains } = after;
    const before = a.lanes.find((lane) => lane.id === id);
    if (before === undefined || !equal(before.gains, gains)) return [];
    if (equal(switchesOf(a, id), switchesOf(b, id))) return [];
    return [ofLane(label ?? id, courseChange(skipCourse(a, before), skipCourse(b, after), 'skips'))];
  });
}

const SEEDS: ReadonlySet<string> = new Set(['seed.data', 'seed.init', 'seed.order']);

/**
 * What tells experiment `b` from `a`, in the order of links: `lr 0.02 → 0.2`, `batch norm → no norm`, `depth 20 → 56`. Seeds that
 * change alike are one, and so are a value and its changes while training, of which it says what they come to. Empty exactly where
 * the two train alike.
 */
function between(a: ExperimentConfig, b: ExperimentConfig): readonly Change[] {
  const all = saidDifferences(a, b);
  const seeds = all.filter(({ field }) => SEEDS.has(field));
  const together = seeds.length > 1 && new Set(seeds.map(({ texts }) => texts.join())).size === 1;
  const ratesToo = all.some(({ field }) => field === 'lr');
  return all.flatMap((one) => {
    if (one.field === 'switch') return switchChanges(a, b);
    if (one.field === 'rate' && ratesToo) return [];
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
