/** Notices of what was repaired in an experiment, each naming what was given and what is used. */
import {
  isNetworkKey,
  LABEL_PREFIX,
  laneOfField,
  partsOfLaneField,
  specOf,
  WEIGHTS_PREFIX,
} from '../config/codec/fields';
import { labelOf } from '../config/codec/format';
import type { PartRange, Repair } from '../config/codec/read';
import { LIMITS } from '../config/limits';
import type { SettingKey } from '../config/settings';
import type { ClassicWords, SettingTexts } from './words';

/** A repair in the words of a language. */
interface RepairWords {
  /** The field with what was given for it and, where it has another, its name: `“lr=99” (learning rate)`. */
  readonly quoted: string;
  /** What is used instead. */
  readonly outcome: string;
}

/** What a language says of repairs. */
export interface NoticeTexts {
  /** Stands above the list of repairs. */
  readonly heading: { readonly link: string; readonly page: string };
  /** Settings that only classic networks have. */
  readonly classicNames: Readonly<Record<keyof ClassicWords, string>>;
  /** Fields of a lane. */
  readonly laneFields: {
    readonly skips: (lane: string) => string;
    readonly label: (lane: string) => string;
    readonly colour: (lane: string) => string;
    readonly weights: (lane: string) => string;
    readonly architecture: (lane: string) => string;
    readonly setting: (name: string, lane: string) => string;
  };
  /** `name` is empty where the field has no other. */
  readonly quoted: (field: string, given: string, name: string) => string;
  readonly leftOut: string;
  readonly used: (value: string) => string;
  /** Behind what it is of: what a field may hold, and from where to where. */
  readonly among: (choices: readonly string[]) => string;
  readonly between: (min: string, max: string) => string;
  /** Likewise of a part of what was recorded, or of what a block has of its own. */
  readonly partBetween: (part: string, min: string, max: string) => string;
  readonly parts: Readonly<Record<PartRange['part'], string>>;
  readonly flags: readonly string[];
  readonly repairs: {
    readonly missing: (name: string, outcome: string) => string;
    readonly noExperiment: string;
    readonly noVersion: (quoted: string, used: string) => string;
    readonly noValue: (field: string, name: string, outcome: string) => string;
    /** `allowed` is empty or what may stand there, in brackets. */
    readonly outOfRange: (words: RepairWords, allowed: string) => string;
    readonly unknownChoice: (words: RepairWords, allowed: string) => string;
    /** Field and value as they were given. */
    readonly noSetting: (given: string) => string;
    readonly linkTooLong: (length: number, read: number) => string;
    /** Of so many characters at most. */
    readonly tooLongName: (words: RepairWords, most: number) => string;
    readonly tooManySwitches: (given: number, used: number) => string;
    readonly tooManyRates: (given: number, used: number) => string;
    readonly unorderedSwitches: string;
    readonly unorderedRates: string;
    readonly newerVersion: (given: string, used: string) => string;
    readonly more: (count: number) => string;
  } & Readonly<
    Record<
      | 'unreadable'
      | 'notInteger'
      | 'otherNetwork'
      | 'unfit'
      | 'takenColour'
      | 'networkTwice'
      | 'givenTwice'
      | 'tooFew'
      | 'tooMany'
      | 'tooLarge',
      (words: RepairWords) => string
    >
  >;
  /** Norms that see a single value: the first of them by name, and the networks that have some. */
  readonly loneNorms: {
    readonly title: (count: number, first: string, lanes: readonly string[]) => string;
    readonly batch: string;
    readonly group: string;
    readonly effect: string;
    readonly mend: (fields: readonly { readonly name: string; readonly text: string }[]) => string;
    /** Of networks that a study trains or measures beside those at hand. */
    readonly study: (first: string) => string;
  };
}

/** In digits alone: 0.00001, not 1e-5. */
function plain(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 10 });
}

interface Notices {
  readonly heading: NoticeTexts['heading'];
  /** One sentence for one repair. */
  readonly repair: (made: Repair) => string;
  readonly loneNorms: Omit<NoticeTexts['loneNorms'], 'mend'> & {
    readonly mend: (fields: readonly { readonly field: string; readonly text: string }[]) => string;
  };
  /** The words for a field of a link; itself where there are none. */
  readonly fieldName: (field: string) => string;
}

