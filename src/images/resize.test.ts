import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AreaMean, centreCrop } from './resize';

function resized(
  pixels: readonly number[],
  { from, side, channels = 1, to = 1 }: { from: number; side: number; channels?: number; to?: 1 | 3 },
): number[] {
  const mean = new AreaMean(from, side, channels);
  mean.add(pixels, from);
  const target = new Uint8Array(side * side * to);
  mean.write(target, to);
  return [...target];
}

/** The mean of what a pixel covers, as its definition has it: an integral over the square, cell by cell. */
function covered(pixels: readonly number[], from: number, side: number, row: number, column: number): number {
  const overlap = (cell: number, place: number): number =>
    Math.max(0, Math.min(cell + 1, ((place + 1) * from) / side) - Math.max(cell, (place * from) / side));
  let [sum, area] = [0, 0];
  for (let y = 0; y < from; y++)
    for (let x = 0; x < from; x++) {
      const share = overlap(y, row) * overlap(x, column);
      sum += share * (pixels[y * from + x] ?? 0);
      area += share;
    }
  return sum / area;
}

describe('the area mean', () => {
  it('of a half side is the mean of four, halves rounded up', () => {
    expect(
      resized([0, 1, 10, 20, 0, 1, 30, 40, 7, 7, 255, 255, 7, 8, 255, 255], { from: 4, side: 2 }),
    ).toEqual([1, 25, 7, 255]);
  });

  it('of the same side is the image', () => {
    const pixels = Array.from({ length: 64 }, (_, index) => (index * 37) % 256);
    expect(resized(pixels, { from: 8, side: 8 })).toEqual(pixels);
  });

  it('of any two sides is what its definition says', () => {
    assert(
      property(integer({ min: 1, max: 40 }), integer({ min: 1, max: 24 }), nat(), (from, side, seed) => {
        const pixels = Array.from(
          { length: from * from },
          (_, index) => (((index + 1) * (seed + 7)) % 65_521) % 256,
        );
        const found = resized(pixels, { from, side });
        for (let row = 0; row < side; row++)
          for (let column = 0; column < side; column++)
            expect(
              Math.abs((found[row * side + column] ?? 0) - covered(pixels, from, side, row, column)),
            ).toBeLessThan(0.5 + 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it('takes rows in parts, passes over what stands beside colours, and begins anew', () => {
    const pixels = Array.from({ length: 36 }, (_, index) => [index, 2 * index, 3 * index, 255]).flat();
    const mean = new AreaMean(6, 2, 3);
    const expected = [7, 14, 21, 10, 20, 30, 25, 50, 75, 28, 56, 84];
    for (let again = 0; again < 2; again++) {
      mean.add(pixels.slice(0, 24 * 5), 5, 4);
      mean.add(pixels.slice(24 * 5), 1, 4);
      const target = new Uint8Array(12);
      mean.write(target, 3);
      expect([...target]).toEqual(expected);
    }
  });

  it('colours become grey by the luma of BT.601, as Pillow has it, and grey all three colours', () => {
    const colour = (pixel: readonly number[]): number[] => resized(pixel, { from: 1, side: 1, channels: 3 });
    // Pillow: Image.new('RGB', (1, 1), colour).convert('L')
    expect([colour([255, 0, 0]), colour([0, 255, 0]), colour([0, 0, 255])]).toEqual([[76], [150], [29]]);
    expect(colour([255, 255, 255])).toEqual([255]);
    expect(colour([12, 200, 99])).toEqual([132]);
    expect(resized([9], { from: 1, side: 1, to: 3 })).toEqual([9, 9, 9]);
  });
});

it('the middle is cut out', () => {
  expect(centreCrop(300, 200)).toEqual({ left: 50, top: 0, side: 200 });
  expect(centreCrop(5, 10)).toEqual({ left: 0, top: 2, side: 5 });
});
