import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPng } from './png';

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** A PNG of rows that are given as they stand in the file: filter first. */
function png(width: number, rows: readonly (readonly number[])[], kind = [8, 6, 0, 0, 0]): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(rows.length, 4);
  const packed = deflateSync(Uint8Array.from(rows.flat()));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.concat([size, Buffer.from(kind)])),
    // Data may come in any number of chunks, others between them.
    chunk('IDAT', packed.subarray(0, 5)),
    chunk('tEXt', Buffer.from('x')),
    chunk('IDAT', packed.subarray(5)),
    chunk('IEND', new Uint8Array()),
  ]);
}

describe('readPng', () => {
  it('undoes every filter', () => {
    const { width, height, pixels } = readPng(
      png(2, [
        [0, 10, 20, 30, 40, 50, 60, 70, 80],
        [1, 1, 2, 3, 4, 1, 1, 1, 255],
        [2, 5, 5, 5, 5, 0, 0, 0, 1],
        [3, 1, 1, 1, 1, 1, 1, 1, 1],
        [4, 1, 1, 1, 1, 2, 2, 2, 2],
      ]),
    );
    expect([width, height]).toEqual([2, 5]);
    const expected = [
      [10, 20, 30, 40, 50, 60, 70, 80],
      // To the left: 1+1, 2+1, 3+1, and 4+255, which is 3 of 256.
      [1, 2, 3, 4, 2, 3, 4, 3],
      [6, 7, 8, 9, 2, 3, 4, 4],
      // Half of above at the edge, then half of left and above, rounded down.
      [4, 4, 5, 5, 4, 4, 5, 5],
      // Above at the edge; then left (5), above (4) and corner (4): 5 + 4 − 4 is nearest to left.
      [5, 5, 6, 6, 7, 7, 8, 8],
    ];
    expect([...pixels]).toEqual(expected.flat());
  });

  it('refuses what it does not read', () => {
    expect(() => readPng(Buffer.from('GIF89a, or so'))).toThrow('Not a PNG.');
    expect(() => readPng(png(1, [[0, 1, 2, 3]], [8, 2, 0, 0, 0]))).toThrow('RGBA');
    expect(() => readPng(png(2, [[0, 1, 2, 3, 4]]))).toThrow('do not fit');
    expect(() => readPng(png(1, [[7, 1, 2, 3, 4]]))).toThrow('filter 7');
  });
});
