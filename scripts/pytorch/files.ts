/** The files of an exported folder as Python's own readers see them: the zip, the images, the weights. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { DataSet } from '../../src/data/image-set';
import { zip } from '../../src/formats/zip';
import { stateDict } from '../../src/pytorch/tensors';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train, type Trained } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { configOf } from './networks';
import { output } from './process';

const STEPS = 2;
const READERS = join(import.meta.dirname, 'readers.py');

/** What `readers.py` says of an array. */
interface Seen {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly texts: readonly string[] | string | null;
}

interface Report {
  readonly zip: Readonly<Record<string, string>>;
  readonly weights: Readonly<
    Record<
      string,
      { readonly metadata: Readonly<Record<string, string>>; readonly arrays: Readonly<Record<string, Seen>> }
    >
  >;
  readonly images: Readonly<Record<string, Seen>>;
  readonly reader: string;
}

export const files: PytorchCheck = {
  name: 'files',
  async run({ python, folder, only, report }) {
    tf.enableProdMode();
    await useNodeBackend('wasm');
    const sets = { 'digits, whole': 'set=digits', 'emoji, halved': 'set=emoji&input=16&head=flatten' };
    for (const [name, fields] of Object.entries(sets)) {
      if (!name.includes(only)) continue;
      const config = configOf(name, fields);
      const data = await bundledData(config.data, config.seeds.data);
      const trained = await train(config, data, STEPS);
      const own = folderOf(trained);
      const [place, packed] = [join(folder, name), join(folder, `${name}.zip`)];
      writeFiles(place, own);
      writeFileSync(packed, zip(own));
      const seen = JSON.parse(await output(python, [READERS, packed, place])) as Report;
      report(`${name}: the zip, by zipfile`, difference(hashesOf(own), seen.zip));
      report(`${name}: weights, ${seen.reader}`, difference(weightsOf(trained), hashesOfWeights(seen)));
      report(`${name}: images, by NumPy`, imagesFailure(data, seen.images));
    }
  },
};

function sha256(bytes: Uint8Array | Float32Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hashesOf(files: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(files, ([path, bytes]) => [path, sha256(bytes)]));
}

/** Of every tensor after the last step what there is to compare, by file and name. */
function weightsOf({ plans, weights }: Trained): Readonly<Record<string, string>> {
  const entries = weights.lanes.flatMap(({ id, now, statistics }, lane) => {
    const plan = plans[lane];
    if (plan === undefined) return [];
    return Array.from(stateDict(plan, now, statistics), ([name, { shape, values }]) => [
      `${id}.step${STEPS}.safetensors ${name}`,
      `float32 [${shape.join(', ')}] ${sha256(values)}`,
    ]);
  });
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function hashesOfWeights({ weights }: Report): Readonly<Record<string, string>> {
  const entries = Object.entries(weights).flatMap(([file, { arrays }]) =>
    // Those of step 0 are what the run of `train.py` begins with.
    file.includes('.step0.')
      ? []
      : Object.entries(arrays).map(([name, { dtype, shape, sha256: hash }]) => [
          `${file} ${name}`,
          `${dtype} [${shape.join(', ')}] ${hash}`,
        ]),
  );
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function imagesFailure(
  { train: { count, labels }, height, width, channels, classes }: DataSet,
  seen: Report['images'],
): string | null {
  const { train_images: images, train_labels: found, classes: names } = seen;
  const expected = { shape: [count, height, width, channels], labels: sha256(labels), classes };
  const theirs = { shape: images?.shape, labels: found?.sha256, classes: names?.texts };
  const [a, b] = [JSON.stringify(expected), JSON.stringify(theirs)];
  return a === b ? null : `${b} instead of ${a}`;
}

/** What two tables do not have alike, in words; null where they are the same. */
function difference(
  own: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): string | null {
  const names = [...new Set([...Object.keys(own), ...Object.keys(theirs)])];
  const wrong = names.filter((name) => own[name] !== theirs[name]);
  if (names.length > 0 && wrong.length === 0) return null;
  return wrong
    .map((name) => `${name}: ${theirs[name] ?? 'missing'} instead of ${own[name] ?? 'nothing'}`)
    .join('\n');
}
