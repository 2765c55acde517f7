import { describe, expect, it } from 'vitest';
import { zip } from '../formats/zip';
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
import { ImportError } from './problem';
import type { BroughtFile, Found, ImportProblem } from './report';
import { scan } from './scan';

const found = async (...files: readonly BroughtFile[]): Promise<Found> =>
  (await scan(files, () => undefined)).found;

async function problem(...files: readonly BroughtFile[]): Promise<ImportProblem> {
  try {
    await scan(files, () => undefined);
  } catch (error) {
    if (error instanceof ImportError) return error.problem;
    throw error;
  }
  throw new Error('Nothing was wrong.');
}

const counts = ({ classes }: Found): string[] =>
  classes.map(({ name, train, test }) => `${name} ${train} ${test}`);

const photos: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map([
  ['pets/cat/1.png', pngOf(640, 480, 1)],
  ['pets/cat/2.png', pngOf(320, 200, 2)],
  ['pets/dog/1.png', pngOf(640, 480, 3)],
  ['pets/dog/.DS_Store', new Uint8Array(9)],
  ['__MACOSX/pets/dog/._1.png', new Uint8Array(9)],
  ['pets/notes.txt', new TextEncoder().encode('about them')],
]);
const asFiles = (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): BroughtFile[] =>
  [...files].map(([path, bytes]) => brought(path, bytes));

describe('folders of classes', () => {
  const expected = {
    kind: 'images',
    classes: [
      { name: 'cat', train: 2, test: 0 },
      { name: 'dog', train: 1, test: 0 },
    ],
    split: 'drawn',
    sizes: { least: { width: 320, height: 200 }, greatest: { width: 640, height: 480 } },
    suggestion: { side: 32, channels: 3 },
    skipped: { counts: { 'not-an-image': 1 } },
  };

  it('are the same as files, as a zip and as a tar, packed or not, whatever these are called', async () => {
    const tar = await tarOf(photos);
    for (const files of [
      asFiles(photos),
      [brought('a.bin', zip(photos))],
      [brought('a', tar)],
      [brought('a.zip', gzipped(tar))],
    ])
      expect(await found(...files)).toMatchObject({ ...expected, name: 'pets' });
  });

  it('an archive gives its name where nothing in it has one', async () => {
    const flat = new Map([...photos].map(([path, bytes]) => [path.replace('pets/', ''), bytes]));
    expect((await found(brought('my pets.zip', zip(flat)))).name).toBe('my pets');
  });

  it('parts may come as an archive each', async () => {
    const part = (byte: number) =>
      zip(
        new Map([
          ['a/1.png', pngOf(9, 9, byte)],
          ['b/1.png', pngOf(9, 9, byte)],
        ]),
      );
    expect(await found(brought('train.zip', part(1)), brought('test.zip', part(2)))).toMatchObject({
      split: 'given',
      classes: [
        { name: 'a', train: 1, test: 1 },
        { name: 'b', train: 1, test: 1 },
      ],
      suggestion: { side: 9 },
    });
  });

  it('photos are of the class that they were given to', async () => {
    const files = ['left', 'right', 'left'].map((name, index) =>
      brought(`${index}.png`, pngOf(64, 64, index), name),
    );
    expect(counts(await found(...files))).toEqual(['left 2 0', 'right 1 0']);
  });

  it('names that lead out of an archive are left out', async () => {
    const bad = zip(new Map([...photos, ['../cat/3.png', pngOf(9, 9, 1)], ['/dog/2.png', pngOf(9, 9, 1)]]));
    const { skipped, classes } = await found(brought('a.zip', bad));
    expect(skipped.counts).toMatchObject({ 'unsafe-name': 2 });
    expect(classes).toEqual(expected.classes);
  });
});

