/** Sheets of sample images, and the test images that are shown. */
import { describe, expect, it } from 'vitest';
import type { DataSet } from '../data/dataset';
import { firstOfClasses, sampleSheet, shownImages } from './images';

/** Images of 1×2 pixels in three channels: each value names its image, pixel and channel, and is then standardised. */
function coloured(labels: readonly number[]): DataSet {
  const mean = [0.5, 0.25, 0.125];
  const deviation = [0.5, 2, 0.25];
  const images = Float32Array.from({ length: labels.length * 6 }, (_, i) => {
    const channel = i % 3;
    return (byteOf(Math.floor(i / 6), i % 6) / 255 - mean[channel]!) / deviation[channel]!;
  });
  const set = { images, labels: Uint8Array.from(labels), count: labels.length };
  const classes = ['none', 'some', 'many'];
  return { name: 'emoji', height: 1, width: 2, channels: 3, classes, mean, deviation, train: set, test: set };
}

const byteOf = (image: number, at: number): number => 10 * image + at;

describe('sampleSheet', () => {
  const data = coloured([2, 1, 2, 2, 1, 2, 2, 2]);

  it('shows the bytes that the images were before they were standardised', () => {
    const { pixels, classes } = sampleSheet(data, 0, 4, 0);
    expect(classes.map(({ shown }) => shown)).toEqual([0, 2, 4]);
    // Class 1 has the images 1 and 4: in either order, both in full and opaque.
    const row = [...pixels.subarray(4 * 8, 4 * 8 + 16)];
    const expected = [1, 4].map((image) =>
      [0, 1, 2, 255, 3, 4, 5, 255].map((at) => (at === 255 ? 255 : byteOf(image, at))),
    );
    expect([row.slice(0, 8), row.slice(8)].toSorted((a, b) => a[0]! - b[0]!)).toEqual(expected);
    // What no image is for stays transparent.
    expect([...pixels.subarray(0, 4 * 8)].every((value) => value === 0)).toBe(true);
  });

  it('shows no image twice, none of another class, and counts all', () => {
    const { pixels, classes } = sampleSheet(data, 0, 6, 0);
    const row = pixels.subarray(2 * 6 * 8, 3 * 6 * 8);
    const images = Array.from({ length: 6 }, (_, i) => Math.round(row[8 * i]! / 10));
    expect(images.toSorted((a, b) => a - b)).toEqual([0, 2, 3, 5, 6, 7]);
    expect(classes[2]).toEqual({ name: 'many', train: 6, test: 6, shown: 6 });
  });

  it('a grey image has its grey in all three colours', () => {
    const train = { images: Float32Array.of(0, 0.5), labels: Uint8Array.of(0), count: 1 };
    const grey: DataSet = { ...data, channels: 1, classes: ['only'], mean: [0.2], deviation: [0.4], train };
    expect([...sampleSheet(grey, 0, 1, 0).pixels]).toEqual([51, 51, 51, 255, 102, 102, 102, 255]);
  });

  it('seed and draw decide', () => {
    const sheet = (seed: number, draw: number): string => String(sampleSheet(data, seed, 3, draw).pixels);
    expect(sheet(1, 0)).toBe(sheet(1, 0));
    expect(new Set([sheet(1, 0), sheet(2, 0), sheet(1, 1), sheet(3, 0)]).size).toBeGreaterThan(1);
  });
});

describe('the images that are shown', () => {
  it('are the first of different classes, in the order of the test images', () => {
    expect(firstOfClasses(Uint8Array.of(3, 3, 1, 3, 0, 2, 5, 4, 1, 6), 6)).toEqual([0, 2, 4, 5, 6, 7]);
  });

  it('are as many all the same where there are fewer classes, and all there are of fewer images', () => {
    expect(firstOfClasses(Uint8Array.of(1, 1, 0, 1, 0, 1, 1), 4)).toEqual([0, 1, 2, 3]);
    expect(firstOfClasses(Uint8Array.of(1, 1), 6)).toEqual([0, 1]);
    expect(firstOfClasses(new Uint8Array(), 6)).toEqual([]);
  });

  it('have the pixels that they had before they were standardised, and the labels of the set', () => {
    const data = coloured([2, 1, 2, 0]);
    const { labels, pixels, ...rest } = shownImages(data, [1, 3]);
    expect(rest).toEqual({ images: [1, 3], classes: data.classes, height: 1, width: 2 });
    expect(labels).toEqual([1, 0]);
    expect([...pixels].filter((_, i) => i % 4 < 3)).toEqual(
      [1, 3].flatMap((image) => [0, 1, 2, 3, 4, 5].map((at) => byteOf(image, at))),
    );
  });
});
