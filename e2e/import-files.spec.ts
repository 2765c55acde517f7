/** Sets of images are taken in by the built page, and what it keeps of them is, pixel by pixel, what was brought. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { zip } from '../src/formats/zip';
import {
  cifarFile,
  gzipped,
  idxFile,
  labelsOf,
  npzFile,
  pixelAt,
  pixelsOf,
  tarOf,
} from '../src/testing/image-sets';
import { gif, halves, png, pngHeader, turned } from './pictures';
import { TINY } from './experiments';
import { takeFile } from './taken';
import { expect, test } from './test';

interface Brought {
  readonly name: string;
  readonly buffer: Buffer;
}

const file = (name: string, bytes: Uint8Array): Brought => ({ name, buffer: Buffer.from(bytes) });

/** Chooses files, and waits for what is said of them. */
async function bring(page: Page, files: readonly Brought[] | string): Promise<void> {
  await page.getByTestId('bring').click();
  await expect(page.getByTestId('bring-images')).toBeVisible();
  if (typeof files === 'string') await page.getByTestId('bring-folder').setInputFiles(files);
  else
    await page
      .getByTestId('bring-files')
      .setInputFiles(files.map((one) => ({ ...one, mimeType: 'application/octet-stream' })));
  await expect(page.getByTestId('found').or(page.getByTestId('import-problem'))).toBeVisible();
}

interface Kept {
  readonly set: {
    readonly name: string;
    readonly side: number;
    readonly channels: number;
    readonly classes: readonly string[];
  };
  readonly trainImages: readonly number[];
  readonly trainLabels: readonly number[];
  readonly testImages: readonly number[];
  readonly testLabels: readonly number[];
}

/** Takes in what was found, and reads what the browser keeps of it. */
async function taken(page: Page): Promise<Kept> {
  await page.getByTestId('take-in').click();
  await expect(page.getByTestId('taken').or(page.getByTestId('import-problem'))).toBeVisible();
  const hash = await page.getByTestId('taken').getAttribute('data-hash');
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  const { set, files } = await page.evaluate(async (id) => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('images')).getDirectoryHandle(id);
    const read = async (name: string): Promise<File> => (await folder.getFileHandle(name)).getFile();
    // As text, which is carried over far faster than a list of numbers.
    const base64 = async (name: string): Promise<string> => {
      const bytes = new Uint8Array(await (await read(`${name}.bin`)).arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 3000)
        text += btoa(String.fromCharCode(...bytes.subarray(at, at + 3000)));
      return text;
    };
    return {
      set: JSON.parse(await (await read('index.json')).text()) as Kept['set'],
      files: await Promise.all(['train-images', 'train-labels', 'test-images', 'test-labels'].map(base64)),
    };
  }, hash ?? '');
  const [trainImages = [], trainLabels = [], testImages = [], testLabels = []] = files.map((one) => [
    ...Buffer.from(one, 'base64'),
  ]);
  return { set, trainImages, trainLabels, testImages, testLabels };
}

const hashOfTaken = (page: Page): Promise<string | null> =>
  page.getByTestId('taken').getAttribute('data-hash');

/** Numbers of a pixel of a set of colours. */
function pixel({ set, trainImages }: Kept, image: number, row: number, column: number): readonly number[] {
  const at = ((image * set.side + row) * set.side + column) * 3;
  return trainImages.slice(at, at + 3);
}

function expectNear(found: readonly number[], expected: readonly number[], tolerance: number): void {
  const difference = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? -1000))));
  expect(difference, `${found.join()} beside ${expected.join()}`).toBeLessThanOrEqual(tolerance);
}

test.beforeEach(async ({ explorer }) => {
  await explorer.open(TINY);
});

