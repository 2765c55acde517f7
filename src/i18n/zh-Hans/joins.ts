/** Chinese texts: what stands between texts that the page puts together. Texts may be empty: then they leave nothing. */
import type { joins as English } from '../en/joins';

const some = (texts: readonly string[]): readonly string[] => texts.filter((text) => text !== '');

export const joins: typeof English = {
  list: (texts) => some(texts).join('，'),
  groups: (texts) => some(texts).join('；'),
  sentences: (texts) => some(texts).join(''),
  stopped: (text) => (/[。！？…]$/.test(text) ? text : `${text}。`),
  named: (name, text) => `${name}：${text}`,
  noted: (text, note) => `${text}（${note}）`,
};
