/** Names that somebody else gave, as they are shown: of classes, files and layers. */

/** Ends of lines, and what else is written as a blank. */
const BLANKS = /[\t-\r\u0085\u2028\u2029]+/g;

/**
 * Signs that turn the direction of what stands around them, or have no width: of no use in a name but to hide what it is. What joins
 * letters and emoji stays.
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/** A name without signs that deceive, on one line. */
export function shownName(name: string): string {
  return name.replaceAll(BLANKS, ' ').replaceAll(HIDDEN, '');
}
