import { expect, it } from 'vitest';
import { DEFAULTS } from '../../config/defaults';
import { encode } from '../../config/codec/url';
import { PRESETS } from '../../config/presets';
import { textOfQr } from '../../testing/qr';
import { bytesOf, modulesOf, MOST_BYTES, qrOf } from './qr';

const read = (text: string): string | null => textOfQr(modulesOf(text) ?? []);

it('is read as the link that it was made of, by another library', () => {
  for (const { config } of [{ config: DEFAULTS }, ...PRESETS]) {
    const link = `https://explorer.test/page/?until=100&play${encode(config)}`;
    expect(read(link)).toBe(link);
  }
  const named = `https://explorer.test/#v=1&label.plain=${encodeURIComponent('ohne Brücke · 普通')}`;
  expect(read(named)).toBe(named);
});

it('holds links up to the limit of the standard, and no longer ones', () => {
  const link = (length: number) => 'https://explorer.test/#v=1&'.padEnd(length, 'switch=12:plain:all:1;');
  for (const length of [300, 301, 1_500, MOST_BYTES]) expect(read(link(length))).toBe(link(length));
  expect(qrOf(link(MOST_BYTES + 1))).toBeNull();
  expect(bytesOf('ü')).toBe(2);
  expect(qrOf('ü'.repeat(MOST_BYTES / 2))).not.toBeNull();
  expect(qrOf('ü'.repeat(MOST_BYTES / 2 + 1))).toBeNull();
});

it('is drawn module by module', () => {
  const text = 'https://explorer.test/#v=1';
  const code = qrOf(text);
  const drawn = Array.from({ length: code?.side ?? 0 }, () =>
    Array.from({ length: code?.side ?? 0 }, () => false),
  );
  for (const [, x, y, length] of code?.path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g) ?? [])
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  expect(drawn).toEqual(modulesOf(text));
  expect(textOfQr(drawn)).toBe(text);
});
