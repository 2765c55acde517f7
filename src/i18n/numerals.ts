/** Numbers and lists within sentences, as a language has them. What they stand beside is a text of the language. */

/** What a plural is called by each category that a language has; `other` stands for those not named. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

export interface Numerals {
  /** `1,024`; a fraction is rounded. */
  readonly integer: (number: number) => string;
  /** With at most so many significant digits. */
  readonly digits: (number: number, most: number) => string;
  /** Of the forms, that for so many. */
  readonly plural: (count: number, forms: Forms) => string;
  /** Of the forms, that for this place in a row. */
  readonly ordinalForm: (place: number, forms: Forms) => string;
  /** `a, b, and c`. */
  readonly all: (texts: readonly string[]) => string;
}

/** @param locale As BCP 47 has it: the tag of a language. */
export function numeralsOf(locale: string): Numerals {
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const cardinals = new Intl.PluralRules(locale);
  const ordinals = new Intl.PluralRules(locale, { type: 'ordinal' });
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    integer: (number) => integers.format(number),
    digits: (number, most) => number.toLocaleString(locale, { maximumSignificantDigits: most }),
    plural: (count, forms) => forms[cardinals.select(count)] ?? forms.other,
    ordinalForm: (place, forms) => forms[ordinals.select(place)] ?? forms.other,
    all: (texts) => conjunction.format(texts),
  };
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Writes a number of bytes with two digits that count: `1.2 MB`. @param digits Of the language. */
export const bytesOf =
  (digits: Numerals['digits']) =>
  (bytes: number): string => {
    const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
    const value = bytes / 1000 ** power;
    return `${digits(value, value < 100 ? 2 : 3)} ${BYTE_UNITS[power] ?? ''}`;
  };

/** A time, rounded as far as an estimate can be told, and its unit. */
export function roundedTime(seconds: number): readonly [time: number, unit: 'seconds' | 'minutes' | 'hours'] {
  if (seconds < 10) return [Math.max(1, Math.round(seconds)), 'seconds'];
  if (seconds < 90) return [5 * Math.round(seconds / 5), 'seconds'];
  if (seconds < 5400) return [Math.round(seconds / 60), 'minutes'];
  return [Math.round(seconds / 360) / 10, 'hours'];
}
