/** English texts: what stands between texts that the page puts together. Texts may be empty: then they leave nothing. */
const some = (texts: readonly string[]): readonly string[] => texts.filter((text) => text !== '');

export const joins = {
  /** Parts of a reading, one after the other. */
  list: (texts: readonly string[]): string => some(texts).join(', '),
  /** Readings that are lists themselves. */
  groups: (texts: readonly string[]): string => some(texts).join('; '),
  /** Whole sentences. */
  sentences: (texts: readonly string[]): string => some(texts).join(' '),
  /** A sentence that may lack its full stop. */
  stopped: (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`),
  named: (name: string, text: string): string => `${name}: ${text}`,
  noted: (text: string, note: string): string => `${text} (${note})`,
};
