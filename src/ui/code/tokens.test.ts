import { expect, test } from 'vitest';
import { tokensOf } from './tokens';

/** Kinds and texts of a line's tokens, but for spaces. */
const told = (...lines: string[]): string[] =>
  tokensOf(lines)
    .flat()
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }) => `${kind} ${text.trim()}`);

test('words, numbers and strings', () => {
  expect(told('    def forward(self, x: Tensor) -> Tensor:')).toEqual([
    'keyword def',
    'name forward',
    'plain (',
    'keyword self',
    'plain ,',
    'plain x',
    'plain :',
    'plain Tensor',
    'plain ) ->',
    'plain Tensor',
    'plain :',
  ]);
  expect(told('nn.init.normal_(w, std=1e-3)  # small')).toContain('number 1e');
  expect(told('f"layer{i + 1}"  # one')).toEqual(['text f"layer{i + 1}"', 'comment # one']);
});

test('a string in three quotes may go on', () => {
  expect(told('"""One."""')).toEqual(['text """One."""']);
  expect(told('"""One, and', '', 'class of', '"""', 'import math')).toEqual([
    'text """One, and',
    'text class of',
    'text """',
    'keyword import',
    'plain math',
  ]);
});

test('nothing of a line is lost', () => {
  const lines = ['        x = x[:, :, :: self.stride]', '"a" + \'b\' # "', 'é = "ü'];
  expect(tokensOf(lines).map((tokens) => tokens.map(({ text }) => text).join(''))).toEqual(lines);
});
