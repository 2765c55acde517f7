/**
 * Makes the bundled data: `npx tsx scripts/make-data.ts FOLDER` reads Fashion-MNIST's four gzipped IDX files (as in
 * Debian's package dataset-fashion-mnist) and writes public/data/fashion-mnist. Run by hand, output committed. The same
 * input gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { folderOf, standardisations, writeManifest, writePacked } from './data-files';
import { parseIdx } from './fashion-mnist';

const TRAIN_COUNT = 10_000;
const TEST_COUNT = 2_000;
const SIDE = 28;

const CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const LICENCE = `MIT License

Copyright (c) 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

const input = process.argv[2];
if (input === undefined) throw new Error('Usage: npx tsx scripts/make-data.ts FOLDER');

const read = (name: string): Uint8Array => gunzipSync(readFileSync(join(input, name)));
const trainImages = parseIdx(read('train-images-idx3-ubyte.gz'), [60_000, SIDE, SIDE]);
const trainLabels = parseIdx(read('train-labels-idx1-ubyte.gz'), [60_000]);
const testImages = parseIdx(read('t10k-images-idx3-ubyte.gz'), [10_000, SIDE, SIDE]);
const testLabels = parseIdx(read('t10k-labels-idx1-ubyte.gz'), [10_000]);

const folder = folderOf('fashion-mnist');
writeManifest(folder, {
  format: 1,
  title: 'Fashion-MNIST',
  source: 'https://github.com/zalandoresearch/fashion-mnist',
  licences: [{ name: 'MIT', copyright: '© 2017 Zalando SE', file: 'LICENSE.txt' }],
  citation:
    'Han Xiao, Kashif Rasul, Roland Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning ' +
    'Algorithms. arXiv:1708.07747, 2017.',
  image: { height: SIDE, width: SIDE, channels: 1 },
  classes: CLASSES,
  standardisations: standardisations(trainImages, SIDE, 1),
  train: {
    count: TRAIN_COUNT,
    images: writePacked(folder, 'train-images.bin', trainImages.subarray(0, TRAIN_COUNT * SIDE * SIDE)),
    labels: writePacked(folder, 'train-labels.bin', trainLabels.subarray(0, TRAIN_COUNT)),
  },
  test: {
    count: TEST_COUNT,
    images: writePacked(folder, 'test-images.bin', testImages.subarray(0, TEST_COUNT * SIDE * SIDE)),
    labels: writePacked(folder, 'test-labels.bin', testLabels.subarray(0, TEST_COUNT)),
  },
});
writeFileSync(join(folder, 'LICENSE.txt'), LICENCE);
