/** What is taken along, as the browser saves it, and read by programs that are not this page's. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import * as ort from 'onnxruntime-web';
import { readNpz } from '../src/formats/npy';
import { expect } from './test';

export interface Saved {
  readonly name: string;
  readonly content: Buffer;
}

/** Presses a button of the dialog of sharing, and waits for its file. */
export async function takeFile(page: Page, key: string): Promise<Saved> {
  const saved = page.waitForEvent('download');
  await page.getByTestId(`take-${key}`).click();
  const download = await saved;
  const name = download.suggestedFilename();
  await expect(page.getByTestId('take-news')).toContainText(`${name}, `);
  return { name, content: await readFile(await download.path()) };
}

/** A file of safetensors, by its specification: eight bytes of length, a header in JSON, numbers. */
export function safetensorsOf(content: Uint8Array): {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
} {
  const length = Number(new DataView(content.buffer, content.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(content.subarray(8, 8 + length))) as Record<
    string,
    {
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly data_offsets: readonly [number, number];
    }
  >;
  const { __metadata__: metadata, ...entries } = header;
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [start, end],
      },
    ]) => {
      expect(dtype).toBe('F32');
      const bytes = content.slice(8 + length + start, 8 + length + end);
      return [name, { shape, values: new Float32Array(Uint8Array.from(bytes).buffer) }] as const;
    },
  );
  return { metadata: metadata as never, tensors: new Map(tensors) };
}

/** Files of a zip by their paths below its folder. */
export function filesOf(content: Uint8Array, folder: string): ReadonlyMap<string, Uint8Array> {
  const files = Object.entries(unzipSync(content)).map(([path, bytes]) => {
    expect(path.startsWith(`${folder}/`)).toBe(true);
    return [path.slice(folder.length + 1), bytes] as const;
  });
  return new Map(files);
}

/** Fields of a CSV file without quotes, by their titles, line by line. */
export function tableOf(content: Buffer): Record<string, string>[] {
  const [titles = [], ...rows] = content
    .toString()
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(titles.map((title, i) => [title, row[i] ?? ''])));
}

export interface Tested {
  /** Truths by row, answers by column. */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Mean cross-entropy. */
  readonly loss: number;
}

/** What onnxruntime says of the first test images of a project's `data.npz`, all at once. */
export async function testOnnx(network: Uint8Array, npz: Uint8Array, count: number): Promise<Tested> {
  ort.env.wasm.numThreads = 1;
  const arrays = readNpz(npz);
  const numbers = (name: string): number[] => Array.from(arrays.get(name)?.values ?? [], Number);
  const [, height = 0, width = 0, channels = 0] = arrays.get('test_images')?.shape ?? [];
  const [mean, deviation, pixels] = [numbers('mean'), numbers('deviation'), numbers('test_images')];
  const area = height * width;
  const images = Float32Array.from({ length: count * channels * area }, (_, i) => {
    const [image, channel, place] = [
      Math.floor(i / (channels * area)),
      Math.floor(i / area) % channels,
      i % area,
    ];
    const pixel = pixels[(image * area + place) * channels + channel] ?? Number.NaN;
    return (pixel / 255 - (mean[channel] ?? 0)) / (deviation[channel] ?? 1);
  });
  const session = await ort.InferenceSession.create(network);
  const { logits } = await session.run({
    images: new ort.Tensor('float32', images, [count, channels, height, width]),
  });
  const classes = arrays.get('classes')?.shape[0] ?? 0;
  const labels = numbers('test_labels');
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  let [right, loss] = [0, 0];
  for (let image = 0; image < count; image++) {
    const row = Array.from({ length: classes }, (_, i) => Number(logits?.data[image * classes + i]));
    const label = labels[image] ?? -1;
    const answer = row.indexOf(Math.max(...row));
    const counts = confusion[label];
    if (counts) counts[answer] = (counts[answer] ?? 0) + 1;
    if (answer === label) right++;
    loss += Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0)) - (row[label] ?? Number.NaN);
  }
  await session.release();
  return { confusion, accuracy: right / count, loss: loss / count };
}
