/** What is refused before it is put on a GPU, by sums that can be done in the head. */
import { describe, expect, it } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import type { DataSet } from '../../data/dataset';
import { checkFit, ShortageError } from './fit';

/** A stem of 16 channels on 8×8 images of 3, and nothing else: 16 · 64 numbers an image at most. */
const plan = planNetwork(
  { ...DEFAULTS.network, stemWidth: 16, stages: [] },
  { height: 8, width: 8, channels: 3 },
  10,
);
const set = { images: new Float32Array(0), labels: new Uint8Array(0), count: 10 };
const data: DataSet = {
  name: 'shapes',
  height: 8,
  width: 8,
  channels: 3,
  classes: [],
  mean: [0],
  deviation: [1],
  train: set,
  test: set,
};
const perImage = 4 * 16 * 64;
const allow = (bytes: number) => ({ maxBufferSize: 2 * bytes, maxStorageBufferBindingSize: bytes });

describe('a step on the GPU', () => {
  it('fits to the last byte', () => {
    expect(() => checkFit([plan], 32, data, allow(32 * perImage), 3)).not.toThrow();
  });

  it('is refused above that, with the batch that would fit', () => {
    const limits = allow(32 * perImage - 1);
    expect(() => checkFit([plan], 32, data, limits, 3)).toThrow(
      new ShortageError(32 * perImage, 32 * perImage - 1, 31),
    );
    expect(() => checkFit([plan], 32, data, limits, 3)).toThrow(expect.objectContaining({ batchSize: 31 }));
  });

  it('is refused for any batch where the data set itself is too large', () => {
    const many = { ...data, train: { ...set, count: 1000 } };
    expect(() => checkFit([plan], 1, many, allow(4 * 1000 * 8 * 8 * 3 - 1), 3)).toThrow(
      expect.objectContaining({ batchSize: 0, needed: 768_000 }),
    );
  });
});
