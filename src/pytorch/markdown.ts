/** Names that a reader gave, in Markdown: shown as they are, whatever marks they have. */

/**
 * Text whose punctuation marks nothing up (CommonMark 0.31, “Backslash escapes”), nor makes links of addresses (GitHub's “Autolinks”).
 */
export function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&~|$#!:@]|(?<=www)\./gi, String.raw`\$&`);
}
