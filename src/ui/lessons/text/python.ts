/** Words of a line of Python by what they are, for quiet colours. Lines are read by themselves: texts of several lines stay plain. */
export interface Word {
  readonly text: string;
  readonly kind: 'comment' | 'text' | 'number' | 'keyword' | 'other';
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return self super try while with yield'
  ).split(' '),
);

const WORDS =
  /(?<comment>#.*)|(?<text>[rfb]?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))|(?<number>\b\d+(?:\.\d*)?(?:e[+-]?\d+)?\b)|(?<name>[\p{L}_][\p{L}\p{N}_]*)/gu;

export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const { 0: text, index, groups } of line.matchAll(WORDS)) {
    const { name } = groups ?? {};
    if (name !== undefined && !KEYWORDS.has(name)) continue;
    if (index > end) words.push({ text: line.slice(end, index), kind: 'other' });
    words.push({ text, kind: name === undefined ? kindOf(groups) : 'keyword' });
    end = index + text.length;
  }
  if (end < line.length) words.push({ text: line.slice(end), kind: 'other' });
  return words;
}

function kindOf(groups: Partial<Record<string, string>> = {}): Word['kind'] {
  if (groups['comment'] !== undefined) return 'comment';
  return groups['text'] === undefined ? 'number' : 'text';
}
