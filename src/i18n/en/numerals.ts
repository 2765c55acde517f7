/** Numbers in English sentences. */
const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const cardinals = new Intl.PluralRules('en');
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** A whole number as a place in a row: `2nd`, `1,024th`. */
export function ordinal(number: number): string {
  return `${integer.format(number)}${ENDINGS[ordinals.select(number)] ?? 'th'}`;
}

/** So many of something: `1 step`, `2,000 steps`. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${integer.format(count)} ${cardinals.select(count) === 'one' ? one : other}`;
}
