import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DATA_SETS } from '../config/data-sets';
import { DataError } from './download';
import { readManifest } from './manifest';
import { halve } from './dataset';

const folder = new URL('../../public/data/fashion-mnist/', import.meta.url);
const committed = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Record<string, unknown>;

describe.each(Object.values(DATA_SETS).flatMap(({ folder: name }) => name ?? []))(
  'the committed %s',
  (name) => {
    const at = new URL(`../../public/data/${name}/`, import.meta.url);
    const manifest = readManifest(JSON.parse(readFileSync(new URL('manifest.json', at), 'utf8')));
    const parts = [manifest.train, manifest.test].flatMap(({ images, labels }) => [images, labels]);

    test.each([...new Map(parts.map((part) => [part.file, part])).values()])(
      '$file has the length and hash that the manifest says',
      ({ file, bytes, packedBytes, sha256 }) => {
        const packed = readFileSync(new URL(file, at));
        expect(packed.length).toBe(packedBytes);
        const unpacked = gunzipSync(packed);
        expect(unpacked.length).toBe(bytes);
        expect(createHash('sha256').update(unpacked).digest('hex')).toBe(sha256);
      },
    );

    test('has the terms of its makers beside it, or says where they can be read', () => {
      const terms = manifest.licences.map(({ file, address }) =>
        file === undefined ? address : readFileSync(new URL(file, at), 'utf8'),
      );
      for (const text of terms) expect(text).toMatch(/licen[cs]e/i);
    });
  },
);

describe('the committed Fashion-MNIST', () => {
  const manifest = readManifest(committed());
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
    expect(manifest.licences).toMatchObject([{ name: 'MIT', copyright: '© 2017 Zalando SE' }]);
    expect(readFileSync(new URL('LICENSE.txt', folder), 'utf8')).toContain('2017 Zalando SE');
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

describe('the committed emoji', () => {
  const at = new URL('../../public/data/emoji/', import.meta.url);
  const manifest = readManifest(JSON.parse(readFileSync(new URL('manifest.json', at), 'utf8')));
  const unpacked = (name: string): Buffer => gunzipSync(readFileSync(new URL(name, at)));
  const sizeOf = manifest.image.height * manifest.image.width * manifest.image.channels;
  const imagesOf = ({ count, images }: (typeof manifest)['train']): string[] => {
    const bytes = unpacked(images.file);
    return Array.from({ length: count }, (_, i) =>
      createHash('sha256')
        .update(bytes.subarray(i * sizeOf, (i + 1) * sizeOf))
        .digest('hex'),
    );
  };

  test('are all 3,812 drawings, in colour, with the terms of their makers', () => {
    expect(manifest.image).toEqual({ height: 32, width: 32, channels: 3 });
    expect(manifest.train.count + manifest.test.count).toBe(3_812);
    expect(manifest.classes).toHaveLength(9);
    expect(manifest.licences.map(({ name }) => name)).toEqual(['Apache-2.0', 'CC-BY-4.0', 'MIT']);
    const texts = manifest.licences.map(({ file = '' }) => readFileSync(new URL(file, at), 'utf8'));
    expect(texts[0]).toContain('TERMS AND CONDITIONS FOR USE');
    expect(texts[1]).toContain('creativecommons.org/licenses/by/4.0');
    expect(texts[2]).toContain('Cal Henderson');
  });

  test('every class is in both halves, a fifth of it in the test', () => {
    for (const label of manifest.classes.keys()) {
      const count = (file: string): number => unpacked(file).filter((each) => each === label).length;
      const [train, held] = [count(manifest.train.labels.file), count(manifest.test.labels.file)];
      expect(held / (train + held)).toBeGreaterThan(0.17);
      expect(held / (train + held)).toBeLessThan(0.23);
    }
  });

  test('no image of the test is one that is trained on', () => {
    const known = new Set(imagesOf(manifest.train));
    expect(imagesOf(manifest.test).filter((image) => known.has(image))).toEqual([]);
  });

  test('is standardised by the statistics of its training images', () => {
    const bytes = unpacked(manifest.train.images.file);
    const half = halve(bytes, manifest.image);
    for (const { size, mean, deviation } of manifest.standardisations) {
      const pixels = size === 32 ? bytes : half;
      for (const channel of [0, 1, 2]) {
        let sum = 0;
        let squares = 0;
        for (let i = channel; i < pixels.length; i += 3) {
          const value = (pixels[i] ?? 0) / 255;
          sum += value;
          squares += value * value;
        }
        const count = pixels.length / 3;
        expect(mean[channel]).toBeCloseTo(sum / count, 7);
        expect(deviation[channel]).toBeCloseTo(Math.sqrt(squares / count - (sum / count) ** 2), 7);
      }
    }
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
    ['seal', undefined],
    ['licences', []],
    ['licences', [null]],
    ['licences', [{ name: 'MIT', copyright: '© 2017 Zalando SE', file: '../secret' }]],
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

  test('takes parts of one file, and refuses those that reach beyond it', () => {
    const part = { file: 'all.bin', bytes: 7_850_000, packedBytes: 9, sha256: 'a'.repeat(64) };
    const train = { count: 10_000, images: { ...part, offset: 0 }, labels: { ...part, offset: 7_840_000 } };
    expect(readManifest(spoilt('train', train)).train).toEqual(train);
    for (const offset of [7_840_001, -1, 0.5, '0']) {
      const beyond = spoilt('train.labels', { ...train.labels, offset });
      expect(() => readManifest(beyond)).toThrow(DataError);
    }
  });

  test('takes the address of a licence instead of its text, if it is one', () => {
    const licence = { name: 'CC-BY-4.0', copyright: 'Somebody' };
    const address = 'https://creativecommons.org/licenses/by/4.0/';
    expect(readManifest(spoilt('licences', [{ ...licence, address }])).licences).toEqual([
      { ...licence, address },
    ]);
    for (const wrong of ['', 'javascript:alert(1)', 7])
      expect(() => readManifest(spoilt('licences', [{ ...licence, address: wrong }]))).toThrow(DataError);
  });

  test.each([[null], [[]], ['manifest'], [7]])('refuses %j', (json) => {
    expect(() => readManifest(json)).toThrow(DataError);
  });
});
