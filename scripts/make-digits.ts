/**
 * Makes the bundled digits: `npx tsx scripts/make-digits.ts FILE` reads digits.csv.gz of scikit-learn (its wheel has it under
 * sklearn/datasets/data: a copy of the test set of UCI's optical recognition of handwritten digits) and writes
 * public/data/digits. Run by hand, output committed. The same input gives the same bytes.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { DataSplit } from '../src/data/manifest';
import { folderOf, standardisations, writeManifest, writePacked } from './data-files';

const COUNT = 1_797;
/** The last, in the order of the original. */
const TEST_COUNT = 360;
const SIDE = 8;
const PIXELS = SIDE * SIDE;
/** Pixels are counts of the 16 that each was made from. */
const MOST = 16;

const input = process.argv[2];
if (input === undefined) throw new Error('Usage: npx tsx scripts/make-digits.ts FILE');

const rows = gunzipSync(readFileSync(input))
  .toString('latin1')
  .trim()
  .split('\n')
  .map((line) => line.split(',').map(Number));
const sound = rows.every(
  (row) =>
    row.length === PIXELS + 1 &&
    row.every((value, i) => Number.isInteger(value) && value >= 0 && value <= (i < PIXELS ? MOST : 9)),
);
if (rows.length !== COUNT || !sound) throw new Error(`${input} does not hold ${COUNT} digits of 8×8 pixels.`);

const images = Uint8Array.from(
  rows.flatMap((row) => row.slice(0, PIXELS).map((value) => Math.round((value * 255) / MOST))),
);
const labels = Uint8Array.from(rows, (row) => row[PIXELS] ?? 0);

const folder = folderOf('digits');
const file = writePacked(folder, 'digits.bin', Buffer.concat([images, labels]));
const split = (from: number, to: number): DataSplit => ({
  count: to - from,
  images: { ...file, offset: from * PIXELS },
  labels: { ...file, offset: COUNT * PIXELS + from },
});
const trainCount = COUNT - TEST_COUNT;
writeManifest(folder, {
  format: 1,
  title: 'Optical Recognition of Handwritten Digits',
  source: 'https://doi.org/10.24432/C50P49',
  licences: [
    {
      name: 'CC-BY-4.0',
      copyright:
        'Ethem Alpaydin and Cenk Kaynak, by the UCI Machine Learning Repository; split anew, counts as bytes',
      address: 'https://creativecommons.org/licenses/by/4.0/',
    },
  ],
  citation:
    'E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits. UCI Machine Learning Repository, 1998. ' +
    'https://doi.org/10.24432/C50P49.',
  image: { height: SIDE, width: SIDE, channels: 1 },
  classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  standardisations: standardisations(images.subarray(0, trainCount * PIXELS), SIDE, 1).filter(
    ({ size }) => size === SIDE,
  ),
  train: split(0, trainCount),
  test: split(trainCount, COUNT),
});
