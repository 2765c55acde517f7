/** Tables of the packed kernels, for a network small enough to lay out by hand, and what does not fit a GPU. */
import { describe, expect, it } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import type { DataSet } from '../../data/dataset';
import {
  checkFit,
  chunkTables,
  gradientTable,
  pack,
  packedLayout,
  runningTable,
  ShortageError,
  unpack,
} from './layout';

const network = { ...DEFAULTS.network, stemWidth: 65, stages: [] };
const plan = planNetwork(network, { height: 4, width: 4, channels: 3 }, 10);
const layout = packedLayout(plan);

describe('the packed layout', () => {
  it('begins every parameter at a multiple of 64 numbers', () => {
    // A filter of 3·3·3·65 = 1755 numbers, scale and shift of 65, weights of 650, a bias of 10.
    expect([...layout.parameters]).toEqual([
      ['conv1.weight', { offset: 0, size: 1755 }],
      ['bn1.weight', { offset: 1792, size: 65 }],
      ['bn1.bias', { offset: 1920, size: 65 }],
      ['fc.weight', { offset: 2048, size: 650 }],
      ['fc.bias', { offset: 2752, size: 10 }],
    ]);
    expect(layout.size).toBe(2816);
    expect(layout.norms.get('bn1')).toEqual({ mean: 0, variance: 128, channels: 65 });
    expect(layout.runningSize).toBe(256);
  });

  it('tells each block of 64 where its gradient lies', () => {
    const table = gradientTable(
      layout,
      (name) => (name === 'bn1.bias' ? { start: 640, parts: 3, stride: 130 } : null),
      (name) => (name === 'bn1.bias' ? 7 : 0),
    );
    const rows = Array.from({ length: table.length / 4 }, (_, i) =>
      Array.from(table.slice(4 * i, 4 * i + 4)),
    );
    expect(rows).toHaveLength(2816 / 64);
    expect(rows.slice(30, 32)).toEqual([
      [640, 3, 130, 64 + 256 * 7],
      [704, 3, 130, 1 + 256 * 7],
    ]);
    // The last block of the filter, which nothing flows through: 1755 − 27 · 64 numbers.
    expect(rows[27]?.slice(1)).toEqual([0, 0, 27]);
  });

  it('tells each block of 64 channels its statistics', () => {
    const seen = new Map([['bn1', { start: 320, parts: 2, chunk: 40, positions: 80, channels: 65 }]]);
    // prettier-ignore
    expect([...runningTable(layout, seen, (name) => (name === 'bn1.weight' ? 3 : 0))]).toEqual([
      320, 65, 2, 40, 80, 0, 128, 64 + 256 * 3, // the first 64 channels
      384, 65, 2, 40, 80, 64, 192, 1 + 256 * 3, // and the last
    ]);
  });

  it('takes values in and gives them back, with gaps of 0 between', () => {
    const values = Float32Array.from({ length: 1755 + 65 + 65 + 650 + 10 }, (_, i) => i + 1);
    const packed = pack(layout, values);
    expect([...packed.slice(1754, 1757), packed[1791], packed[1792], packed[2752]]).toEqual([
      1755,
      0,
      0,
      0,
      1756,
      1755 + 65 + 65 + 650 + 1,
    ]);
    expect(unpack(layout, packed)).toEqual(values);
  });

  it('cuts the weights of every layer into chunks', () => {
    const { chunks, layers } = chunkTables(layout, plan);
    expect([...chunks]).toEqual([0, 1755, 2048, 650]);
    expect([...layers]).toEqual([0, 1, 1, 1]);
  });

  it('cuts all other parameters into chunks behind them, where the whole gradient is asked for', () => {
    const { chunks, layers } = chunkTables(layout, plan, true);
    // Scale and shift of the norm lie between the filter and the dense layer, whose bias is the last.
    expect([...chunks]).toEqual([0, 1755, 2048, 650, 1792, 65, 1920, 65, 2752, 10]);
    expect([...layers]).toEqual([0, 1, 1, 1]);
  });
});

/** A stem of 16 channels on 8×8 images of 3, and nothing else: 16 · 64 numbers an image at most. */
const wide = planNetwork(
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
    expect(() => checkFit([wide], 32, data, allow(32 * perImage), 3)).not.toThrow();
  });

  it('is refused above that, with the batch that would fit', () => {
    const limits = allow(32 * perImage - 1);
    expect(() => checkFit([wide], 32, data, limits, 3)).toThrow(
      new ShortageError(32 * perImage, 32 * perImage - 1, 31),
    );
    expect(() => checkFit([wide], 32, data, limits, 3)).toThrow(expect.objectContaining({ batchSize: 31 }));
  });

  it('is refused for any batch where the data set itself is too large', () => {
    const many = { ...data, train: { ...set, count: 1000 } };
    expect(() => checkFit([wide], 1, many, allow(4 * 1000 * 8 * 8 * 3 - 1), 3)).toThrow(
      expect.objectContaining({ batchSize: 0, needed: 768_000 }),
    );
  });
});
