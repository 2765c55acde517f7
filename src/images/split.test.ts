import { array, assert, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawTest, firstEqual, type Labelled } from './split';

/** Images of four bytes, by their numbers. */
function imagesOf(numbers: readonly number[], labels: readonly number[]): Labelled {
  return {
    pixels: Uint8Array.from(numbers.flatMap((number) => [number & 255, (number >> 8) & 255, 7, 7])),
    labels: Uint8Array.from(labels),
    size: 4,
  };
}

const testOf = (images: Labelled, seed = 0): number[] => [...drawTest(images, firstEqual(images), seed)];

const distinct = (count: number): Labelled =>
  imagesOf(
    Array.from({ length: count }, (_, index) => index),
    Array.from({ length: count }, (_, index) => (index < count / 4 ? 0 : 1)),
  );

describe('the split that is drawn', () => {
  it('takes a fifth of each class', () => {
    const images = distinct(400);
    const test = testOf(images);
    const counts = [0, 0];
    for (const [index, label] of images.labels.entries())
      counts[label] = (counts[label] ?? 0) + (test[index] ?? 0);
    expect(counts).toEqual([20, 60]);
  });

  it('is another one by another seed, and the same by the same', () => {
    const images = distinct(400);
    expect(testOf(images)).toEqual(testOf(images));
    expect(testOf(images, 1)).not.toEqual(testOf(images));
  });

  it('draws images, wherever they stand', () => {
    const images = distinct(100);
    const turned: Labelled = {
      ...images,
      pixels: Uint8Array.from(
        Array.from({ length: 100 }, (_, index) => [
          ...images.pixels.subarray(4 * (99 - index), 4 * (100 - index)),
        ]).flat(),
      ),
      labels: images.labels.toReversed(),
    };
    expect(testOf(turned).toReversed()).toEqual(testOf(images));
  });

  it('copies lie on one side', () => {
    assert(
      property(array(tuple(nat(30), nat(2)), { maxLength: 80 }), (drawn) => {
        const numbers = drawn.map(([number]) => number);
        const images = imagesOf(
          numbers,
          drawn.map(([, label]) => label),
        );
        const test = testOf(images);
        const sides = new Map<number, number>();
        for (const [index, number] of numbers.entries()) {
          const side = test[index] ?? 0;
          expect(sides.get(number) ?? side).toBe(side);
          sides.set(number, side);
        }
      }),
    );
  });

  it('two images of a class are one of each, one alone and copies of it are trained on', () => {
    const two = testOf(imagesOf([1, 2], [0, 0]));
    expect((two[0] ?? 0) + (two[1] ?? 0)).toBe(1);
    expect(testOf(imagesOf([1], [0]))).toEqual([0]);
    expect(testOf(imagesOf([5, 5, 5], [0, 0, 0]))).toEqual([0, 0, 0]);
  });

  it('the first of equal images is found', () => {
    expect([...firstEqual(imagesOf([3, 4, 3, 259, 4, 3], [0, 0, 1, 0, 0, 0]))]).toEqual([0, 1, 0, 3, 1, 0]);
  });
});
