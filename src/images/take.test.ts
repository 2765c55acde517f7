import { describe, expect, it } from 'vitest';
import { zip } from '../formats/zip';
import {
  brought,
  cifarFile,
  idxFile,
  labelsOf,
  npzFile,
  pixelAt,
  pixelsOf,
  pngOf,
} from '../testing/image-sets';
import { pixelsToDecode, type Decode } from './decode';
import { hashOf, type OwnImages } from './kept';
import { ImportError } from './problem';
import type { BroughtFile, ImportChoices, ImportProblem } from './report';
import { scan } from './scan';
import { take, type Taken } from './take';

/** What browsers decode is tested in one: here every pixel of a file is its last byte, and 255 is damaged. */
const byteDecoder: Decode = async (blob, _side, _channels, target) => {
  const pixels = await pixelsToDecode(blob);
  if (typeof pixels !== 'number') return pixels;
  const byte = new Uint8Array(await blob.arrayBuffer()).at(-1) ?? 0;
  if (byte === 255) return 'broken';
  target.fill(byte);
  return null;
};

type Choose = (choices: ImportChoices) => ImportChoices;

async function taken(files: readonly BroughtFile[], choose: Choose = (choices) => choices): Promise<Taken> {
  const scanned = await scan(files, () => undefined);
  const { name, suggestion, classes } = scanned.found;
  const choices = { name, ...suggestion, classes: classes.map((one, index) => ({ index, name: one.name })) };
  return take(scanned, choose(choices), { decode: byteDecoder, onProgress: () => undefined });
}

async function problem(files: readonly BroughtFile[], choose?: Choose): Promise<ImportProblem> {
  try {
    await taken(files, choose);
  } catch (error) {
    if (error instanceof ImportError) return error.problem;
    throw error;
  }
  throw new Error('Nothing was wrong.');
}

const allOf = ({ trainImages, testImages }: OwnImages): number[] => [...trainImages, ...testImages];

/** Files of MNIST's form: `train` and `test` images of three classes. */
const mnist = (train: number, test: number): BroughtFile[] =>
  (['train', 't10k'] as const).flatMap((part) => {
    const count = part === 'train' ? train : test;
    return [
      brought(
        `${part}-images-idx3-ubyte`,
        idxFile([count, 28, 28], pixelsOf(count, { height: 28, width: 28 })),
      ),
      brought(`${part}-labels-idx1-ubyte`, idxFile([count], labelsOf(count, 3))),
    ];
  });

/** Images of one pixel each, of three classes. */
const dots = (count: number): BroughtFile[] => [
  brought('images', idxFile([count, 1, 1], pixelsOf(count, { height: 1, width: 1 }))),
  brought('labels', idxFile([count], labelsOf(count, 3))),
];

