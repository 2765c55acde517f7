/** What tells one experiment from another, in so few words that they stand on a line of a chart. */
import { classicSettingsOf, type ClassicConfig, type ClassicKey, type ClassicName } from '../config/classic';
import { laneOfField, partsOfLaneField, SKIP_PREFIX, WEIGHTS_PREFIX } from '../config/codec/fields';
import { formatScalar } from '../config/codec/format';
import { saidDifferences, type Difference } from '../config/codec/url';
import {
  depthOf,
  type BlockOverride,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type SwitchEvent,
} from '../config/schema';
import { gainsAt, rateAt } from '../config/edit/edit';
import { equal } from '../config/equal';
import type { SettingKey } from '../config/settings';
import type { ChoiceWords, ClassicWords, NumberWords, ShortWords } from './words';

/** One difference: as it changed, and as it is now. */
export interface Change {
  /** As `lr 0.02 → 0.2`. */
  readonly change: string;
  /** As `lr 0.2`. */
  readonly now: string;
}

/** What a language says of differences. */
export interface DifferenceTexts {
  /** A value behind its name, which is empty where it has none: `lr 0.2`. */
  readonly value: (name: string, value: string) => string;
  /** A value before and after: `lr 0.02 → 0.2`. */
  readonly changed: (name: string, before: string, after: string) => string;
  /** What a link has as a list, as words of a value have it. */
  readonly listed: (values: readonly string[]) => string;
  readonly names: {
    readonly skips: string;
    readonly rate: string;
    readonly seed: string;
    readonly depth: string;
    readonly networks: string;
    readonly editedBlocks: string;
    /** Those that a network starts from. */
    readonly weights: string;
  };
  /** Of a skip. */
  readonly gain: (gain: number) => string;
  readonly someOn: (on: number, count: number) => string;
  /** A value that no event changes. */
  readonly always: (value: string) => string;
  readonly changes: (count: number) => string;
  readonly rateFrom: (rate: string, step: number) => string;
  /** `blocks`: the first and the last, counted from 1; null of all. */
  readonly gainAt: (
    gain: string,
    step: number,
    blocks: readonly [first: number, last: number] | null,
  ) => string;
  /** What begins and ends alike, and differs in between. */
  readonly changedOtherwise: (name: string) => string;
  /** As many of something, but not the same. */
  readonly other: (name: string) => string;
  readonly ofLane: (lane: string, text: string) => string;
  readonly sharedNetwork: string;
  readonly ownNetwork: string;
  /** Of weights that a network starts from: none of the reader's, but those of the seed. */
  readonly fromSeed: string;
  /** Counted from 1. */
  readonly blockEdited: (block: number) => string;
  readonly networkCount: (count: number) => string;
  /** Some words one after the other, of which `more` are left out. */
  readonly list: (texts: readonly string[], more: number) => string;
}

export interface WordsOfDifferences {
  readonly texts: DifferenceTexts;
  readonly words: ShortWords;
  readonly classicWords: ClassicWords;
  readonly classicNames: Readonly<Record<ClassicName, string>>;
  /** What a lane is called that has no label. */
  readonly laneName: (id: string) => string;
}

/** Most that stand on a line of a chart. */
const SHOWN = 2;

const SEEDS: ReadonlySet<string> = new Set(['seed.data', 'seed.init', 'seed.order']);

/** A value that events change while training. */
interface Course {
  readonly first: string;
  readonly last: string;
  /** Each as it is told of by itself. */
  readonly events: readonly string[];
}

type Texts = Difference['texts'];

/** Parts that only the later experiment has; null where it lacks some of the other's. */
function added<T>(before: readonly T[], after: readonly T[]): readonly T[] | null {
  return before.every((event) => after.some((one) => equal(one, event)))
    ? after.filter((event) => !before.some((one) => equal(one, event)))
    : null;
}

/** A change of which only the outcome is told. */
function only(now: string): Change {
  return { change: now, now };
}

function switchesOf({ timeline }: ExperimentConfig, lane: string): readonly SwitchEvent[] {
  return timeline.filter((event) => event.lane === lane);
}

