/**
 * A data set as training uses it: standardised images and their labels. Owns where it comes from (fetched or drawn), its size
 * and its standardisation; reading files and drawing have files of their own.
 */
import { DATA_SETS, isDrawn, type DrawnSetName, type KnownSetName } from '../config/data-sets';
import type { ExperimentConfig } from '../config/schema';
import { DataError, type OnStall } from './download';
import { browserTools, fetchFile, type FetchTools } from './fetch';
import { fetchManifest } from './fetch-manifest';
import type { DataFile, DataManifest, DataPart, DataSplit } from './manifest';
import type { DataSet, ImageSet } from './image-set';
import { loadOwnSet } from './own';
import { drawShapes, SHAPE_CLASSES, type ShapeImages } from './shapes';
import { standardise } from './standardise';

export type { DataSet, ImageSet } from './image-set';

/** Images of each class among these labels. */
export function countClasses({ classes }: Pick<DataSet, 'classes'>, labels: Uint8Array): readonly number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

export interface LoadOptions {
  /** Address of the folder that the page is served from; data lie below it. */
  readonly baseUrl: URL | string;
  /** Share that is done, from 0 to 1, and null while unknown; never falls, and ends with 1. */
  readonly onProgress: (fraction: number | null) => void;
  /** Hears of files that do not move, and that they do again. */
  readonly onStall?: OnStall;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
  /** Where a reader's own sets are, if not in the browser's store. */
  readonly loadOwn?: (choice: ExperimentConfig['data']) => Promise<DataSet>;
}

/**
 * The data set of an experiment. A drawn one depends on the data seed, a bundled one is the same for all.
 * @throws DataError with a code for what went wrong; the signal's reason where it was aborted.
 */
export async function loadDataSet(
  choice: ExperimentConfig['data'],
  dataSeed: number,
  options: LoadOptions,
): Promise<DataSet> {
  options.signal?.throwIfAborted();
  if (choice.set === 'own') {
    const data = await (options.loadOwn ?? loadOwnSet)(choice);
    options.signal?.throwIfAborted();
    options.onProgress(1);
    return data;
  }
  if (!isDrawn(choice.set)) return loadBundled(choice.set, choice.inputSize, options);
  const data = drawnDataSet(choice.set, dataSeed, choice.inputSize);
  options.onProgress(1);
  return data;
}

/** What draws the images of a set, and their classes. */
const PAINTERS: Readonly<Record<DrawnSetName, Painter>> = {
  shapes: { draw: drawShapes, classes: SHAPE_CLASSES.map(({ name }) => name) },
};

interface Painter {
  /** Images of one channel, `size` pixels high and wide. */
  readonly draw: (seed: number, split: 'train' | 'test', size: number) => ShapeImages;
  readonly classes: readonly string[];
}

function drawnDataSet(name: DrawnSetName, seed: number, size: number): DataSet {
  const { draw, classes } = PAINTERS[name];
  const train = draw(seed, 'train', size);
  const test = draw(seed, 'test', size);
  const { mean, deviation } = statistics(train.pixels);
  const standardised = ({ pixels, labels }: ShapeImages): ImageSet => ({
    images: standardise(pixels, [mean], [deviation]),
    labels,
    count: labels.length,
  });
  return {
    name,
    height: size,
    width: size,
    channels: 1,
    classes,
    mean: [mean],
    deviation: [deviation],
    train: standardised(train),
    test: standardised(test),
  };
}