describe('arrays', () => {
  const images = (count: number, byte = 0) => ({
    shape: [count, 28, 28],
    values: pixelsOf(count, { height: 28, width: 28 }).map((value) => (value + byte) % 256),
  });
  const labels = (count: number) => ({ shape: [count], values: labelsOf(count, 3) });

  it("MNIST's four files, packed or not, alone or in a zip", async () => {
    const files = new Map([
      ['train-images-idx3-ubyte', idxFile([6, 28, 28], images(6).values)],
      ['train-labels-idx1-ubyte', idxFile([6], labels(6).values)],
      ['t10k-images-idx3-ubyte', idxFile([3, 28, 28], images(3).values)],
      ['t10k-labels-idx1-ubyte', idxFile([3], labels(3).values)],
    ]);
    const packed = new Map([...files].map(([path, bytes]) => [`${path}.gz`, gzipped(bytes)]));
    for (const brings of [
      asFiles(files),
      asFiles(packed),
      [brought('a', zip(files))],
      [brought('a', zip(packed))],
    ])
      expect(await found(...brings)).toMatchObject({
        kind: 'idx',
        split: 'given',
        classes: ['0', '1', '2'].map((name) => ({ name, train: 2, test: 1 })),
        suggestion: { side: 28, channels: 1 },
      });
  });

  it('IDX is told from a CIFAR batch that has as many bytes', async () => {
    const count = 3073 - 16;
    const files = [
      brought('images', idxFile([count, 1, 1], new Uint8Array(count))),
      brought('labels', idxFile([count], labelsOf(count, 2))),
    ];
    expect((await found(...files)).kind).toBe('idx');
  });

  it.each([
    ['Keras', 'x_train', 'y_train', 'x_test', 'y_test'],
    ['MedMNIST', 'train_images', 'train_labels', 'test_images', 'test_labels'],
  ])("%s's names of arrays, in one file or one each", async (_, x, y, xTest, yTest) => {
    const arrays = { [x]: images(6), [y]: labels(6), [xTest]: images(3), [yTest]: labels(3) };
    const loose = Object.entries(arrays).map(([name, array]) => brought(`${name}.npy`, npyFile(array)));
    for (const files of [[brought('set.npz', npzFile(arrays))], loose])
      expect(await found(...files)).toMatchObject({ kind: 'arrays', split: 'given', classes: { length: 3 } });
  });

  it('two arrays without telling names, columns of labels, words as labels, and names of classes', async () => {
    expect(counts(await found(brought('a.npz', npzFile({ arr_0: images(4), arr_1: labels(4) }))))).toEqual([
      '0 2 0',
      '1 1 0',
      '2 1 0',
    ]);
    const column = { shape: [4, 1], values: BigInt64Array.from([5n, 7n, 7n, 5n]) };
    expect(counts(await found(brought('a.npz', npzFile({ images: images(4), labels: column }))))).toEqual([
      '5 2 0',
      '7 2 0',
    ]);
    const words = { shape: [3], values: ['dog', 'cat', 'dog'] };
    expect(counts(await found(brought('a.npz', npzFile({ images: images(3), labels: words }))))).toEqual([
      'cat 1 0',
      'dog 2 0',
    ]);
    const classes = { shape: [3], values: ['zero', 'one', 'two'] };
    expect(
      counts(await found(brought('a.npz', npzFile({ images: images(4), labels: labels(4), classes })))),
    ).toEqual(['zero 2 0', 'one 1 0', 'two 1 0']);
  });

  it("CIFAR's batches, alone and as they are distributed", async () => {
    const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
    const body = cifarFile(4, (image) => [image]);
    const tar = await tarOf(
      new Map([
        ['cifar-10-batches-bin/data_batch_1.bin', body],
        ['cifar-10-batches-bin/test_batch.bin', body],
        ['cifar-10-batches-bin/batches.meta.txt', new TextEncoder().encode(`${names.join('\n')}\n\n`)],
        ['cifar-10-batches-bin/readme.html', new TextEncoder().encode('<html>')],
      ]),
    );
    const set = await found(brought('cifar-10-binary.tar.gz', gzipped(tar)));
    expect(set).toMatchObject({
      kind: 'cifar-10',
      name: 'CIFAR-10',
      split: 'given',
      suggestion: { side: 32, channels: 3 },
    });
    expect(counts(set).slice(3, 5)).toEqual(['cat 1 1', 'deer 0 0']);
    const hundred = await found(
      brought(
        'train.bin',
        cifarFile(3, (image) => [image, 90 + image]),
      ),
    );
    expect(hundred).toMatchObject({ kind: 'cifar-100', split: 'drawn', classes: { length: 100 } });
    expect(counts(hundred).slice(91, 93)).toEqual(['91 1 0', '92 1 0']);
  });
});