/** A setting of a classic network as a link has it, which leaves out what is as usual. */
function classicText(classic: ClassicConfig | undefined, key: string): string {
  if (classic === undefined) return '';
  const path = classicSettingsOf(classic.kind).find(([name]) => name === key)?.[1].path;
  return path === undefined ? '' : formatScalar(classic[path]);
}

export interface Differences {
  /**
   * What tells experiment `b` from `a`, in the order of links: `lr 0.02 → 0.2`, `batch norm → no norm`, `depth 20 → 56`. Seeds
   * that change alike are one, and so are a value and its changes while training, of which it says what they come to. Empty
   * exactly where the two train alike.
   */
  readonly between: (a: ExperimentConfig, b: ExperimentConfig) => readonly Change[];
  /** Some words one after the other, of many the first: `lr 0.02 → 0.2, seed 1 → 2 and 3 more`. */
  readonly list: (texts: readonly string[]) => string;
}

/** Tells differences in the words of a language. */
export function differencesOf(language: WordsOfDifferences): Differences {
  const { texts: said, words, classicWords, classicNames, laneName } = language;

  function changed(before: string, after: string, name = ''): Change {
    return { change: said.changed(name, before, after), now: said.value(name, after) };
  }

  /** A setting's values, as links have them, in its words. */
  function settingChange(key: SettingKey | ClassicKey, before: string, after: string): Change {
    const entry: NumberWords | ChoiceWords<string> =
      key in words ? words[key as SettingKey] : classicWords[key as keyof ClassicWords];
    if ('choices' in entry)
      return changed(entry.choices[before] ?? before, entry.choices[after] ?? after, entry.name);
    const value = (text: string): string =>
      (text === '0' && entry.zero) || (text.includes(',') ? said.listed(text.split(',')) : text);
    return changed(value(before), value(after), entry.name);
  }

  /** What a lane's skips are at step 0, of gains as a link has them. */
  function gainsText(gains: readonly number[]): string {
    const [first = 0] = gains;
    return gains.some((gain) => gain !== first)
      ? said.someOn(gains.filter((gain) => gain > 0).length, gains.length)
      : said.gain(first);
  }

  /** What it ends as; where that is the same, what it begins as; where that is too, when it changes. */
  function courseChange(before: Course, after: Course, name: string): Change {
    if (before.last !== after.last) return changed(before.last, after.last, name);
    if (before.first !== after.first) return changed(before.first, after.first, name);
    const [old, now] = [before, after].map(({ events: [first, ...others], last }) =>
      first === undefined ? said.always(last) : others.length === 0 ? first : said.changes(others.length + 1),
    );
    return old === now ? only(said.changedOtherwise(name)) : changed(old ?? '', now ?? '', name);
  }

  function rateCourse(config: ExperimentConfig): Course {
    return {
      first: formatScalar(config.optimiser.learningRate),
      last: formatScalar(rateAt(config, Infinity)),
      events: config.rates.map(({ step, rate }) => said.rateFrom(String(rate), step)),
    };
  }

  /** The skips of a lane. */
  function skipCourse(config: ExperimentConfig, { id, gains }: LaneConfig): Course {
    const last = gainsAt(config, Infinity).find((lane) => lane.id === id)?.gains ?? gains;
    return {
      first: gainsText(gains),
      last: gainsText(last),
      events: switchesOf(config, id).map(({ step, block, gain }) => {
        const [from, to] = typeof block === 'number' ? [block, block] : block === 'all' ? [0, 0] : block;
        return said.gainAt(said.gain(gain), step, block === 'all' ? null : [from + 1, to + 1]);
      }),
    };
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
    if (before.length === after.length) return only(said.other(name));
    return changed(String(before.length), String(after.length), name);
  }

  function ofLane(name: string, { change, now }: Change): Change {
    return { change: said.ofLane(name, change), now: said.ofLane(name, now) };
  }

  /** A setting of a network. Where the depth changed it says more than the numbers of blocks. */
  function networkChange(
    key: string,
    before: NetworkConfig,
    after: NetworkConfig,
    [old, now]: Texts,
  ): Change {
    if (key === 'override') {
      const text = ({ block }: BlockOverride): string => said.blockEdited(block + 1);
      return partChange(before.overrides, after.overrides, text, said.names.editedBlocks);
    }
    const [from, to] = [depthOf(before), depthOf(after)];
    return key === 'blocks' && from !== to
      ? changed(String(from), String(to), said.names.depth)
      : settingChange(key as SettingKey, old ?? '', now ?? '');
  }

  /** What changed for all lanes. */
  function sharedChange(key: SettingKey, texts: Texts, a: ExperimentConfig, b: ExperimentConfig): Change {
    if (key === 'lr' || key === 'rate') return courseChange(rateCourse(a), rateCourse(b), said.names.rate);
    if (key !== 'lanes') return networkChange(key, a.network, b.network, texts);
    return a.lanes.length === b.lanes.length
      ? only(said.other(said.names.networks))
      : changed(String(a.lanes.length), said.networkCount(b.lanes.length));
  }

  /** What changed in a lane that both experiments have, its skips apart. */
  function laneChange(field: string, texts: Texts, before: LaneConfig, after: LaneConfig): Change {
    if (field.startsWith(WEIGHTS_PREFIX)) {
      const [from, to] = [before, after].map(({ weights }) => weights?.name ?? said.fromSeed);
      return changed(from ?? '', to ?? '', said.names.weights);
    }
    const key = partsOfLaneField(field)?.field ?? null;
    if (key === null) {
      if (after.classic !== undefined) return only(classicNames[after.classic.kind]);
      return only(after.network === undefined ? said.sharedNetwork : said.ownNetwork);
    }
    return before.network !== undefined && after.network !== undefined
      ? networkChange(key, before.network, after.network, texts)
      : settingChange(key as ClassicKey, classicText(before.classic, key), classicText(after.classic, key));
  }

  /** A difference in the words of its field. */
  function changeOf({ field, texts }: Difference, a: ExperimentConfig, b: ExperimentConfig): Change {
    const nameOfLane = (id: string): string => b.lanes.find((lane) => lane.id === id)?.label ?? laneName(id);
    const id = laneOfField(field);
    if (id === null) return sharedChange(field as SettingKey, texts, a, b);
    const [before, after] = [a, b].map(({ lanes }) => lanes.find((lane) => lane.id === id));
    if (before === undefined || after === undefined) return only(nameOfLane(id));
    return ofLane(
      nameOfLane(id),
      field.startsWith(SKIP_PREFIX)
        ? courseChange(skipCourse(a, before), skipCourse(b, after), said.names.skips)
        : laneChange(field, texts, before, after),
    );
  }

  /** Of each lane whose skips are switched otherwise while training, unless what they begin as, which is told of apart, differs too. */
  function switchChanges(a: ExperimentConfig, b: ExperimentConfig): readonly Change[] {
    return b.lanes.flatMap((after) => {
      const { id, label, gains } = after;
      const before = a.lanes.find((lane) => lane.id === id);
      if (before === undefined || !equal(before.gains, gains)) return [];
      if (equal(switchesOf(a, id), switchesOf(b, id))) return [];
      const change = courseChange(skipCourse(a, before), skipCourse(b, after), said.names.skips);
      return [ofLane(label ?? laneName(id), change)];
    });
  }

  /** Of two own sets; that the other has none is said by the name of the set. */
  function ownSets({ data: a }: ExperimentConfig, { data: b }: ExperimentConfig): Change[] {
    if (a.own === undefined || b.own === undefined) return [];
    const { name } = words.own;
    return [a.own.name === b.own.name ? only(said.other(name)) : changed(a.own.name, b.own.name, '')];
  }

  return {
    between: (a, b) => {
      const all = saidDifferences(a, b);
      const seeds = all.filter(({ field }) => SEEDS.has(field));
      const together = seeds.length > 1 && new Set(seeds.map(({ texts }) => texts.join())).size === 1;
      const ratesToo = all.some(({ field }) => field === 'lr');
      return all.flatMap((one) => {
        if (one.field === 'switch') return switchChanges(a, b);
        if (one.field === 'rate' && ratesToo) return [];
        if (one.field === 'own') return ownSets(a, b);
        if (!together || !SEEDS.has(one.field)) return [changeOf(one, a, b)];
        return one === seeds[0] ? [changed(one.texts[0] ?? '', one.texts[1] ?? '', said.names.seed)] : [];
      });
    },
    list: (texts) => said.list(texts.slice(0, SHOWN), Math.max(0, texts.length - SHOWN)),
  };
}
