import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../config/limits';
import { EMBEDS, openingOf, withOpening, type Opening } from './opening';
import { THEMES, withoutParameters } from './page';

const NOTHING: Opening = { embed: null, until: 0, plays: false, theme: null, language: null };
const { max } = LIMITS.openingStep;

const openings: fc.Arbitrary<Opening> = fc.record({
  embed: fc.constantFrom(...EMBEDS, null),
  until: fc.integer({ min: 0, max }),
  plays: fc.boolean(),
  theme: fc.constantFrom(...THEMES, null),
  language: fc.constantFrom('en', 'zh-Hans', null),
});

describe('a query', () => {
  it('is read as it was written, beside what the host has in it, which stays', () => {
    fc.assert(
      fc.property(openings, fc.constantFrom('', '?host=1', '?a=b%20c&embedded=1'), (opening, host) => {
        const written = withOpening(host, opening);
        expect(openingOf(written)).toEqual({ ...opening, problems: [] });
        expect(new URLSearchParams(withoutParameters(written)).toString()).toBe(
          new URLSearchParams(host).toString(),
        );
        // Written anew, nothing of before is left.
        expect(withOpening(written, NOTHING)).toBe(withoutParameters(written));
      }),
    );
  });

  it('says no more than it needs to', () => {
    expect(withOpening('', NOTHING)).toBe('');
    expect(withOpening('', { ...NOTHING, plays: true })).toBe('?play');
    expect(withOpening('', { ...NOTHING, until: 100, plays: true })).toBe('?until=100&play');
    expect(withOpening('?host=1', { ...NOTHING, embed: 'loss', theme: 'dark' })).toBe(
      '?host=1&embed=loss&theme=dark',
    );
  });

  it('asks for nothing where it is empty, or of the host', () => {
    for (const search of ['', '?', '?host=until', '?backend=wasm'])
      expect(openingOf(search)).toEqual({ ...NOTHING, problems: [] });
  });
});

it.each([
  ['until=-1', 0, 0],
  ['until=abc', 0, null],
  ['until=', 0, null],
  ['until=NaN', 0, null],
  ['until=0x10', 0, null],
  ['until=99.6', 100, 100],
  ['until=1e9', max, max],
  [`until=${max + 1}`, max, max],
  [`until=${'9'.repeat(400)}`, max, max],
])('%s opens at step %i, and says so', (query, until, used) => {
  const opening = openingOf(`?${query}`);
  expect(opening.until).toBe(until);
  expect(opening.problems).toEqual([
    { parameter: 'until', given: query.slice('until='.length).slice(0, 40), used },
  ]);
});

it.each([
  ['embed=everything', { embed: null }],
  ['embed=', { embed: null }],
  ['theme=sepia', { theme: null }],
  ['play=never', { plays: false }],
])('%s is told, and the page opens as without it', (query, as) => {
  const [parameter = '', given = ''] = query.split('=');
  expect(openingOf(`?${query}&until=3`)).toEqual({
    ...NOTHING,
    ...as,
    until: 3,
    problems: [{ parameter, given, used: null }],
  });
});

it('takes a flag with and without a value, and of what is given twice the first', () => {
  expect(openingOf('?play').plays).toBe(true);
  expect(openingOf('?play=1&until=5&until=6')).toMatchObject({ plays: true, until: 5, problems: [] });
});
