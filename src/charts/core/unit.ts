/**
 * Lengths of what is drawn by script are given in units: pixels where the browser's font is the usual one of 16 px, and larger
 * with it, as lengths in rem are. So a reader who asks for larger type gets larger drawings, text, margins and marks alike.
 */

/** Units in a rem: the page's root font is 93.75 % of the browser's; see base.css. */
const UNITS_PER_REM = 15;

/** CSS pixels of a unit now. */
export function unit(): number {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return size > 0 ? size / UNITS_PER_REM : 1;
}

/** A length in units as CSS has it. */
export function rem(units: number): string {
  return `${units / UNITS_PER_REM}rem`;
}
