/** What a reader brings along to a link that names it by its hash: images of their own, and weights that lanes start from. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DataConfig } from '../../src/config/data-sets';
import type { ExperimentConfig } from '../../src/config/schema';
import type { DataSet } from '../../src/data/image-set';
import { ownDataSet } from '../../src/data/own';
import { FormatError } from '../../src/formats/errors';
import type { Safetensors } from '../../src/formats/safetensors';
import { bringImages } from '../../src/i18n/en/bring-images';
import { weights as weightsTexts } from '../../src/i18n/en/weights';
import { pixelsToDecode } from '../../src/images/decode';
import { hashOf, type OwnImages } from '../../src/images/kept';
import { ImportError } from '../../src/images/problem';
import { scan } from '../../src/images/scan';
import { take } from '../../src/images/take';
import { conversionOf, readWeightsFile } from '../../src/weights/file';
import { hashOfWeights } from '../../src/weights/kept';
import { RefusedError } from '../train/experiment';

/**
 * The set that an experiment names, out of a file of arrays.
 * @throws RefusedError where it is not named, or another set.
 */
export async function broughtImages(choice: DataConfig, file: string | null): Promise<DataSet> {
  const { own } = choice;
  if (own === undefined)
    throw new RefusedError('The images of this experiment come with the page: leave --data out.');
  if (file === null)
    throw new RefusedError(
      `This experiment trains on a set of its reader's own, “${own.name}”: give --data.`,
    );
  const images = await imagesOf(file);
  const hash = await hashOf(images);
  if (hash !== own.hash)
    throw new RefusedError(
      `${file} holds another set (${hash}) than the experiment's “${own.name}” (${own.hash}).`,
    );
  return ownDataSet(images, choice);
}

/** A set as the page takes it in from such a file. @throws RefusedError with the sentence that the page has for it. */
async function imagesOf(file: string): Promise<OwnImages> {
  const blob = new Blob([readFile(file)]);
  try {
    const scanned = await scan([{ path: basename(file), blob }], () => undefined);
    const { name, suggestion, classes } = scanned.found;
    const choices = {
      name,
      ...suggestion,
      classes: classes.map((one, index) => ({ index, name: one.name })),
    };
    const { images } = await take(scanned, choices, { decode: arraysAlone, onProgress: () => undefined });
    return images;
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new RefusedError(`${bringImages.problem.lead} ${bringImages.problem.text(error.problem)}`);
  }
}

/** Photos are decoded by browsers; here images are arrays. */
async function arraysAlone(blob: Blob) {
  const pixels = await pixelsToDecode(blob);
  return typeof pixels === 'number' ? ('broken' as const) : pixels;
}

/**
 * The weights that the lanes of an experiment start from, by hash.
 * @throws RefusedError where some are missing, or nobody starts from a file.
 */
export async function broughtWeights(
  { lanes }: Pick<ExperimentConfig, 'lanes'>,
  files: readonly string[],
): Promise<ReadonlyMap<string, Safetensors>> {
  const found = new Map<string, Safetensors>();
  const wanted = new Set(lanes.flatMap(({ weights }) => weights?.hash ?? []));
  for (const file of files) {
    const weights = weightsOf(file);
    const hash = await hashOfWeights(weights);
    if (!wanted.has(hash))
      throw new RefusedError(`No lane of this experiment starts from ${file} (${hash}).`);
    found.set(hash, weights);
  }
  for (const { id, weights } of lanes)
    if (weights !== undefined && !found.has(weights.hash))
      throw new RefusedError(
        `The lane ${id} starts from the weights “${weights.name}” (${weights.hash}): give --weights.`,
      );
  return found;
}

function weightsOf(file: string): Safetensors {
  const bytes = readFile(file);
  try {
    return readWeightsFile(bytes, basename(file));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new RefusedError(sentenceOf(error, basename(file)));
  }
}

/** What the page says of a file of weights that it does not take. */
function sentenceOf({ code, detail: { at = '', expected = '', found = '' } }: FormatError, name: string) {
  const { refused } = weightsTexts;
  switch (code) {
    case 'not-that':
    case 'truncated':
      return refused[code](name);
    case 'malformed':
      return refused.malformed(name, at);
    case 'unsupported':
      if (found === 'pickle') return [refused.pickle, ...conversionOf(name)].join('\n');
      return refused.unsupported(name, at, String(found));
    case 'too-large':
      return refused['too-large'](name, String(expected), at);
  }
  return code satisfies never;
}

/** @throws RefusedError where it cannot be read. */
function readFile(file: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync(file));
  } catch (error) {
    throw new RefusedError(`${file} cannot be read.`, { cause: error });
  }
}
