/** Names that a reader gave, in Markdown: shown as they are, whatever marks they have. */

/** Text whose punctuation marks nothing up (CommonMark 0.31, “Backslash escapes”). */
export function plainText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>&~|$#!]/g, String.raw`\$&`);
}
