/** A short share of `npm run fuzz`, of what needs no browser. */
import { expect, it } from 'vitest';
import { Draw } from '../live/draw';
import { fuzzFiles } from './files';
import { faultOf, fuzzLinks } from './links';

it('links, random and mutated, are read, fitted and written, and then stay as they are', async () => {
  // How long that takes says more of the machine than of the links: the program itself has a bar, and is run by hand.
  expect(await fuzzLinks({ seed: 5, count: 120, most: Infinity })).toEqual([]);
}, 120_000);

it('damaged files are read as far as they are sound, or refused by a problem that is told', async () => {
  expect(await fuzzFiles({ seed: 5, count: 150 })).toEqual([]);
}, 120_000);

it('a seed repeats what it drew', () => {
  const drawn = (seed: number): readonly number[] => {
    const draw = new Draw(seed);
    return Array.from({ length: 50 }, () => draw.integer(0, 1_000));
  };
  expect(drawn(3)).toEqual(drawn(3));
  expect(drawn(3)).not.toEqual(drawn(4));
});

it('what is wrong with a link is said', () => {
  expect(faultOf('#v=1&blocks=3,3,3')).toBeNull();
  expect(faultOf('\ud800')).toBeNull();
});
