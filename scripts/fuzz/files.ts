/** Damaged files at every door: each is read as far as it is sound, or refused by a problem that the page has a sentence for. */
import { readFileSync } from 'node:fs';
import { encode } from '../../src/config/codec/url';
import { FileError, openFile as openExperiments } from '../../src/experiments/file';
import { INDEX_PATH } from '../../src/experiments/signature';
import { FormatError } from '../../src/formats/errors';
import { writeSafetensors } from '../../src/formats/safetensors';
import { zip } from '../../src/formats/zip';
import { pixelsToDecode, type Decode } from '../../src/images/decode';
import { ImportError } from '../../src/images/problem';
import { scan } from '../../src/images/scan';
import { take } from '../../src/images/take';
import { parseLesson } from '../../src/lessons/read';
import { LogReader } from '../../src/logs/read-log';
import { Log } from '../../src/logs/summary';
import { packRun, unpackRun } from '../../src/runs/pack';
import { pairOf } from '../../src/testing/config';
import { brought, gzipped, idxFile, npzFile, pixelsOf, labelsOf, pngOf } from '../../src/testing/image-sets';
import { keptRunOf } from '../../src/testing/kept-run';
import { lessonOfSteps } from '../../src/testing/lesson';
import { readWeightsFile } from '../../src/weights/file';
import type { FuzzOptions } from './options';
import { Draw } from '../live/draw';

type Bytes = Uint8Array<ArrayBuffer>;

interface Door {
  readonly name: string;
  readonly whole: Bytes;
  /** Reads it to the end; throws what `refuses` says where nothing of it can be used. */
  readonly read: (bytes: Bytes) => unknown;
  readonly refuses: (error: unknown) => boolean;
}

/** Milliseconds that a small file may take. */
const MOST = 2_000;

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);
const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes);
const isFormat = (error: unknown): boolean => error instanceof FormatError;

const decode: Decode = async (blob, _side, _channels, target) => {
  const pixels = await pixelsToDecode(blob);
  if (typeof pixels !== 'number') return pixels;
  target.fill(pixels % 256);
  return null;
};

/** Images as one file, or as one beside labels that are whole. */
function imagesDoor(name: string, whole: Bytes, beside: readonly (readonly [string, Bytes])[] = []): Door {
  return {
    name,
    whole,
    refuses: (error) =>
      error instanceof ImportError && error.problem.code !== 'failed' && error.problem.code !== 'memory',
    async read(bytes) {
      const files = [[name, bytes] as const, ...beside].map(([path, content]) => brought(path, content));
      const scanned = await scan(files, () => undefined);
      const { suggestion, classes } = scanned.found;
      const named = classes.map(({ name: word }, index) => ({ index, name: word }));
      await take(
        scanned,
        { name: 'x', ...suggestion, classes: named },
        { decode, onProgress: () => undefined },
      );
    },
  };
}

