/** Weights that a lane starts from, in links. */
import { expect, it } from 'vitest';
import { decode, encode } from './url';

const HASH = '0123456789abcdef';

it('are named by hash, and by what the reader calls them', () => {
  const { config, repairs } = decode(`#v=1&weights.residual=${HASH}:my+net:3a;+猫`);
  expect(repairs).toEqual([]);
  expect(config.lanes.map(({ weights }) => weights)).toEqual([{ hash: HASH, name: 'my net: 猫' }, undefined]);
  expect(encode(config)).toBe(`#v=1&weights.residual=${HASH}:my+net:3a;+:732b;`);
});

it('without a hash are left out, and with too long a name called by what fits', () => {
  const repairsOf = (text: string) => decode(`#v=1&${text}`).repairs;
  expect(repairsOf('weights.residual=resnet18')).toEqual([
    { field: 'weights.residual', given: 'resnet18', used: '', reason: 'malformed' },
  ]);
  expect(repairsOf(`weights.residual=${HASH.toUpperCase()}:a`)[0]).toMatchObject({ reason: 'malformed' });
  expect(repairsOf(`weights.other=${HASH}:a`)[0]).toMatchObject({ reason: 'unknown' });
  const long = decode(`#v=1&weights.plain=${HASH}:${'a'.repeat(50)}`);
  expect(long.repairs[0]).toMatchObject({ field: 'weights.plain', reason: 'too-long' });
  expect(long.config.lanes[1]?.weights).toEqual({ hash: HASH, name: 'a'.repeat(40) });
  expect(decode(`#v=1&weights.plain=${HASH}:`).config.lanes[1]?.weights).toEqual({ hash: HASH, name: HASH });
});
