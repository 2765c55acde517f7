import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DATA_SETS, KNOWN_SETS } from '../config/data-sets';
import { sameBytes, serving, SITE, type Host } from '../testing/data';
import { countClasses, halve, loadDataSet, type DataSet } from './dataset';

const load = async (
  inputSize: number,
  host?: Host,
  onProgress: (f: number | null) => void = () => undefined,
) => loadDataSet({ set: 'fashion', inputSize }, 0, { baseUrl: SITE, fetch: serving(host).fetch, onProgress });

const original = gunzipSync(
  readFileSync(new URL('../../public/data/fashion-mnist/train-images.bin', import.meta.url)),
);

describe('Fashion-MNIST', () => {
  test('at 28: every pixel standardised', async () => {
    const data = await load(28);
    expect(data).toMatchObject({ name: 'fashion', height: 28, width: 28, channels: 1 });
    expect(data.train.count).toBe(10_000);
    expect(data.test.count).toBe(2_000);
    expect(data.train.images).toHaveLength(10_000 * 784);
    expect([...data.train.labels.subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    for (const at of [0, 300, 783, 784 * 9_999 + 400, 784 * 10_000 - 1]) {
      expect(data.train.images[at]).toBeCloseTo((original[at]! / 255 - 0.28604) / 0.353024, 4);
    }
  });

  test('at 14: every pixel the mean of four, standardised', async () => {
    const data = await load(14);
    expect(data).toMatchObject({ height: 14, width: 14 });
    expect(data.test.images).toHaveLength(2_000 * 196);
    for (const [image, row, column] of [
      [0, 5, 7],
      [17, 13, 13],
      [9_999, 0, 6],
    ] as const) {
      const at = image * 784 + row * 56 + column * 2;
      const mean = (original[at]! + original[at + 1]! + original[at + 28]! + original[at + 29]!) / 4;
      const found = data.train.images[image * 196 + row * 14 + column];
      expect(found).toBeCloseTo((mean / 255 - 0.28604) / 0.330073, 4);
    }
  });

  test('a host that declares gzip as the encoding gives the same', async () => {
    const [plain, decoded] = await Promise.all([load(14), load(14, { decodes: true })]);
    expect(sameBytes(decoded.train.images, plain.train.images)).toBe(true);
    expect(sameBytes(decoded.test.labels, plain.test.labels)).toBe(true);
  });

  test.each([[{}], [{ decodes: true }]])('progress never falls and ends with one 1 (%j)', async (host) => {
    const shares: (number | null)[] = [];
    await load(14, host, (share) => shares.push(share));
    expect(shares[0]).toBeNull();
    const known = shares.slice(1).map((share) => share!);
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    expect(known.length).toBeGreaterThan(20);
    expect(known.filter((share) => share === 1)).toHaveLength(1);
    expect(known.at(-1)).toBe(1);
  });

  test.each<[string, Host]>([
    ['http', { status: 404 }],
    ['network', { breakAfter: 500_000 }],
    [
      'corrupt',
      {
        decodes: true,
        tamper: (name, bytes) => (name.endsWith('test-labels.bin') ? bytes.fill(3) : bytes),
      },
    ],
    [
      'format',
      {
        tamper: (name, bytes) => (name.endsWith('.json') ? new TextEncoder().encode('{"format": 2}') : bytes),
      },
    ],
  ])('fails with the code %s', async (code, host) => {
    await expect(load(14, host)).rejects.toMatchObject({ name: 'DataError', code });
  });

  test.each<[string, Host]>([
    ['http', { statuses: { 'test-labels.bin': 500 } }],
    ['corrupt', { tamper: (name, bytes) => (name.endsWith('test-labels.bin') ? bytes.slice(0, 9) : bytes) }],
    [
      'corrupt',
      {
        tamper: (name, bytes) =>
          name.endsWith('test-labels.bin') ? new TextEncoder().encode('<!doctype html>') : bytes,
      },
    ],
  ])('one file that fails (%s) ends the others, and nothing is told of them any more', async (code, host) => {
    const { fetch, signals, release } = serving({ ...host, holds: 'train-images.bin' });
    const shares: (number | null)[] = [];
    const loading = loadDataSet({ set: 'fashion', inputSize: 14 }, 0, {
      baseUrl: SITE,
      fetch,
      onProgress: (share) => shares.push(share),
    });
    await expect(loading).rejects.toMatchObject({ code });
    expect(signals.get('data/fashion-mnist/train-images.bin')?.aborted).toBe(true);
    const told = shares.length;
    await release();
    expect(shares).toHaveLength(told);
  });

  test('a digit of a mean that was changed on its way is no mean to train with', async () => {
    const changed = (name: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
      if (!name.endsWith('manifest.json')) return bytes;
      const text = new TextDecoder().decode(bytes);
      const [first = ''] = /0\.28604/.exec(text) ?? [];
      expect(first).not.toBe('');
      return new TextEncoder().encode(text.replaceAll(first, '0.38604'));
    };
    await expect(load(28, { tamper: changed })).rejects.toMatchObject({
      code: 'corrupt',
      fault: { file: '/some/path/data/fashion-mnist/manifest.json', what: 'content' },
    });
  });

  test('a size that the manifest does not have', async () => {
    await expect(load(7)).rejects.toMatchObject({ code: 'format' });
  });

  test('an abort before the start asks for nothing', async () => {
    const { fetch, requests } = serving();
    const reason = new Error('too late');
    const signal = AbortSignal.abort(reason);
    const options = { baseUrl: SITE, fetch, signal, onProgress: () => undefined };
    await expect(loadDataSet({ set: 'fashion', inputSize: 14 }, 0, options)).rejects.toBe(reason);
    expect(requests).toEqual([]);
  });
});

describe('emoji', () => {
  const loadEmoji = async (inputSize: number) =>
    loadDataSet({ set: 'emoji', inputSize }, 0, {
      baseUrl: SITE,
      fetch: serving().fetch,
      onProgress: () => undefined,
    });

  test('each channel is standardised by its own mean and deviation', async () => {
    const { height, width, channels, mean, deviation, train } = await loadEmoji(32);
    expect({ height, width, channels }).toEqual({ height: 32, width: 32, channels: 3 });
    expect(new Set(mean).size).toBe(3);
    const bytes = gunzipSync(
      readFileSync(new URL('../../public/data/emoji/train-images.bin', import.meta.url)),
    );
    for (let at = 0; at < bytes.length; at += 9_973) {
      const channel = at % 3;
      expect(train.images[at]).toBeCloseTo((bytes[at]! / 255 - mean[channel]!) / deviation[channel]!, 4);
    }
  });

  test('at 16: each channel is halved by itself', async () => {
    const { mean, deviation, test: held } = await loadEmoji(16);
    const bytes = gunzipSync(
      readFileSync(new URL('../../public/data/emoji/test-images.bin', import.meta.url)),
    );
    const [image, row, column] = [7, 9, 5];
    for (const channel of [0, 1, 2]) {
      const pixel = (y: number, x: number): number =>
        bytes[((image * 32 + 2 * row + y) * 32 + 2 * column + x) * 3 + channel]!;
      const grey = (pixel(0, 0) + pixel(0, 1) + pixel(1, 0) + pixel(1, 1)) / 4;
      expect(held.images[((image * 16 + row) * 16 + column) * 3 + channel]).toBeCloseTo(
        (grey / 255 - mean[channel]!) / deviation[channel]!,
        4,
      );
    }
  });
});

describe('shapes', () => {
  const draw = async (seed: number): Promise<DataSet> =>
    loadDataSet({ set: 'shapes', inputSize: 14 }, seed, {
      baseUrl: SITE,
      fetch: async () => Promise.reject(new Error('nothing is fetched for a drawn set')),
      onProgress: () => undefined,
    });

  test('training images have mean 0 and deviation 1', async () => {
    const { images } = (await draw(5)).train;
    const mean = images.reduce((sum, value) => sum + value, 0) / images.length;
    const variance = images.reduce((sum, value) => sum + (value - mean) ** 2, 0) / images.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
  });

  test('images held back are standardised with the statistics of the training images', async () => {
    const { mean, deviation, test: held } = await draw(5);
    // Grey 0 to 255, found again with the set's own mean and deviation.
    const greys = held.images.map((value) => (value * deviation[0]! + mean[0]!) * 255);
    expect(Math.max(...greys.map((grey) => Math.abs(grey - Math.round(grey))))).toBeLessThan(1e-3);
  });

  test('the data seed decides', async () => {
    const [a, again, b] = await Promise.all([draw(1), draw(1), draw(2)]);
    expect(sameBytes(again.train.images, a.train.images)).toBe(true);
    expect(sameBytes(b.train.images, a.train.images)).toBe(false);
  });
});

test.each(KNOWN_SETS.flatMap((set) => DATA_SETS[set].sizes.map((inputSize) => ({ set, inputSize }))))(
  'the page knows $set at $inputSize',
  async ({ set, inputSize }) => {
    const options = { baseUrl: SITE, fetch: serving().fetch, onProgress: () => undefined };
    const data = await loadDataSet({ set, inputSize }, 0, options);
    const { channels, classes } = DATA_SETS[set];
    expect(data).toMatchObject({ name: set, height: inputSize, width: inputSize, channels });
    expect(data.classes).toHaveLength(classes);
    for (const split of [data.train, data.test]) {
      expect(split.labels).toHaveLength(split.count);
      expect(split.images).toHaveLength(split.count * inputSize ** 2 * channels);
      expect(countClasses(data, split.labels).every((count) => count > 0)).toBe(true);
    }
  },
);

describe('halve', () => {
  test('means of 2×2 squares, image by image', () => {
    const first = [1, 3, 10, 20, 5, 7, 30, 41];
    const second = [0, 0, 255, 255, 0, 1, 255, 255];
    const halved = halve(Uint8Array.from([...first, ...second]), { height: 2, width: 4, channels: 1 });
    expect([...halved]).toEqual([4, 25.25, 0.25, 255]);
  });

  test('channels stay apart', () => {
    const pixels = Uint8Array.from([1, 100, 2, 200, 3, 100, 6, 200]);
    expect([...halve(pixels, { height: 2, width: 2, channels: 2 })]).toEqual([3, 150]);
  });

  test('odd sides and odd lengths are refused', () => {
    expect(() => halve(new Uint8Array(6), { height: 3, width: 2, channels: 1 })).toThrow(RangeError);
    expect(() => halve(new Uint8Array(9), { height: 2, width: 2, channels: 1 })).toThrow(RangeError);
  });
});
