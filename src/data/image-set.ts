/** What training reads: images and their labels, and what is known of them. */
import type { DataSetName } from '../config/data-sets';

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
