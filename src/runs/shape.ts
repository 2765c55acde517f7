/** Readers of what a file says of itself: each gives the value as it should be, or throws where it is something else. */
import { FormatError } from '../formats/errors';

/** Reads a value that stands at a place of a file. @throws FormatError */
export type Shape<T> = (value: unknown, at: string) => T;

function shapeOf<T>(expected: string, is: (value: unknown) => value is T): Shape<T> {
  return (value, at) => {
    if (!is(value)) throw new FormatError('malformed', { at, expected });
    return value;
  };
}

export const text = shapeOf('text', (value): value is string => typeof value === 'string');
/** NaN and infinities among them. */
export const number = shapeOf('number', (value): value is number => typeof value === 'number');
/** A whole number from 0 on. */
export const count = shapeOf(
  'count',
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const floats = shapeOf(
  'float32',
  (value): value is Float32Array<ArrayBuffer> => value instanceof Float32Array,
);
export const doubles = shapeOf(
  'float64',
  (value): value is Float64Array<ArrayBuffer> => value instanceof Float64Array,
);
export const integers = shapeOf(
  'int32',
  (value): value is Int32Array<ArrayBuffer> => value instanceof Int32Array,
);

export function oneOf<const C extends string | number>(...choices: readonly C[]): Shape<C> {
  return shapeOf(choices.join('|'), (value): value is C => choices.includes(value as C));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new FormatError('malformed', { at, expected: 'list' });
    return value.map((one, i) => shape(one, `${at}[${i}]`));
  };
}

export function mapOf<T>(shape: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return (value, at) => {
    if (!(value instanceof Map)) throw new FormatError('malformed', { at, expected: 'map' });
    return new Map([...value].map(([key, one]) => [text(key, at), shape(one, at)]));
  };
}

/** Fields that are not named are left out. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null)
      throw new FormatError('malformed', { at, expected: 'record' });
    const given = value as Readonly<Record<string, unknown>>;
    const read = Object.entries<Shape<unknown>>(fields).map(([name, shape]) => [
      name,
      shape(Object.hasOwn(given, name) ? given[name] : undefined, at === '' ? name : `${at}.${name}`),
    ]);
    return Object.fromEntries(read) as T;
  };
}
