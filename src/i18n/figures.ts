/** How values in lessons are written. */
import type { Unit } from '../lessons/format';

const DIGITS = 3;
const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Three digits, in powers of ten where the number is very large or small: `448`, `0.0123`, `3.05×10⁻³⁸`; `∞` for what is not finite. */
export function formatFigure(value: number, locale: string): string {
  if (!Number.isFinite(value)) return value === -Infinity ? `${MINUS}∞` : '∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [factor = '', exponent = ''] = value.toExponential(DIGITS - 1).split('e');
    const power = exponent
      .replace('+', '')
      .replace('-', '⁻')
      .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? '');
    return `${factor.replace('-', MINUS)}×10${power}`;
  }
  const format = new Intl.NumberFormat(
    locale,
    size >= 10 ** (DIGITS - 1)
      ? { maximumFractionDigits: 0 }
      : { minimumSignificantDigits: DIGITS, maximumSignificantDigits: DIGITS },
  );
  // Whole numbers, as counts of layers, have no digits behind the point.
  return (Number.isInteger(value) ? new Intl.NumberFormat(locale) : format).format(value).replace('-', MINUS);
}

/** A value with the sign of its unit. A share is written in percent, a difference of shares in points of percent. */
export function formatValue(value: number, unit: Unit, locale: string): string {
  switch (unit) {
    case 'number':
      return formatFigure(value, locale);
    case 'times':
      return `${formatFigure(value, locale)}×`;
    case 'percent':
      return `${formatFigure(Number((100 * value).toPrecision(DIGITS)), locale)} %`;
    case 'points':
      return formatFigure(Number((100 * value).toPrecision(DIGITS)), locale);
  }
  return unit satisfies never;
}