async function loadBundled(
  name: Exclude<KnownSetName, DrawnSetName>,
  size: number,
  options: LoadOptions,
): Promise<DataSet> {
  const facts = DATA_SETS[name];
  const base = new URL(`data/${facts.folder}/`, options.baseUrl);
  const tools = browserTools(options);
  options.onProgress(null);
  const manifest = await fetchManifest(base, tools);
  const { height, channels } = manifest.image;
  const standardisation = manifest.standardisations.find((entry) => entry.size === size);
  if (
    standardisation === undefined ||
    manifest.classes.length !== facts.classes ||
    channels !== facts.channels ||
    manifest.image.width !== height ||
    (size !== height && 2 * size !== height)
  ) {
    throw new DataError(
      'format',
      `The manifest of ${manifest.title} has no images as ${name} needs at ${size}×${size}.`,
    );
  }
  const bytes = await fetchAll(manifest, base, tools, options.onProgress);
  const { mean, deviation } = standardisation;
  const split = ({ count, images, labels }: DataSplit): ImageSet => {
    const read = ({ file, offset = 0 }: DataPart, length: number) =>
      bytes.get(file)?.subarray(offset, offset + length) ?? new Uint8Array();
    const pixels = read(images, count * height * height * channels);
    const resized = size === height ? pixels : halve(pixels, manifest.image);
    // A copy: it must not keep alive what else the file has.
    const classes = read(labels, count).slice();
    if (classes.some((label) => label >= facts.classes)) {
      throw new DataError('corrupt', `${labels.file} has a label beyond the classes.`);
    }
    return { images: standardise(resized, mean, deviation), labels: classes, count };
  };
  return {
    name,
    height: size,
    width: size,
    channels,
    classes: manifest.classes,
    mean,
    deviation,
    train: split(manifest.train),
    test: split(manifest.test),
  };
}

/**
 * All files of the manifest by name, fetched side by side; their progress is weighted by what they weigh. The first that
 * fails ends the others, and nothing is told of them any more.
 */
async function fetchAll(
  { train, test }: DataManifest,
  base: URL,
  tools: FetchTools,
  onProgress: LoadOptions['onProgress'],
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const parts = [train.images, train.labels, test.images, test.labels];
  const files = [...new Map(parts.map((part) => [part.file, part])).values()];
  const total = files.reduce((sum, file) => sum + file.packedBytes, 0);
  const done = files.map(() => 0);
  let complete = 0;
  const loading = new AbortController();
  const { signal } = loading;
  const abort = (): void => loading.abort(tools.signal?.reason);
  tools.signal?.addEventListener('abort', abort);
  const load = async (file: DataFile, i: number) => {
    const bytes = await fetchFile(new URL(file.file, base), file, { ...tools, signal }, (fraction) => {
      if (signal.aborted) return;
      done[i] = fraction * file.packedBytes;
      if (fraction === 1) complete += 1;
      // A sum of parts may miss 1 by rounding.
      onProgress(complete === files.length ? 1 : Math.min(0.99, done.reduce((a, b) => a + b, 0) / total));
    });
    return [file.file, bytes] as const;
  };
  try {
    return new Map(await Promise.all(files.map(load)));
  } catch (error) {
    loading.abort(error);
    throw error;
  } finally {
    tools.signal?.removeEventListener('abort', abort);
  }
}

/** Mean and deviation of pixels from 0 to 1, all channels as one. */
function statistics(pixels: Uint8Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  return { mean: mean / 255, deviation: Math.sqrt(squares / pixels.length - mean * mean) / 255 };
}

/**
 * Half of each side by 2×2 means.
 * @param pixels [count, height, width, channels] of any unit, height and width even.
 * @returns [count, height / 2, width / 2, channels] in the same unit; exact for whole numbers under 2^22.
 * @throws RangeError where height or width is odd, or the length does not fit them.
 */
export function halve(
  pixels: Uint8Array,
  shape: { readonly height: number; readonly width: number; readonly channels: number },
): Float32Array<ArrayBuffer> {
  const { height, width, channels } = shape;
  const count = pixels.length / (height * width * channels);
  if (height % 2 !== 0 || width % 2 !== 0 || !Number.isInteger(count)) {
    throw new RangeError(
      `${pixels.length} values are no images of ${height}×${width}×${channels} with even sides.`,
    );
  }
  const row = width * channels;
  const halved = new Float32Array(pixels.length / 4);
  let to = 0;
  // Rows of all images lie one below the other, so pairs of rows need no borders between images.
  for (let top = 0; top < pixels.length; top += 2 * row) {
    for (let left = top; left < top + row; left += 2 * channels) {
      for (let at = left; at < left + channels; at++) {
        const sum =
          (pixels[at] ?? 0) +
          (pixels[at + channels] ?? 0) +
          (pixels[at + row] ?? 0) +
          (pixels[at + row + channels] ?? 0);
        halved[to++] = sum / 4;
      }
    }
  }
  return halved;
}