/** Notices in the words of a language; `laneName`: what a network is called within a sentence. */
export function noticesOf(
  texts: NoticeTexts,
  settings: SettingTexts,
  laneName: (id: string) => string,
): Notices {
  const { repairs, laneFields, classicNames } = texts;

  /** The words for a field, empty for what is none. */
  function nameOf(field: string): string {
    const lane = laneOfField(field);
    if (lane !== null) return laneFieldName(field, laneName(lane));
    return Object.hasOwn(settings, field) ? settings[field as SettingKey].name : '';
  }

  /** The words for a field of a lane, empty for what is none. */
  function laneFieldName(field: string, lane: string): string {
    if (specOf(field) === null) return '';
    if (field.startsWith('skip.')) return laneFields.skips(lane);
    if (field.startsWith('label.')) return laneFields.label(lane);
    if (field.startsWith('colour.')) return laneFields.colour(lane);
    if (field.startsWith('weights.')) return laneFields.weights(lane);
    const part = partsOfLaneField(field)?.field ?? '';
    if (isNetworkKey(part)) return laneFields.setting(settings[part].name, lane);
    return Object.hasOwn(classicNames, part)
      ? laneFields.setting(classicNames[part as keyof ClassicWords], lane)
      : laneFields.architecture(lane);
  }

  /** What a field may hold, empty where there is nothing short to say. */
  function allowed(field: string): string {
    const spec = specOf(field);
    if (spec === null) return '';
    if (spec.kind === 'flag') return texts.among(texts.flags);
    if (spec.kind === 'choice') return texts.among(spec.choices.map(String));
    if ('among' in spec && spec.among !== undefined) return texts.among(spec.among.map(String));
    return 'min' in spec ? texts.between(plain(spec.min), plain(spec.max)) : '';
  }

  const partAllowed = ({ part, min, max }: PartRange): string =>
    texts.partBetween(texts.parts[part], plain(min), plain(max));

  function repair(made: Repair): string {
    const { field, given, used } = made;
    const name = nameOf(field);
    const isName = field.startsWith(LABEL_PREFIX) || field.startsWith(WEIGHTS_PREFIX);
    const words: RepairWords = {
      quoted: texts.quoted(field, given, name === field ? '' : name),
      outcome: used === '' ? texts.leftOut : texts.used(isName ? labelOf(used) : used),
    };
    switch (made.reason) {
      case 'missing':
        return repairs.missing(name || field, words.outcome);
      case 'malformed':
        if (field === 'link') return repairs.noExperiment;
        if (field === 'v') return repairs.noVersion(words.quoted, used);
        return given === '' ? repairs.noValue(field, name, words.outcome) : repairs.unreadable(words);
      case 'not-integer':
        return repairs.notInteger(words);
      case 'out-of-range':
        return repairs.outOfRange(words, made.range === undefined ? allowed(field) : partAllowed(made.range));
      case 'unknown':
        if (name === '') return repairs.noSetting(given === '' ? field : `${field}=${given}`);
        return field === 'switch' || (laneOfField(field) !== null && used === '')
          ? repairs.otherNetwork(words)
          : repairs.unknownChoice(words, allowed(field));
      case 'unfit':
        return repairs.unfit(words);
      case 'duplicate':
        if (field.startsWith('colour.')) return repairs.takenColour(words);
        return field === 'lanes' ? repairs.networkTwice(words) : repairs.givenTwice(words);
      case 'too-short':
        return repairs.tooFew(words);
      case 'too-long':
        if (field === 'link') return repairs.linkTooLong(Number(given), Number(used));
        if (isName)
          return repairs.tooLongName(
            words,
            LIMITS[field.startsWith(LABEL_PREFIX) ? 'label' : 'weightsName'].max,
          );
        if (field === 'rate') return repairs.tooManyRates(Number(given), Number(used));
        return field === 'switch'
          ? repairs.tooManySwitches(Number(given), Number(used))
          : repairs.tooMany(words);
      case 'unordered':
        return field === 'rate' ? repairs.unorderedRates : repairs.unorderedSwitches;
      case 'newer-version':
        return repairs.newerVersion(given, used);
      case 'too-large':
        return repairs.tooLarge(words);
      case 'more':
        return repairs.more(Number(given));
      default:
        return made.reason satisfies never;
    }
  }

  const fieldName = (field: string): string => nameOf(field) || field;
  return {
    heading: texts.heading,
    repair,
    loneNorms: {
      ...texts.loneNorms,
      mend: (fields) =>
        texts.loneNorms.mend(fields.map(({ field, text }) => ({ name: fieldName(field), text }))),
    },
    fieldName,
  };
}
