/** A reader's own set of images, drawn: two classes of stripes in colour, on images of 10×10. */
import type { DataConfig } from '../../src/config/data-sets';
import { ownDataSet } from '../../src/data/own';
import type { DataSet } from '../../src/data/image-set';
import { randomStream } from '../../src/data/random';
import { hashOf, type OwnImages } from '../../src/images/kept';
import { pixelStatistics } from '../../src/images/statistics';

const SIDE = 10;
const CHANNELS = 3;
const CLASSES = ['upright', 'level', 'neither'];

function drawn(count: number, seed: number): Pick<OwnImages, 'trainImages' | 'trainLabels'> {
  const random = randomStream(seed, 'own set');
  const labels = Uint8Array.from({ length: count }, (_, image) => image % CLASSES.length);
  const pixels = Uint8Array.from({ length: count * SIDE * SIDE * CHANNELS }, (_, at) => {
    const [row, column] = [Math.floor(at / (SIDE * CHANNELS)) % SIDE, Math.floor(at / CHANNELS) % SIDE];
    const label = labels[Math.floor(at / (SIDE * SIDE * CHANNELS))] ?? 0;
    const bright = [column % 2 === 0, row % 2 === 0, (row + column) % 2 === 0][label] === true;
    return (bright ? 160 : 40) + random.integer(60);
  });
  return { trainImages: pixels, trainLabels: labels };
}

/** What an experiment says of it, and the set itself. */
export async function ownSet(): Promise<{ readonly config: DataConfig; readonly data: DataSet }> {
  const train = drawn(60, 1);
  const test = drawn(30, 2);
  const images: OwnImages = {
    ...train,
    testImages: test.trainImages,
    testLabels: test.trainLabels,
    set: {
      format: 1,
      name: 'Stripes & noise',
      side: SIDE,
      channels: CHANNELS,
      classes: CLASSES,
      train: train.trainLabels.length,
      test: test.trainLabels.length,
      ...pixelStatistics(train.trainImages, CHANNELS),
    },
  };
  const { name, channels, classes } = images.set;
  const config: DataConfig = {
    set: 'own',
    inputSize: SIDE,
    own: {
      hash: await hashOf(images),
      name,
      channels,
      classes: classes.length,
      train: images.set.train,
    },
  };
  return { config, data: ownDataSet(images, config) };
}
