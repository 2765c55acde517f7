/** English texts: numbers in sentences. */
import { numeralsOf, roundedTime } from '../numerals';

const { plural, ordinalForm, ...numerals } = numeralsOf('en');
export const { integer, digits, all } = numerals;

/** A whole number as a place in a row: `2nd`, `1,024th`. */
export function ordinal(number: number): string {
  return `${integer(number)}${ordinalForm(number, { one: 'st', two: 'nd', few: 'rd', other: 'th' })}`;
}

/** So many of something: `1 step`, `2,000 steps`. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${integer(count)} ${plural(count, { one, other })}`;
}

const UNITS = { seconds: 's', minutes: 'min', hours: 'h' };

/** Rounded as far as an estimate can be told: `35 s`. */
export function duration(seconds: number): string {
  const [time, unit] = roundedTime(seconds);
  return `${unit === 'hours' ? time.toFixed(1) : integer(time)} ${UNITS[unit]}`;
}