function doors(): readonly Door[] {
  const images = { shape: [12, 9, 9], values: pixelsOf(12, { height: 9, width: 9 }) };
  const labels = { shape: [12], values: labelsOf(12, 3) };
  const photos = new Map(
    Array.from({ length: 12 }, (_, i) => [`set/${i % 3}/${i}.png`, pngOf(9 + i, 9, i)] as const),
  );
  const config = pairOf([{ blocks: 1, width: 4, stride: 1 }]);
  const run = packRun(keptRunOf(config, 7));
  const lesson = lessonOfSteps([null]);
  const entry = { name: 'two', link: encode(config), at: 1_700_000_000_000, picture: '', run: 'runs/1.run' };
  const index = {
    format: 'resnet-explorer-experiments',
    version: 1,
    experiments: [entry, { ...entry, name: 'one', run: null }],
    lessons: ['lessons/1.json'],
    progress: 'lessons/progress.json',
  };
  const log = (name: string): Door => ({
    name,
    whole: Uint8Array.from(readFileSync(`e2e/fixtures/logs/${name}`)),
    refuses: isFormat,
    read(bytes) {
      const reader = new LogReader(name);
      reader.push(bytes);
      reader.end();
      return new Log(reader.summary());
    },
  });
  return [
    imagesDoor('photos.zip', zip(photos)),
    imagesDoor('set.npz', npzFile({ images, labels })),
    imagesDoor('images.gz', gzipped(idxFile(images.shape, images.values)), [
      ['labels', idxFile([12], labels.values)],
    ]),
    {
      name: 'a.safetensors',
      whole: writeSafetensors(
        new Map([
          [
            'conv1.weight',
            { shape: [2, 1, 3, 3], values: Float32Array.from({ length: 18 }, (_, i) => i / 8) },
          ],
          ['fc.bias', { shape: [3], values: Float32Array.of(1, -2, 0.5) }],
        ]),
      ),
      refuses: isFormat,
      read: (bytes) => readWeightsFile(bytes, 'a.safetensors'),
    },
    log('vanishing.jsonl'),
    log('trains.csv'),
    {
      name: 'lesson.json',
      whole: bytesOf(JSON.stringify(lesson)),
      refuses: () => false,
      read: (bytes) => parseLesson(textOf(bytes)),
    },
    { name: 'run', whole: run, refuses: isFormat, read: unpackRun },
    {
      name: 'experiments.zip',
      whole: zip(
        new Map([
          [INDEX_PATH, bytesOf(JSON.stringify(index))],
          ['runs/1.run', run],
          ['lessons/1.json', bytesOf(JSON.stringify(lesson))],
          ['lessons/progress.json', bytesOf('{"limits":{}}')],
        ]),
      ),
      refuses: (error) => error instanceof FileError,
      async read(bytes) {
        const open = await openExperiments(new Blob([bytes]));
        for await (const _ of open.experiments());
        for await (const _ of open.lessons());
        await open.progress();
      },
    },
  ];
}

export async function fuzzFiles({
  seed,
  count,
}: Pick<FuzzOptions, 'seed' | 'count'>): Promise<readonly string[]> {
  const faults: string[] = [];
  const all = doors();
  for (const { name, whole, read } of all) {
    try {
      await read(whole);
    } catch (error) {
      faults.push(`${name}, whole: ${told(error)}`);
    }
  }
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const draw = new Draw(seed * 1_000_000 + i);
    const door = draw.among(all);
    const bytes = damaged(draw, door.whole);
    const begin = performance.now();
    try {
      await door.read(bytes);
    } catch (error) {
      refused++;
      if (!door.refuses(error)) faults.push(`${door.name}, file ${i} of seed ${seed}: ${told(error)}`);
    }
    const taken = performance.now() - begin;
    if (taken > MOST) faults.push(`${door.name}, file ${i} of seed ${seed}: ${taken.toFixed(0)} ms`);
  }
  console.error(`${refused} of the damaged files were refused, what was sound of the others was read`);
  return faults;
}

function told(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ')
    : String(error);
}

/** Bytes set, left out, twice, or cut off; most of them at the beginning or at the end, where most can go wrong. */
function damaged(draw: Draw, whole: Bytes): Bytes {
  let bytes = whole;
  for (let times = draw.integer(1, 4); times > 0; times--) {
    const share = draw.among([draw.next(), 0.05 * draw.next(), 1 - 0.05 * draw.next()]);
    const at = Math.floor(share * bytes.length);
    const length = draw.integer(1, 4);
    const value = draw.among([0, 0x7f, 0xff, 0x39, draw.integer(0, 255)]);
    const set = Uint8Array.from({ length }, () => value);
    const parts = draw.among([
      [bytes.slice(0, at), set, bytes.slice(at + length)],
      [bytes.slice(0, at), set, bytes.slice(at + length)],
      [bytes.slice(0, at), bytes.slice(at + length)],
      [bytes.slice(0, at), bytes.slice(Math.max(0, at - 64))],
      [bytes.slice(0, at)],
    ]);
    const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let end = 0;
    for (const part of parts) {
      joined.set(part, end);
      end += part.length;
    }
    bytes = joined;
  }
  return bytes;
}
