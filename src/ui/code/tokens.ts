/** Python in parts, to be coloured: enough of its grammar for the code that is written here. */

export type TokenKind = 'plain' | 'keyword' | 'text' | 'number' | 'comment' | 'name';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  'and as class def elif else for from if import in is lambda not or return None True False self'.split(' '),
);

/** A string to its end on this line, a comment, a number, a word, or what stands between. */
const PART = /f?"(?:[^"\\]|\\.)*"|#.*$|\b\d[\w.]*|[A-Za-z_]\w*|[^\w"#]+|./g;

const QUOTES = '"""';

/** The tokens of each line; a string in three quotes may go on over several. */
export function tokensOf(lines: readonly string[]): readonly (readonly Token[])[] {
  let isOpen = false;
  return lines.map((line) => {
    const tokens: Token[] = [];
    let rest = line;
    while (rest !== '') {
      const start = isOpen ? 0 : rest.indexOf(QUOTES);
      if (start < 0) {
        tokens.push(...plainTokens(rest));
        break;
      }
      tokens.push(...plainTokens(rest.slice(0, start)));
      const end = rest.indexOf(QUOTES, isOpen ? 0 : start + QUOTES.length);
      isOpen = end < 0;
      const after = isOpen ? rest.length : end + QUOTES.length;
      tokens.push({ kind: 'text', text: rest.slice(start, after) });
      rest = rest.slice(after);
    }
    return tokens;
  });
}

/** Of a line without strings in three quotes. */
function plainTokens(line: string): Token[] {
  let before = '';
  return (line.match(PART) ?? []).map((text) => {
    const kind = kindOf(text, before);
    if (text.trim() !== '') before = text;
    return { kind, text };
  });
}

function kindOf(text: string, before: string): TokenKind {
  if (text.startsWith('#')) return 'comment';
  if (text.endsWith('"')) return 'text';
  if (/^\d/.test(text)) return 'number';
  if (KEYWORDS.has(text)) return 'keyword';
  return before === 'class' || before === 'def' ? 'name' : 'plain';
}
