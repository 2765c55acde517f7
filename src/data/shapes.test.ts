import { describe, expect, test } from 'vitest';
import { drawShapes, SHAPE_CLASSES } from './shapes';
import { sameBytes } from '../testing/data';

/** Share of the test images whose nearest training image is of the same class; one image in `every` is asked. */
function nearestNeighbourAccuracy(size: number, every: number): number {
  const train = drawShapes(1, 'train', size);
  const asked = drawShapes(1, 'test', size);
  const area = size * size;
  let right = 0;
  let total = 0;
  for (let i = 0; i < asked.labels.length; i += every) {
    let nearest = Infinity;
    let label = -1;
    train.labels.forEach((candidate, j) => {
      let distance = 0;
      for (let p = 0; p < area && distance < nearest; p++) {
        distance += (train.pixels[j * area + p]! - asked.pixels[i * area + p]!) ** 2;
      }
      if (distance < nearest) {
        nearest = distance;
        label = candidate;
      }
    });
    total += 1;
    if (label === asked.labels[i]) right += 1;
  }
  return right / total;
}

describe('drawShapes', () => {
  test('counts, sizes, and classes in equal numbers', () => {
    const { pixels, labels } = drawShapes(0, 'train', 14);
    expect(labels).toHaveLength(2_000);
    expect(pixels).toHaveLength(2_000 * 14 * 14);
    expect(drawShapes(0, 'test', 28).pixels).toHaveLength(500 * 28 * 28);
    const counts = SHAPE_CLASSES.map((_, label) => labels.filter((value) => value === label).length);
    expect(counts).toEqual(SHAPE_CLASSES.map(() => 200));
  });

  test('the same seed gives the same bytes, others give others', () => {
    const { pixels } = drawShapes(3, 'test', 14);
    expect(sameBytes(drawShapes(3, 'test', 14).pixels, pixels)).toBe(true);
    expect(sameBytes(drawShapes(4, 'test', 14).pixels, pixels)).toBe(false);
  });

  test('no test image is a training image', () => {
    const area = 14 * 14;
    const images = (split: 'train' | 'test'): string[] => {
      const { pixels, labels } = drawShapes(0, split, 14);
      return Array.from(labels, (_, i) => pixels.subarray(i * area, (i + 1) * area).join());
    };
    const known = new Set(images('train'));
    expect(images('test').filter((image) => known.has(image))).toEqual([]);
  });

  test('at both sizes the shapes are the same', () => {
    const small = drawShapes(2, 'test', 14);
    const large = drawShapes(2, 'test', 28);
    expect(large.labels).toEqual(small.labels);
    // 2×2 means of the large drawing differ from the small one by noise and by the edge of the brush only.
    let sum = 0;
    small.pixels.forEach((value, i) => {
      const at = Math.floor(i / 14) * 56 + 2 * (i % 14);
      const { pixels } = large;
      sum += Math.abs(value - (pixels[at]! + pixels[at + 1]! + pixels[at + 28]! + pixels[at + 29]!) / 4);
    });
    expect(sum / small.pixels.length).toBeLessThan(10);
  });

  test.each([
    [14, 2],
    [28, 5],
  ])('classes can be told apart at %i pixels', (size, every) => {
    // Chance is 0.1; a network has something left to learn.
    const accuracy = nearestNeighbourAccuracy(size, every);
    expect(accuracy).toBeGreaterThan(0.75);
    expect(accuracy).toBeLessThan(0.99);
  });
});

describe('outlines', () => {
  const inside = (name: string, x: number, y: number): boolean =>
    SHAPE_CLASSES.find((shape) => shape.name === name)!.outline(0.5)(x, y) < 0;

  test.each<[string, readonly [number, number], readonly [number, number]]>([
    ['Disc', [0, 0], [0.8, 0.8]],
    ['Ring', [0.85, 0], [0, 0]],
    ['Square', [0.8, 0.8], [0.95, 0]],
    ['Frame', [0.8, 0.8], [0, 0]],
    ['Triangle', [0, -0.6], [0.6, -0.6]],
    ['Triangle', [0.7, 0.7], [0, 0.8]],
    ['Cross', [0.5, 0.5], [0.8, 0]],
    ['Plus', [0.8, 0], [0.5, 0.5]],
    ['Horizontal bars', [0.9, 0], [0, 0.4]],
    ['Vertical bars', [0, 0.9], [0.4, 0]],
    ['Checker', [-0.75, -0.75], [-0.25, -0.75]],
    ['Checker', [0.25, 0.25], [1.1, 1.1]],
  ])('%s holds %j and not %j', (name, within, without) => {
    expect(inside(name, ...within)).toBe(true);
    expect(inside(name, ...without)).toBe(false);
  });

  test('the triangle is equilateral: its outline is the same after a third of a turn', () => {
    const triangle = SHAPE_CLASSES.find((shape) => shape.name === 'Triangle')!.outline(0);
    const [cosine, sine] = [Math.cos((2 * Math.PI) / 3), Math.sin((2 * Math.PI) / 3)];
    for (const [x, y] of [
      [0.3, 0.1],
      [-0.4, 0.5],
      [0.9, -0.2],
    ] as const) {
      const down = y - 0.25;
      expect(triangle(cosine * x - sine * down, sine * x + cosine * down + 0.25)).toBeCloseTo(
        triangle(x, y),
        12,
      );
    }
  });
});
