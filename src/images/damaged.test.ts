/** A thousand damaged files: each is a set, or a problem that has a sentence, within a moment and little memory. */
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  double,
  oneof,
  property,
  tuple,
  uint8Array,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../formats/image-header';
import { zip } from '../formats/zip';
import files from '../testing/image-files.json';
import {
  brought,
  cifarFile,
  gzipped,
  idxFile,
  labelsOf,
  npyFile,
  npzFile,
  pixelsOf,
  pngOf,
  tarOf,
} from '../testing/image-sets';
import { pixelsToDecode, type Decode } from './decode';
import { ImportError } from './problem';
import { scan } from './scan';
import { take } from './take';

type Bytes = Uint8Array<ArrayBuffer>;

const decode: Decode = async (blob, _side, _channels, target) => {
  const pixels = await pixelsToDecode(blob);
  if (typeof pixels !== 'number') return pixels;
  target.fill(pixels % 256);
  return null;
};

const images = { shape: [12, 9, 9], values: pixelsOf(12, { height: 9, width: 9 }) };
const labels = { shape: [12], values: labelsOf(12, 3) };
const photos = new Map(
  Array.from(
    { length: 12 },
    (_, index) => [`set/${index % 3}/${index}.png`, pngOf(9 + index, 9, index)] as const,
  ),
);
const tar = await tarOf(photos);

/** What is damaged, with what comes beside it. */
const WHOLE: Readonly<Record<string, (damage: (bytes: Bytes) => Bytes) => [string, Bytes][]>> = {
  zip: (damage) => [['a.zip', damage(zip(photos))]],
  tar: (damage) => [['a.tar', damage(tar)]],
  'tar in gzip': (damage) => [['a.tgz', damage(gzipped(tar))]],
  'IDX images': (damage) => [
    ['images', damage(idxFile(images.shape, images.values))],
    ['labels', idxFile([12], labels.values)],
  ],
  'IDX labels': (damage) => [
    ['images', idxFile(images.shape, images.values)],
    ['labels', damage(idxFile([12], labels.values))],
  ],
  'IDX in gzip': (damage) => [
    ['images.gz', damage(gzipped(idxFile(images.shape, images.values)))],
    ['labels', idxFile([12], labels.values)],
  ],
  'CIFAR-10': (damage) => [['data_batch_1.bin', damage(cifarFile(12, (image) => [image % 3]))]],
  'CIFAR-100': (damage) => [['train.bin', damage(cifarFile(12, (image) => [image % 3, image % 3]))]],
  npz: (damage) => [['a.npz', damage(npzFile({ images, labels }))]],
  npy: (damage) => [
    ['x.npy', damage(npyFile(images))],
    ['y.npy', npyFile(labels)],
  ],
  'words as labels': (damage) => [
    ['x.npy', npyFile(images)],
    ['y.npy', damage(npyFile({ shape: [12], values: [...labels.values].map((label) => `class ${label}`) }))],
  ],
};

/** Bytes in place of others, some more often than chance has them; cut off, left out, or twice. */
const damages = array(
  tuple(
    constantFrom('set', 'set', 'set', 'cut', 'drop', 'twice'),
    // Most of what can go wrong stands at the beginning or at the end.
    oneof(
      double({ min: 0, max: 1, noNaN: true }),
      double({ min: 0, max: 0.05, noNaN: true }),
      double({ min: 0.95, max: 1, noNaN: true }),
    ),
    oneof(
      uint8Array({ minLength: 1, maxLength: 4 }),
      constantFrom(
        [0xff, 0xff, 0xff, 0xff],
        [0, 0, 0, 0],
        [0x7f, 0xff, 0xff, 0xff],
        [0x39, 0x39, 0x39, 0x39],
      ),
    ),
  ),
  { minLength: 1, maxLength: 4 },
);

function damaged(bytes: Bytes, how: readonly (readonly [string, number, ArrayLike<number>])[]): Bytes {
  let result = bytes;
  for (const [kind, place, values] of how) {
    const at = Math.floor(place * result.length);
    const parts = {
      set: [result.slice(0, at), Uint8Array.from(values), result.slice(at + values.length)],
      cut: [result.slice(0, at)],
      drop: [result.slice(0, at), result.slice(at + values.length)],
      twice: [result.slice(0, at), result.slice(Math.max(0, at - 64))],
    }[kind] ?? [result];
    result = Uint8Array.from(parts.flatMap((part) => [...part]));
  }
  return result;
}

/** What comes of files: how many images, or the code of a problem. */
async function imported(brings: readonly [string, Bytes][]): Promise<string> {
  try {
    const scanned = await scan(
      brings.map(([path, bytes]) => brought(path, bytes)),
      () => undefined,
    );
    const { suggestion, classes } = scanned.found;
    const choices = {
      name: 'x',
      ...suggestion,
      classes: classes.map(({ name }, index) => ({ index, name })),
    };
    const taken = await take(scanned, choices, { decode, onProgress: () => undefined });
    return `${taken.images.set.train + taken.images.set.test} images`;
  } catch (error) {
    if (error instanceof ImportError) return error.problem.code;
    throw error;
  }
}

describe('damaged files', () => {
  it.each(Object.entries(WHOLE))('%s: whole, it is a set', async (_, bring) => {
    expect(await imported(bring((bytes) => bytes))).toMatch(/^12 images$/);
  });

  it('1,100 of them are sets or problems that are told', async () => {
    const codes = new Map<string, number>();
    await assert(
      asyncProperty(damages, async (how) => {
        for (const [kind, bring] of Object.entries(WHOLE)) {
          const start = performance.now();
          const result = await imported(bring((bytes) => damaged(bytes, how)));
          // What was not foreseen, or took memory that it should not have asked for.
          expect({ kind, result }).not.toEqual({ kind, result: 'failed' });
          expect({ kind, result }).not.toEqual({ kind, result: 'memory' });
          expect(performance.now() - start).toBeLessThan(10_000);
          codes.set(result, (codes.get(result) ?? 0) + 1);
        }
      }),
      { numRuns: 100 },
    );
    // Damage is seen, and not all of it ends the import.
    expect(codes.get('bad-file')).toBeGreaterThan(100);
    expect(codes.get('12 images')).toBeGreaterThan(10);
  }, 120_000);

  it('headers of images say a size or none', () => {
    assert(
      property(constantFrom(...Object.values(files)), damages, (base64, how) => {
        const header = readImageHeader(damaged(Uint8Array.from(Buffer.from(base64, 'base64')), how));
        if (header === null) return;
        expect(Number.isSafeInteger(header.width * header.height)).toBe(true);
        expect(Math.min(header.width, header.height)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});
