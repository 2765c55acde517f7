import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DataError } from './errors';
import { readManifest } from './manifest';

const folder = new URL('../../public/data/fashion-mnist/', import.meta.url);
const committed = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Record<string, unknown>;

describe('the committed Fashion-MNIST', () => {
  const manifest = readManifest(committed());
  const files = [manifest.train, manifest.test].flatMap(({ images, labels }) => [images, labels]);
  const unpacked = (name: string): Buffer => gunzipSync(readFileSync(new URL(name, folder)));

  test('is what its paper describes', () => {
    expect(manifest.image).toEqual({ height: 28, width: 28, channels: 1 });
    expect(manifest.classes).toEqual([
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ]);
    expect(manifest.licence).toMatchObject({ name: 'MIT', copyright: '© 2017 Zalando SE' });
    expect(readFileSync(new URL(manifest.licence.file, folder), 'utf8')).toContain('2017 Zalando SE');
  });

  test.each(files)('$file has the length and hash that the manifest says', (file) => {
    const bytes = unpacked(file.file);
    expect(bytes.length).toBe(file.bytes);
    expect(readFileSync(new URL(file.file, folder)).length).toBe(file.packedBytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
  });

  test('the labels begin as those of the original', () => {
    expect([...unpacked(manifest.train.labels.file).subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    expect([...unpacked(manifest.test.labels.file).subarray(0, 10)]).toEqual([9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
  });

  test('is standardised by the statistics of all 60,000 training images', () => {
    // 28: the widely published 0.2860 and 0.3530. 14: from NumPy over the original.
    const [half, whole] = manifest.standardisations;
    expect(whole).toMatchObject({ size: 28 });
    expect(whole?.mean[0]).toBeCloseTo(0.2860405969887955, 8);
    expect(whole?.deviation[0]).toBeCloseTo(0.35302424451492254, 8);
    expect(half).toMatchObject({ size: 14 });
    expect(half?.mean[0]).toBeCloseTo(0.2860405969887955, 8);
    expect(half?.deviation[0]).toBeCloseTo(0.3300730689020962, 8);
  });
});

describe('readManifest', () => {
  /** The committed manifest with one field replaced. */
  function spoilt(path: string, value: unknown): unknown {
    const manifest = committed();
    const keys = path.split('.');
    let at = manifest;
    for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
    at[keys.at(-1)!] = value;
    return manifest;
  }

  test('takes a sound one', () => {
    expect(readManifest(committed())).toEqual(committed());
  });

  test.each([
    ['format', 2],
    ['format', undefined],
    ['title', ''],
    ['licence', null],
    ['licence.file', '../secret'],
    ['image.height', 0],
    ['image.width', '28'],
    ['classes', []],
    ['classes', 'ten'],
    ['standardisations', [{ size: 14, mean: [0.3], deviation: [0] }]],
    ['standardisations', [{ size: 14, mean: [0.3, 0.3, 0.3], deviation: [0.3] }]],
    ['standardisations', [{ size: 14, mean: [Number.NaN], deviation: [0.3] }]],
    ['train.count', 9_999],
    ['train.images', []],
    ['train.images.file', 'https://elsewhere.test/x'],
    ['train.images.bytes', 7_840_001],
    ['train.labels.packedBytes', -1],
    ['test.labels.sha256', 'a86243'],
  ])('refuses %s = %j', (path, value) => {
    const read = (): unknown => readManifest(spoilt(path, value));
    expect(read).toThrow(DataError);
    expect(read).toThrow(expect.objectContaining({ code: 'format' }));
  });

  test.each([[null], [[]], ['manifest'], [7]])('refuses %j', (json) => {
    expect(() => readManifest(json)).toThrow(DataError);
  });
});
