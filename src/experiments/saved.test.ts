import { describe, expect, it } from 'vitest';
import { cleanName, freeName, readSaved, SAVED_LIMITS, search, withThoseOf, type Saved } from './saved';

describe('names', () => {
  it('stand on one line, without signs that turn or break it', () => {
    expect(cleanName('  a\n\tb \u202ec\u0000 ')).toBe('a b c');
    for (const unseen of ['\u200b\u200b', '\u200d', ' \u3164\u2060 ', '\ufe0f\u0301', '\u2800'])
      expect(cleanName(unseen)).toBe('');
    expect(cleanName('\u{1f469}\u200d\u{1f52c}')).toBe('\u{1f469}\u200d\u{1f52c}');
    expect(cleanName('56 层 \u{1f9e0}')).toBe('56 层 \u{1f9e0}');
    expect(Array.from(cleanName('\u{1f9e0}'.repeat(500)))).toHaveLength(SAVED_LIMITS.name);
  });

  it('get the first number that is free, and do not grow beyond their length', () => {
    expect(freeName('a', new Set(['b']))).toBe('a');
    expect(freeName('a', new Set(['a', 'a (2)']))).toBe('a (3)');
    expect(freeName('a (2)', new Set(['a (2)']))).toBe('a (3)');
    const long = 'x'.repeat(SAVED_LIMITS.name);
    expect(freeName(long, new Set([long]))).toHaveLength(SAVED_LIMITS.name);
  });

  it('are found by words in any order and case', () => {
    const all = [{ name: 'Plain, Größe 56' }, { name: 'ResNet-56 残差' }, { name: 'other' }];
    expect(search(all, '56 plain')).toStrictEqual([all[0]]);
    expect(search(all, 'groß')).toStrictEqual([all[0]]);
    expect(search(all, 'GROẞE')).toStrictEqual([all[0]]);
    expect(search(all, '56 other')).toStrictEqual([]);
    expect(search(all, '残差')).toStrictEqual([all[1]]);
    expect(search(all, ' ')).toStrictEqual(all);
  });
});

it('a list that is read again has the objects it had, but for what has changed', () => {
  const one = (id: string, name: string, hash = 'a'): Saved => ({
    format: 1,
    id,
    name,
    at: 1,
    deleted: null,
    link: '#v=1',
    sketch: [],
    run: { hash, step: 1, trained: 1, bytes: 1 },
  });
  const before = [one('1', 'one'), one('2', 'two'), one('3', 'three'), one('4', 'four')];
  const after = withThoseOf(before, [
    one('1', 'one'),
    one('2', 'new'),
    one('3', 'three', 'b'),
    one('5', 'one'),
  ]);
  expect(after.map((saved, index) => saved === before[index])).toStrictEqual([true, false, false, false]);
  expect(after.map(({ name }) => name)).toStrictEqual(['one', 'new', 'three', 'one']);
});

describe('what was kept', () => {
  const saved = { format: 1, id: 'a', name: 'n', at: 1, deleted: null, link: '#v=1', sketch: [], run: null };

  it('is read as it was', () => {
    expect(readSaved(saved)).toStrictEqual(saved);
  });

  it('is left alone where a newer page, or nobody, wrote it', () => {
    for (const value of [
      null,
      1,
      'x',
      [],
      { ...saved, format: 2 },
      { ...saved, at: -1 },
      { ...saved, link: 3 },
    ])
      expect(readSaved(value)).toBeNull();
  });

  it('does without a picture and a run that are none', () => {
    expect(readSaved({ ...saved, sketch: [{ colour: 'red' }], run: { hash: 1 } })).toStrictEqual(saved);
  });
});
