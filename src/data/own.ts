/** A reader's own set of images as training uses it, out of what the browser keeps. */
import type { DataConfig } from '../config/data-sets';
import { readOwnImages, type OwnImages } from '../images/kept';
import type { DataSet, ImageSet } from './image-set';
import { standardise } from './standardise';

/** This browser does not have the set that an experiment names. */
export class MissingSetError extends Error {
  override readonly name = 'MissingSetError';
}

/**
 * The set that a config names.
 * @throws MissingSetError where the browser does not keep it, or what it keeps is not what the config says.
 */
export async function loadOwnSet(choice: DataConfig): Promise<DataSet> {
  const { own } = choice;
  const images = own === undefined ? null : await readOwnImages(own.hash);
  if (images === null)
    throw new MissingSetError(`${own?.name ?? 'A set'} (${own?.hash ?? ''}) is not kept here.`);
  return ownDataSet(images, choice);
}

/**
 * A set with its bytes, standardised by its own figures.
 * @throws MissingSetError where it is another one than the config says.
 */
export function ownDataSet({ set, ...bytes }: OwnImages, { own, inputSize }: DataConfig): DataSet {
  if (
    set.side !== inputSize ||
    set.channels !== own?.channels ||
    set.classes.length !== own.classes ||
    set.train !== own.train
  )
    throw new MissingSetError(`What is kept as ${own?.hash ?? ''} is not what the experiment says of it.`);
  const { side, channels, classes, mean, deviation } = set;
  const split = (pixels: Uint8Array, labels: Uint8Array<ArrayBuffer>): ImageSet => ({
    images: standardise(pixels, mean, deviation),
    labels,
    count: labels.length,
  });
  return {
    name: 'own',
    height: side,
    width: side,
    channels,
    classes,
    mean,
    deviation,
    train: split(bytes.trainImages, bytes.trainLabels),
    test: split(bytes.testImages, bytes.testLabels),
  };
}
