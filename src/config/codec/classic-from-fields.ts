/** A classic network from flat fields: what its kind does not have stays as it is by default. */
import { CLASSIC_DEPTHS, CLASSICS, type ClassicConfig, type ClassicName } from '../classic';
import type { FieldReader } from './field-reader';
import { classicFieldsOf, CLASSIC_SETTING_OF, type ClassicField } from './fields';
import { formatFlag, formatNumber } from './format';
import { readNumber, type Reading } from './read';
import { CHOICES, LIMITS } from '../limits';

/** A classic network; fields that one of this kind does not have are not looked at. */
export function classicFromFields(reader: FieldReader, kind: ClassicName): ClassicConfig {
  const usual = CLASSICS[kind];
  const has = (field: ClassicField): boolean => classicFieldsOf(kind).includes(field);
  return {
    kind,
    width: reader.number('width', usual.width),
    depth: has('depth')
      ? reader.field('depth', usual.depth, (raw) => readDepth(raw, kind), String)
      : usual.depth,
    hidden: has('hidden') ? reader.number('hidden', usual.hidden) : usual.hidden,
    norm: reader.choice('norm', CHOICES.norm, usual.norm),
    activation: reader.choice('act', CHOICES.activation, usual.activation),
    pool: has('pool') ? reader.choice('pool', CHOICES.pool, usual.pool) : usual.pool,
    bottleneck: has('bottleneck') ? reader.flag('bottleneck', usual.bottleneck) : usual.bottleneck,
    dropout: has('dropout') ? reader.number('dropout', usual.dropout) : usual.dropout,
    initialisation: reader.choice('init', CHOICES.initialisation, usual.initialisation),
  };
}

/** One of the depths that there are: the nearest to what is given, the smaller of two. */
function readDepth(raw: unknown, kind: ClassicName): Reading<number> {
  const depths = CLASSIC_DEPTHS[kind];
  const bounds = { min: depths[0] ?? LIMITS.classicDepth.min, max: depths.at(-1) ?? LIMITS.classicDepth.max };
  const reading = readNumber(raw, { bounds, integer: true }, CLASSICS[kind].depth);
  if (depths.includes(reading.value)) return reading;
  const distance = (depth: number): number => Math.abs(depth - reading.value);
  const nearest = depths.reduce((best, depth) => (distance(depth) < distance(best) ? depth : best));
  return { value: nearest, reason: 'unknown' };
}

/** Every field of a classic network that need be said, as text. */
export function classicTexts(classic: ClassicConfig): [ClassicField, string][] {
  const usual = CLASSICS[classic.kind];
  return classicFieldsOf(classic.kind).flatMap((field): [ClassicField, string][] => {
    const value = classic[CLASSIC_SETTING_OF[field]];
    if (value === usual[CLASSIC_SETTING_OF[field]]) return [];
    const text =
      typeof value === 'number'
        ? formatNumber(value)
        : typeof value === 'boolean'
          ? formatFlag(value)
          : value;
    return [[field, text]];
  });
}
