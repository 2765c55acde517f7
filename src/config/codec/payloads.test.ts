/** Hostile texts as names in links: they come back as names, without what hides in them, and touch nothing else. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../../testing/payloads';
import { OWN_LIMITS } from '../data-sets';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import type { ExperimentConfig } from '../schema';
import { decode, encode } from './url';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What links may be made of: nothing that ends an attribute, a line, or an address in brackets. */
const LINK = /^#[A-Za-z0-9=&.,;:+-]*$/;

const HASH = '0123456789abcdef';

function named(name: string): ExperimentConfig {
  const own = { hash: HASH, channels: 1, classes: 2, train: 100, name } as const;
  const [first, ...others] = DEFAULTS.lanes;
  if (first === undefined) throw new Error('There are no lanes.');
  return {
    ...DEFAULTS,
    data: { ...DEFAULTS.data, set: 'own', own },
    lanes: [{ ...first, label: name, weights: { hash: HASH, name } }, ...others],
  };
}

it('are two hundred, no two the same', () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(200);
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
});

it.each(PAYLOADS)('%j', (payload) => {
  const link = encode(named(payload));
  expect(link).toMatch(LINK);
  const { config } = decode(link);
  const names = [config.lanes[0]?.label, config.lanes[0]?.weights?.name, config.data.own?.name];
  const visible = payload.replaceAll(new RegExp(HIDDEN, 'gu'), '').trim();
  names.forEach((name, which) => {
    // Without anything to see it is no name.
    if (name === undefined || visible === '') return;
    expect(name).not.toMatch(HIDDEN);
    expect(Array.from(name).length).toBeLessThanOrEqual(which === 0 ? LIMITS.label.max : OWN_LIMITS.name.max);
    expect(visible.startsWith(name)).toBe(true);
  });
  expect(config.lanes[0]?.label === undefined).toBe(visible === '');
  // What was read is written and read again alike.
  expect(decode(encode(config))).toEqual({ config, repairs: [] });
});

/** Whatever a link has in place of a field or of its value, as somebody wrote it. */
it.each(PAYLOADS)('as a field and as a value: %j', (payload) => {
  for (const text of [payload, encodeURIComponent(payload.replaceAll(/\p{Cs}/gu, ''))]) {
    for (const link of [
      `#${text}`,
      `#v=1&${text}=1`,
      `#v=1&lanes=${text}`,
      `#v=1&net.${text}=own`,
      `#v=1&set=own&own=${text}`,
      `#v=1&override=${text}:${text}`,
    ]) {
      const { config } = decode(link);
      expect(decode(encode(config))).toEqual({ config, repairs: [] });
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
});
