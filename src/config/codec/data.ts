/** Reads which data an experiment has: a known set, or what a link says of a reader's own. */
import {
  defaultInputSize,
  DATA_SETS,
  nearestInputSize,
  OWN_LIMITS,
  type DataConfig,
  type DataSetName,
  type OwnData,
} from '../data-sets';
import { DEFAULTS } from '../defaults';
import { SETTINGS } from '../settings';
import { formatOwnData } from './format';
import { describe, readChoice, readNumber, readText, type FieldReader, type Reading } from './read';

/** Digits of a hash: see `images/kept.ts`. */
const HASH = /^[0-9a-f]{16}$/;

/** An own set of which the link says nothing that can be used is no set: the default is in its place. */
export function dataFromFields(reader: FieldReader): DataConfig {
  const asked = reader.scalar('set', SETTINGS.set, DEFAULTS.data.set);
  const own =
    asked === 'own'
      ? reader.field('own', null, readOwnData, (read) => formatOwnData(read ?? undefined))
      : null;
  const set = asked === 'own' && own === null ? DEFAULTS.data.set : asked;
  if (set !== asked && !reader.has('own')) reader.log.add(reader.nameOf('own'), '', '', 'missing');
  const unused = asked === 'own' ? undefined : reader.raw('own');
  if (unused !== undefined) reader.log.add(reader.nameOf('own'), describe(unused), '', 'unfit');
  const inputSize = reader.field('input', defaultInputSize(set), (raw) => readInputSize(raw, set), String);
  return { set, inputSize, ...(own !== null && { own }) };
}

/** A side of the data set's images; of one that another set has, the nearest that this one has. */
function readInputSize(raw: unknown, set: DataSetName): Reading<number> {
  const usual = defaultInputSize(set);
  if (set === 'own') return readNumber(raw, { ...OWN_LIMITS.side, integer: true }, usual);
  const { value, reason } = readChoice(raw, SETTINGS.input.choices, usual);
  if (DATA_SETS[set].sizes.includes(value)) return { value, reason };
  return { value: nearestInputSize(set, value), reason: 'unfit' };
}

/** All of it, or nothing: a set that is not quite the one that is meant is another one. */
function readOwnData(raw: unknown): Reading<OwnData | null> {
  if (raw === undefined) return { value: null, reason: 'missing' };
  if (typeof raw !== 'object' || raw === null) return { value: null, reason: 'malformed' };
  const { hash, channels, classes, train, name } = raw as Readonly<Record<keyof OwnData, unknown>>;
  if (typeof hash !== 'string' || !HASH.test(hash)) return { value: null, reason: 'malformed' };
  const counts = [
    readChoice(channels, [1, 3], 3),
    readNumber(classes, { ...OWN_LIMITS.classes, integer: true }, OWN_LIMITS.classes.min),
    readNumber(train, { ...OWN_LIMITS.images, integer: true }, OWN_LIMITS.images.min),
  ];
  const fault = counts.find(({ reason }) => reason !== null);
  if (fault !== undefined) return { value: null, reason: fault.reason };
  const [c = 3, k = 2, n = 1] = counts.map(({ value }) => value);
  // What it is called decides nothing: without a name it has its hash.
  const called = readText(name, OWN_LIMITS.name.max);
  return {
    value: { hash, channels: c, classes: k, train: n, name: called.value ?? hash },
    reason: called.reason,
  };
}