describe('what is no set says why', () => {
  const images = { shape: [2, 8, 8], values: new Uint8Array(128) };

  it.each<[string, readonly BroughtFile[], object]>([
    ['nothing', [], { code: 'nothing-found', files: 0 }],
    [
      'a text',
      [brought('a.txt', 'text')],
      { code: 'nothing-found', files: 1, skipped: { counts: { 'not-an-image': 1 } } },
    ],
    ['an empty file', [brought('a.png', '')], { code: 'nothing-found', skipped: { counts: { empty: 1 } } }],
    [
      "CIFAR's version for Python",
      [brought('data_batch_1', Uint8Array.from([0x80, 2, 0x7d]))],
      { skipped: { counts: { pickle: 1 } } },
    ],
    ['an SVG', [brought('a.svg', '<svg xmlns="">')], { skipped: { counts: { 'other-format': 1 } } }],
    ['images without folders', [brought('1.png', pngOf(9, 9, 1))], { code: 'no-classes', images: 1 }],
    ['one class', [brought('cat/1.png', pngOf(9, 9, 1))], { code: 'one-class', name: 'cat' }],
    [
      'a thousand classes',
      Array.from({ length: 1000 }, (_, index) => brought(`${index}/1.png`, pngOf(9, 9, 1))),
      { code: 'too-many-classes', classes: 1000, most: 100 },
    ],
    [
      'an archive cut short',
      [brought('a.zip', zip(photos).slice(0, 100))],
      { code: 'bad-file', path: 'a.zip', why: 'truncated' },
    ],
    [
      'a damaged gzip',
      [brought('a.gz', gzipped(pixelsOf(9, { height: 9, width: 9 })).fill(1, 20, 60))],
      { code: 'bad-file', why: 'malformed' },
    ],
    [
      'images without labels',
      [brought('x.npy', npyFile(images))],
      { code: 'no-labels', path: 'x.npy', images: 2 },
    ],
    [
      'labels without images',
      [brought('y.npy', npyFile({ shape: [2], values: labelsOf(2, 2) }))],
      { code: 'no-images', path: 'y.npy' },
    ],
    [
      'one label too few',
      [brought('a.npz', npzFile({ images, labels: { shape: [1], values: labelsOf(1, 2) } }))],
      { code: 'labels-differ', images: 2, labels: 1 },
    ],
    [
      'labels that are no whole numbers',
      [brought('a.npz', npzFile({ images, labels: { shape: [2], values: Float32Array.from([0, 0.5]) } }))],
      { code: 'wrong-label', label: 0.5 },
    ],
    [
      'labels beyond the names',
      [
        brought(
          'a.npz',
          npzFile({
            images,
            labels: { shape: [2], values: labelsOf(2, 2) },
            classes: { shape: [1], values: ['a'] },
          }),
        ),
      ],
      { code: 'wrong-label', label: 1 },
    ],
    [
      'four channels',
      [
        brought(
          'a.npz',
          npzFile({
            images: { shape: [2, 8, 8, 4], values: new Uint8Array(512) },
            labels: { shape: [2], values: labelsOf(2, 2) },
          }),
        ),
      ],
      { code: 'not-images', shape: [2, 8, 8, 4] },
    ],
    [
      'numbers that are no pixels',
      [
        brought(
          'a.npz',
          npzFile({
            images: { shape: [2, 1, 2], values: Float32Array.from([0, 300, 1, 2]) },
            labels: { shape: [2], values: labelsOf(2, 2) },
          }),
        ),
      ],
      { code: 'not-pixels', least: 0, greatest: 300 },
    ],
    [
      'an array cut short',
      [brought('a.npy', npyFile(images).slice(0, -1))],
      { code: 'bad-file', path: 'a.npy', why: 'truncated' },
    ],
    [
      'IDX cut short',
      [brought('a', idxFile([2, 8, 8], images.values).slice(0, -1))],
      { code: 'bad-file', why: 'truncated' },
    ],
    [
      'a label that CIFAR does not have',
      [
        brought(
          'data_batch_1.bin',
          cifarFile(2, (image) => [10 * image]),
        ),
      ],
      { code: 'wrong-label', label: 10 },
    ],
    [
      'two kinds',
      [
        brought(
          'data_batch_1.bin',
          cifarFile(1, () => [1]),
        ),
        brought('a', idxFile([2], new Uint8Array(2))),
      ],
      { code: 'several-kinds', kinds: ['idx', 'cifar-10'] },
    ],
  ])('%s', async (_, files, expected) => {
    expect(await problem(...files)).toMatchObject(expected);
  });
});
