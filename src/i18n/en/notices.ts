/** English texts: notices of what was repaired in an experiment, each naming what was given and what is used. */
import type { ClassicKey } from '../../config/classic';
import { isNetworkKey, laneOfField, partsOfLaneField, specOf } from '../../config/codec/fields';
import type { Repair } from '../../config/codec/read';
import type { SettingKey } from '../../config/settings';
import { settings } from './settings';

/** Of classic networks alone. */
const classicNames: Readonly<Record<Exclude<ClassicKey, SettingKey>, string>> = {
  depth: 'depth',
  hidden: 'width of the hidden layers',
  pool: 'pooling',
  bottleneck: 'bottlenecks and compression',
};

/** The words for a field, empty for what is none. */
function nameOf(field: string): string {
  const lane = laneOfField(field);
  if (lane !== null) return laneFieldName(field, lane);
  return Object.hasOwn(settings, field) ? settings[field as SettingKey].name : '';
}

/** The words for a field of a lane, empty for what is none. */
function laneFieldName(field: string, lane: string): string {
  if (specOf(field) === null) return '';
  if (field.startsWith('skip.')) return `skip gains of ${lane}`;
  if (field.startsWith('label.')) return `name of ${lane}`;
  if (field.startsWith('colour.')) return `colour of ${lane}`;
  const part = partsOfLaneField(field)?.field ?? '';
  if (isNetworkKey(part)) return `${settings[part].name}, ${lane}`;
  return Object.hasOwn(classicNames, part)
    ? `${classicNames[part as keyof typeof classicNames]}, ${lane}`
    : `architecture of ${lane}`;
}

/** “lr=99” (learning rate). */
function quoted({ field, given }: Repair): string {
  const name = nameOf(field);
  return `“${field}=${given}”${name === '' || name === field ? '' : ` (${name})`}`;
}

function outcome({ used }: Repair): string {
  return used === '' ? 'left out' : `used ${used}`;
}

/** What a field may hold, in brackets and with a blank before, empty where there is nothing short to say. */
function allowed(field: string): string {
  const spec = specOf(field);
  if (spec === null) return '';
  if (spec.kind === 'flag') return ' (on, off)';
  if (spec.kind === 'choice') return ` (${spec.choices.join(', ')})`;
  if ('among' in spec && spec.among !== undefined) return ` (${spec.among.join(', ')})`;
  return 'min' in spec ? ` (${plain(spec.min)} to ${plain(spec.max)})` : '';
}

/** In digits alone: 0.00001, not 1e-5. */
function plain(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 10 });
}

function count(digits: string): string {
  return Number(digits).toLocaleString('en');
}

/** One sentence for one repair. */
function repair(made: Repair): string {
  switch (made.reason) {
    case 'missing':
      return `${nameOf(made.field) || made.field} was missing: ${outcome(made)}.`;
    case 'malformed':
      if (made.field === 'link') return 'This is not an experiment: used the defaults.';
      if (made.field === 'v') return `${quoted(made)} is not a version: read as version ${made.used}.`;
      if (made.given === '') return `“${made.field}” (${nameOf(made.field)}) has no value: ${outcome(made)}.`;
      return `${quoted(made)} cannot be read: ${outcome(made)}.`;
    case 'not-integer':
      return `${quoted(made)} must be a whole number: ${outcome(made)}.`;
    case 'out-of-range':
      return `${quoted(made)} is out of range${allowed(made.field)}: ${outcome(made)}.`;
    case 'unknown':
      if (nameOf(made.field) === '') {
        return `“${made.field}${made.given === '' ? '' : `=${made.given}`}” is not a setting of this page: left out.`;
      }
      if (made.field === 'switch' || (laneOfField(made.field) !== null && made.used === '')) {
        return `${quoted(made)} is about a network, or a setting of one, that this experiment does not have: ${outcome(made)}.`;
      }
      return `${quoted(made)} is not known here${allowed(made.field)}: ${outcome(made)}.`;
    case 'unfit':
      return `${quoted(made)} is not a size of this data set: ${outcome(made)}.`;
    case 'duplicate':
      if (made.field.startsWith('colour.'))
        return `${quoted(made)} is the colour of another network already: ${outcome(made)}.`;
      return made.field === 'lanes'
        ? `${quoted(made)} names a network twice: ${outcome(made)}.`
        : `${quoted(made)} is given more than once: ${outcome(made)}.`;
    case 'too-short':
      return `${quoted(made)} has too few values: ${outcome(made)}.`;
    case 'too-long':
      if (made.field === 'link') {
        return `The link is ${count(made.given)} characters long: only the first ${count(made.used)} were read.`;
      }
      if (made.field.startsWith('label.')) return `${quoted(made)} is too long: ${outcome(made)}.`;
      if (made.field === 'rate')
        return `${count(made.given)} recorded learning rates are too many: used the first ${count(made.used)}.`;
      return made.field === 'switch'
        ? `${count(made.given)} recorded switches are too many: used the first ${count(made.used)}.`
        : `${quoted(made)} has too many values: ${outcome(made)}.`;
    case 'unordered':
      return made.field === 'rate'
        ? 'The recorded learning rates were not in the order of their steps: sorted.'
        : 'The recorded switches were not in the order of their steps: sorted.';
    case 'newer-version':
      return `This link is of version ${made.given}, newer than this page: read as version ${made.used}.`;
    case 'too-large':
      return `${quoted(made)} is more than a browser can compute or hold: ${outcome(made)}.`;
    case 'more':
      return `And ${count(made.given)} more.`;
    default:
      return made.reason satisfies never;
  }
}

export const notices = {
  /** Stands above the list of repairs. */
  heading: {
    link: 'Parts of this link could not be used and were repaired. Everything else in it was kept.',
    page: 'Parts of this setting could not be used and were repaired. Everything else was kept.',
  },
  repair,
  /** Norms that see a single value: the first of them by name, and the networks that have some. */
  loneNorms: {
    title: (count: number, first: string, lanes: readonly string[]): string =>
      `${count === 1 ? `The norm ${first} sees` : `${count} norms, the first ${first}, see`} a single value${lanes.length === 0 ? '' : ` (${lanes.join(', ')})`}.`,
    batch: 'It is one image at one position, which PyTorch refuses.',
    group: 'It is one channel of a group at one position.',
    effect:
      'Minus its own mean it is 0: the norm outputs its shift whatever comes in, and nothing passes it, forward or backward.',
    mend: (fields: readonly { readonly field: string; readonly text: string }[]): string =>
      `Use ${fields.map(({ field, text }) => `${nameOf(field) || field} ${text}`).join(', ')}`,
    /** Of networks that a study trains or measures beside those at hand. */
    study: (first: string): string =>
      `Among the networks of this experiment are norms that see a single value, as ${first} does: nothing passes them.`,
  },
  /** The words for a field of a link; itself where there are none. */
  fieldName: (field: string): string => nameOf(field) || field,
};