test('pictures of every kind: turned right, on white, the middle of them, the first of an animation', async ({
  page,
}, testInfo) => {
  const jpeg = await halves(page, 'image/jpeg', 16, ['#f00', '#00f']);
  const pictures: Readonly<Record<string, Buffer>> = {
    // Half transparent red, and nothing at all, in blocks of two pixels.
    'train/a/1-alpha.png': png(16, 16, (x) => (x % 4 < 2 ? [255, 0, 0, 128] : [9, 9, 9, 0])),
    'train/a/2-animation.gif': gif([0, 200, 0], [200, 0, 0]),
    'train/a/3-text.jpg': Buffer.from('no picture'),
    'train/b/1-turned.jpg': turned(jpeg, 6),
    'train/b/2-wide.png': png(24, 8, (x) => (x < 8 ? [255, 0, 0] : x < 16 ? [x * 10, 20, 30] : [0, 0, 255])),
    'train/b/3-lossy.webp': await halves(page, 'image/webp', 16, ['#f00', '#00f']),
    'train/b/4-cut.png': png(8, 8, () => [1, 2, 3]).subarray(0, 50),
    'train/b/5-large.png': pngHeader(20_000, 20_000),
    'train/b/6-nothing.png': pngHeader(0, 0),
    'train/b/.hidden': Buffer.from('?'),
    'test/a/1.png': png(8, 8, () => [1, 2, 3]),
    'test/b/1.png': png(8, 8, () => [4, 5, 6]),
  };
  const folder = testInfo.outputPath('pictures');
  for (const [name, bytes] of Object.entries(pictures)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  await bring(page, folder);
  const kept = await taken(page);
  expect(kept.set).toMatchObject({ side: 8, channels: 3, classes: ['a', 'b'], name: 'pictures' });
  expect([kept.trainLabels, kept.testLabels]).toEqual([
    [0, 0, 1, 1, 1],
    [0, 1],
  ]);
  // Alpha of 128 of 255 on white; browsers may multiply by it in bytes before.
  expectNear(pixel(kept, 0, 4, 0), [255, 127, 127], 2);
  expectNear(pixel(kept, 0, 4, 1), [255, 255, 255], 0);
  expectNear(pixel(kept, 1, 3, 3), [0, 200, 0], 0);
  // Its left half stands above.
  expectNear(pixel(kept, 2, 1, 6), [255, 0, 0], 30);
  expectNear(pixel(kept, 2, 6, 1), [0, 0, 255], 30);
  for (let column = 0; column < 8; column++)
    expectNear(pixel(kept, 3, 5, column), [(column + 8) * 10, 20, 30], 0);
  expectNear(pixel(kept, 4, 4, 1), [255, 0, 0], 30);
  expectNear(pixel(kept, 4, 4, 6), [0, 0, 255], 30);
  expect(kept.testImages.slice(0, 6)).toEqual([1, 2, 3, 1, 2, 3]);
  // What was left out is told.
  await expect(page.getByTestId('left-out')).toBeVisible();
});

test('IDX packed by gzip, at half its size: means of four pixels', async ({ page }) => {
  const images = (count: number): Uint8Array<ArrayBuffer> =>
    idxFile([count, 16, 16], pixelsOf(count, { height: 16, width: 16 }));
  const labels = (count: number): Uint8Array<ArrayBuffer> => idxFile([count], labelsOf(count, 3));
  await bring(page, [
    file('train-images-idx3-ubyte.gz', gzipped(images(9))),
    file('train-labels-idx1-ubyte.gz', gzipped(labels(9))),
    file('t10k-images-idx3-ubyte.gz', gzipped(images(3))),
    file('t10k-labels-idx1-ubyte.gz', gzipped(labels(3))),
  ]);
  await page.getByTestId('found').locator('..').getByRole('spinbutton').fill('8');
  await page.keyboard.press('Enter');
  const kept = await taken(page);
  expect(kept.set).toMatchObject({ side: 8, channels: 1 });
  const expected = Array.from({ length: 3 * 64 }, (_, at) => {
    const [image, row, column] = [Math.floor(at / 64), 2 * (Math.floor(at / 8) % 8), 2 * (at % 8)];
    const four = [0, 1, 2, 3].map((place) => pixelAt(image, row + (place >> 1), column + (place & 1)));
    return Math.floor((four.reduce((sum, value) => sum + value, 0) + 2) / 4);
  });
  expect(kept.testImages).toEqual(expected);
  expect(kept.trainLabels).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
});

test("CIFAR's archive as it is distributed", async ({ page }) => {
  const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
  const archive = await tarOf(
    new Map([
      ['cifar-10-batches-bin/data_batch_1.bin', cifarFile(20, (image) => [image % 10])],
      ['cifar-10-batches-bin/test_batch.bin', cifarFile(10, (image) => [9 - image])],
      ['cifar-10-batches-bin/batches.meta.txt', new TextEncoder().encode(`${names.join('\n')}\n\n`)],
    ]),
  );
  await bring(page, [file('cifar-10-binary.tar.gz', gzipped(archive))]);
  const kept = await taken(page);
  expect(kept.set).toMatchObject({ side: 32, channels: 3, classes: names, name: 'CIFAR-10' });
  expect(kept.trainImages).toEqual([...pixelsOf(20, { height: 32, width: 32, channels: 3 })]);
  expect(kept.testLabels).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
});

test("NumPy's arrays, in an archive, channel by channel and from 0 to 1", async ({ page }) => {
  const values = Float32Array.from(
    pixelsOf(12, { height: 8, width: 8, channels: 3 }, 'chw'),
    (value) => value / 255,
  );
  const images = { shape: [12, 3, 8, 8], values };
  const labels = { shape: [12], values: BigInt64Array.from(labelsOf(12, 2), BigInt) };
  const npz = npzFile({ x_train: images, y_train: labels, x_test: images, y_test: labels });
  await bring(page, [file('set.zip', zip(new Map([['data/set.npz', npz]])))]);
  const kept = await taken(page);
  const expected = [...pixelsOf(12, { height: 8, width: 8, channels: 3 })];
  expect(kept.trainImages).toEqual(expected);
  expect(kept.testImages).toEqual(expected);
});

test('archives that are damaged, too large, or lead out of themselves leave the page as it was', async ({
  page,
}) => {
  const pictures = new Map(
    Array.from({ length: 12 }, (_, index) => [
      `${index % 2}/${index}.png`,
      new Uint8Array(png(8, 8, (x, y) => [x * index, y * index, index])),
    ]),
  );
  const whole = zip(pictures);
  const bomb = gzipped(new Uint8Array(2 ** 27));
  for (const [name, bytes, says] of [
    ['cut.zip', whole.slice(0, -30), /cut\.zip/],
    ['bomb.gz', bomb, /bomb\.gz/],
    ['text.txt', new TextEncoder().encode('no images'), /./],
  ] as const) {
    await bring(page, [file(name, bytes)]);
    await expect(page.getByTestId('import-problem')).toContainText(says);
    await page.getByTestId('bring-close').click();
    await page.reload();
  }
  await bring(page, [file('out.zip', zip(new Map([...pictures, ['../../out.png', new Uint8Array(9)]])))]);
  const kept = await taken(page);
  expect(kept.trainLabels.length + kept.testLabels.length).toBe(12);
});

test('a set that is trained on comes back out of its folder as the same', async ({
  explorer,
  page,
  friend,
}) => {
  const shape = { height: 12, width: 10, channels: 3 };
  const arrays = {
    images: { shape: [40, 12, 10, 3], values: pixelsOf(40, shape) },
    labels: { shape: [40], values: Array.from(labelsOf(40, 2), (label) => ['猫', 'dog'][label] ?? '') },
  };
  await bring(page, [file('set.npz', npzFile(arrays))]);
  const kept = await taken(page);
  expect(kept.set).toMatchObject({ side: 10, channels: 3, classes: ['dog', '猫'] });
  const hash = await hashOfTaken(page);
  await page.getByTestId('train-on-it').click();
  await expect.poll(async () => Number(await explorer.stepCount.textContent())).toBeGreaterThan(1);
  await explorer.train.click();
  await page.getByTestId('share').click();
  // The reader's own images go along where that is asked for.
  await page.getByTestId('take').getByRole('checkbox').check();
  const folder = await takeFile(page, 'folder');
  const other = await friend();
  await other.open(TINY);
  await bring(other.page, [file(folder.name, folder.content)]);
  const again = await taken(other.page);
  expect(await hashOfTaken(other.page)).toBe(hash);
  expect(again).toEqual(kept);
});

const CIFAR = new URL('../../shared/data/cifar-10-batches-bin/', import.meta.url);

test('a part of CIFAR-10', async ({ page }) => {
  test.skip(!existsSync(CIFAR), 'There is no CIFAR-10 beside this repository, in ../shared/data.');
  const read = (name: string): Buffer => readFileSync(new URL(name, CIFAR));
  const [train, names] = [read('data_batch_1.bin'), read('batches.meta.txt')];
  await bring(page, [
    { name: 'data_batch_1.bin', buffer: train },
    { name: 'test_batch.bin', buffer: read('test_batch.bin') },
    { name: 'batches.meta.txt', buffer: names },
  ]);
  const kept = await taken(page);
  const count = train.length / 3073;
  expect(kept.set.classes).toEqual(names.toString().trim().split('\n'));
  expect(kept.trainLabels).toEqual(Array.from({ length: count }, (_, image) => train[image * 3073]));
  const differing = kept.trainImages.findIndex((value, at) => {
    const [image, inside] = [Math.floor(at / 3072), at % 3072];
    return value !== train[image * 3073 + 1 + (inside % 3) * 1024 + Math.floor(inside / 3)];
  });
  expect(differing).toBe(-1);
});
