/** Numbers as the page writes them. */

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The number that a text begins with, `−0.5` or `1.62×10⁻³⁷`; NaN where it begins with none. */
export function readNumber(text: string): number {
  const [, sign, factor, below, raised] =
    /^\s*(−?)(\d+(?:\.\d+)?)(?:×10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/.exec(text) ?? [];
  if (factor === undefined) return Number.NaN;
  const digits = Array.from(raised ?? '⁰', (digit) => SUPERSCRIPTS.indexOf(digit)).join('');
  return Number(`${sign === '' ? '' : '-'}${factor}e${below === '⁻' ? '-' : ''}${digits}`);
}
