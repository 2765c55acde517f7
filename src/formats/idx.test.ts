import { describe, expect, it } from 'vitest';
import { FormatError } from './errors';
import { isIdx, readIdxHeader } from './idx';

/** As the files of MNIST begin: 60,000 images of 28 × 28 bytes, and their labels. */
const IMAGES = [0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28];
const LABELS = [0, 0, 8, 1, 0, 0, 0xea, 0x60];

const codeOf = (bytes: readonly number[], size: number): string => {
  try {
    readIdxHeader(Uint8Array.from(bytes), size);
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
};

describe('IDX', () => {
  it("reads MNIST's headers, whose files have these sizes", () => {
    expect(readIdxHeader(Uint8Array.from(IMAGES), 47_040_016)).toEqual({
      dtype: 'uint8',
      width: 1,
      bigEndian: true,
      fortran: false,
      shape: [60_000, 28, 28],
      offset: 16,
    });
    expect(readIdxHeader(Uint8Array.from(LABELS), 60_008)).toMatchObject({ shape: [60_000], offset: 8 });
    expect(readIdxHeader(Uint8Array.from([0, 0, 0x0d, 1, 0, 0, 0, 2]), 16)).toMatchObject({
      dtype: 'float32',
      width: 4,
    });
  });

  it('says what is wrong with others', () => {
    expect(codeOf(IMAGES, 47_040_015)).toBe('truncated');
    expect(codeOf(IMAGES, 47_040_017)).toBe('malformed');
    expect(codeOf([0, 0, 7, 3, 0, 0, 0, 1], 100)).toBe('not-that');
    expect(codeOf([0, 0, 8, 5, 0, 0, 0, 1], 100)).toBe('not-that');
    expect(codeOf([0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff], 100)).toBe('truncated');
    expect(isIdx(Uint8Array.from([0x1f, 0x8b, 8, 3]), 100)).toBe(false);
  });
});
