/**
 * A data set as training uses it: standardised images and their labels. Owns where it comes from (fetched or drawn) and
 * its standardisation; reading files, drawing and resizing have files of their own.
 */
import type { DataSetName } from '../config/schema';

export interface ImageSet {
  /** [count, height, width, channels], standardised with the data set's mean and deviation. */
  readonly images: Float32Array<ArrayBuffer>;
  /** [count], indices of classes. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

export interface DataSet {
  readonly name: DataSetName;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  /** Per channel, of pixels from 0 to 1, before standardisation. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly train: ImageSet;
  readonly test: ImageSet;
}