describe('arrays are taken in', () => {
  it('IDX: pixels, labels, parts, counts, mean and deviation', async () => {
    const { images, report } = await taken(mnist(9, 3));
    const expected = pixelsOf(9, { height: 28, width: 28 });
    expect(images.trainImages).toEqual(expected);
    expect(images.testImages).toEqual(expected.slice(0, 3 * 784));
    expect([...images.trainLabels, ...images.testLabels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length / 255;
    const variance = expected.reduce((sum, value) => sum + (value / 255 - mean) ** 2, 0) / expected.length;
    expect(images.set).toMatchObject({ side: 28, channels: 1, classes: ['0', '1', '2'], train: 9, test: 3 });
    expect(images.set.mean[0]).toBeCloseTo(mean, 12);
    expect(images.set.deviation[0]).toBeCloseTo(Math.sqrt(variance), 12);
    expect(report).toEqual({
      counts: ['0', '1', '2'].map((name) => ({ name, train: 3, test: 1 })),
      split: 'given',
      duplicates: { images: 6, acrossSplit: 3, otherClass: 0 },
      imbalance: 1,
      skipped: { counts: {}, examples: [] },
      bytes: 12 * 785,
    });
  });

  it('28 pixels halved are means of four, grey as colour is three times the same', async () => {
    const { images } = await taken(mnist(2, 2), (choices) => ({ ...choices, side: 14, channels: 3 }));
    const expected = Array.from({ length: 14 * 14 }, (_, place) => {
      const [row, column] = [2 * Math.floor(place / 14), 2 * (place % 14)];
      const four = [0, 1, 2, 3].map((at) => pixelAt(1, row + (at >> 1), column + (at & 1)));
      const value = Math.floor((four.reduce((sum, one) => sum + one, 0) + 2) / 4);
      return [value, value, value];
    }).flat();
    expect(Array.from(images.trainImages.subarray(588))).toEqual(expected);
  });

  it("CIFAR's planes become pixels of three channels", async () => {
    const { images } = await taken([
      brought(
        'data_batch_1.bin',
        cifarFile(20, (image) => [image % 10]),
      ),
    ]);
    expect(images.set).toMatchObject({ side: 32, channels: 3, train: 10, test: 10, name: 'CIFAR-10' });
    const image = pixelsOf(20, { height: 32, width: 32, channels: 3 });
    const known = new Set(
      Array.from({ length: 20 }, (_, index) => image.slice(3072 * index, 3072 * (index + 1)).join()),
    );
    const found = allOf(images);
    for (let index = 0; index < 20; index++)
      expect(known.delete(found.slice(3072 * index, 3072 * (index + 1)).join())).toBe(true);
  });

  it.each([
    ['pixel by pixel', [6, 8, 12, 3], 'hwc'],
    ['channel by channel', [6, 3, 8, 12], 'chw'],
  ] as const)('%s: numbers from 0 to 1, and the middle of what is wider', async (_, shape, axes) => {
    const values = Float32Array.from(
      pixelsOf(6, { height: 8, width: 12, channels: 3 }, axes),
      (value) => value / 255,
    );
    // One of them is white, for the numbers to go up to 1.
    values[0] = 1;
    const labels = { shape: [6], values: labelsOf(6, 2) };
    const { images } = await taken([
      brought(
        'x.npz',
        npzFile({
          train_images: { shape, values },
          train_labels: labels,
          test_images: { shape, values },
          test_labels: labels,
        }),
      ),
    ]);
    expect(images.set).toMatchObject({ side: 8, channels: 3 });
    const expected = Array.from({ length: 192 }, (_, at) =>
      pixelAt(1, Math.floor(at / 24), 2 + (Math.floor(at / 3) % 8), at % 3),
    );
    expect(Array.from(images.trainImages.subarray(192, 384))).toEqual(expected);
  });

  it('classes may be left out and called otherwise', async () => {
    const { images } = await taken(mnist(9, 9), (choices) => ({
      ...choices,
      name: '  digits ',
      classes: [
        { index: 2, name: 'two' },
        { index: 0, name: 'zero' },
      ],
    }));
    expect(images.set).toMatchObject({ name: 'digits', classes: ['two', 'zero'], train: 6, test: 6 });
    expect([...images.trainLabels]).toEqual([1, 0, 1, 0, 1, 0]);
  });
});

describe("this page's own set", () => {
  it('comes back as the same, with the same hash, whatever is chosen', async () => {
    const { images } = await taken(mnist(9, 4), (choices) => ({ ...choices, name: 'digits', side: 14 }));
    const { set, trainImages, trainLabels, testImages, testLabels } = images;
    const npz = npzFile({
      train_images: { shape: [9, 14, 14, 1], values: trainImages },
      train_labels: { shape: [9], values: trainLabels },
      test_images: { shape: [4, 14, 14, 1], values: testImages },
      test_labels: { shape: [4], values: testLabels },
      classes: { shape: [3], values: set.classes },
      mean: { shape: [1], values: Float64Array.from(set.mean) },
      deviation: { shape: [1], values: Float64Array.from(set.deviation) },
      name: { shape: [], values: [set.name] },
    });
    const project = zip(
      new Map([
        ['project/data.npz', npz],
        ['project/figures/loss.png', pngOf(9, 9, 1)],
        ['project/train.py', new TextEncoder().encode('import torch')],
      ]),
    );
    for (const file of [brought('data.npz', npz), brought('project.zip', project)]) {
      const { found } = await scan([file], () => undefined);
      expect(found).toMatchObject({
        kind: 'own',
        isSettled: true,
        name: 'digits',
        suggestion: { side: 14, channels: 1 },
      });
      const again = await taken([file], (choices) => ({ ...choices, side: 32, channels: 3, classes: [] }));
      expect(again.images).toEqual(images);
      expect(await hashOf(again.images)).toBe(await hashOf(images));
    }
  });
});

describe('files are taken in', () => {
  const file = (path: string, byte: number, side = 64) => brought(path, pngOf(side, side, byte));
  const folder = Array.from({ length: 20 }, (_, index) =>
    file(`set/${index % 2 === 0 ? 'a' : 'b'}/${index}.png`, index),
  );

  it('the same images are the same set, in whatever order and form they come', async () => {
    const { images } = await taken(folder);
    expect(images.set).toMatchObject({ name: 'set', train: 16, test: 4, side: 64, channels: 3 });
    const hash = await hashOf(images);
    expect(await hashOf((await taken(folder.toReversed())).images)).toBe(hash);
    const bytes = await Promise.all(
      folder.map(async ({ path, blob }) => [path, new Uint8Array(await blob.arrayBuffer())] as const),
    );
    expect(await hashOf((await taken([brought('x.zip', zip(new Map(bytes)))])).images)).toBe(hash);
    expect(await hashOf((await taken(folder.slice(1))).images)).not.toBe(hash);
  });

  it('what cannot be decoded is left out and told; the others are taken', async () => {
    const { images, report } = await taken([
      ...folder,
      file('set/a/damaged.png', 255),
      file('set/a/no pixels.png', 1, 0),
      file('set/a/large.png', 1, 20_000),
      brought('set/a/short.png', pngOf(9, 9, 1).slice(0, 20)),
      brought('set/a/text.png', 'no image'),
    ]);
    expect(images.set.train + images.set.test).toBe(20);
    expect(report.skipped).toEqual({
      counts: { broken: 2, 'no-pixels': 1, 'too-large': 1 },
      examples: [
        { path: 'set/a/damaged.png', reason: 'broken' },
        { path: 'set/a/short.png', reason: 'broken' },
        { path: 'set/a/large.png', reason: 'too-large' },
        { path: 'set/a/no pixels.png', reason: 'no-pixels' },
      ],
    });
  });

  it('copies are counted, and imbalance', async () => {
    const { report } = await taken([
      ...folder,
      file('set/a/copy.png', 0),
      file('set/b/other class.png', 2),
      file('set/a/a.png', 100),
      file('set/a/b.png', 101),
      file('set/a/c.png', 102),
    ]);
    expect(report.duplicates).toEqual({ images: 4, acrossSplit: 0, otherClass: 2 });
    const [a, b] = report.counts.map(({ train }) => train);
    expect(report.imbalance).toBe((a ?? 0) / (b ?? 0));
  });

  it('too few or too much of them ends it', async () => {
    const [first, second] = folder;
    if (first === undefined || second === undefined) return;
    expect(await problem([first, second])).toEqual({
      code: 'too-few-images',
      part: 'test',
      images: 0,
      least: 2,
      skipped: { counts: {}, examples: [] },
    });
    expect(await problem(folder.map(({ path }) => file(path, 255)))).toMatchObject({
      code: 'too-few-images',
      images: 0,
      skipped: { counts: { broken: 20 } },
    });
    expect(
      await problem(folder, (choices) => ({ ...choices, classes: choices.classes.slice(0, 1) })),
    ).toEqual({
      code: 'one-class',
      name: 'a',
    });
    expect(await problem(dots(22_000), (choices) => ({ ...choices, side: 64, channels: 3 }))).toEqual({
      code: 'too-large',
      bytes: 22_000 * 64 * 64 * 3,
      most: 2 ** 28,
    });
  });

  it('more images than are taken may be fewer by leaving out classes', async () => {
    const count = 150_000;
    expect(await problem(dots(count))).toEqual({ code: 'too-many-images', images: count, most: 100_000 });
    const two: Choose = (choices) => ({ ...choices, channels: 1, classes: choices.classes.slice(1) });
    // Of 251 pixels that differ, of which copies are many.
    const { images, report } = await taken(dots(count), two);
    expect(images.set.train + images.set.test).toBe(100_000);
    expect(report.duplicates.acrossSplit).toBe(0);
  });
});
