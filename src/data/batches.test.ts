import { describe, expect, it, test } from 'vitest';
import { augment, augments, permutation, planBatches, type ImageBatch } from './batches';
import { randomStream } from './random';

const sorted = (values: Iterable<number>): number[] => [...values].toSorted((a, b) => a - b);

describe('permutation', () => {
  test('has every index once', () => {
    expect(sorted(permutation(1_000, 4, 2))).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  test('all orders of three are equally likely', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6_000; epoch++) {
      const order = permutation(3, 1, epoch).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Chi-squared with 5 degrees of freedom stays under 25.7 in all but one case of 10,000.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chi).toBeLessThan(25.7);
  });
});

describe('planBatches', () => {
  test('an epoch uses no image twice, and drops what does not fill a batch', () => {
    const batches = planBatches(103, 10, 0);
    expect(batches.stepsPerEpoch).toBe(10);
    const used = Array.from({ length: 10 }, (_, step) => [...batches.indicesOfStep(step)]).flat();
    expect(used).toHaveLength(100);
    expect(new Set(used).size).toBe(100);
    expect(Math.max(...used)).toBeLessThan(103);
  });

  test('any step can be asked for, in any order', () => {
    const forward = planBatches(64, 8, 5);
    const all = Array.from({ length: 40 }, (_, step) => forward.indicesOfStep(step));
    for (const step of [39, 0, 17, 8, 7, 39]) {
      expect(planBatches(64, 8, 5).indicesOfStep(step)).toEqual(all[step]);
      expect(forward.indicesOfStep(step)).toEqual(all[step]);
    }
  });

  test('epochs differ, and so do seeds', () => {
    const batches = planBatches(64, 64, 5);
    expect(batches.indicesOfStep(1)).not.toEqual(batches.indicesOfStep(0));
    expect(planBatches(64, 64, 6).indicesOfStep(0)).not.toEqual(batches.indicesOfStep(0));
  });

  test('a batch that was handed out stays as it was', () => {
    const batches = planBatches(8, 8, 5);
    const first = batches.indicesOfStep(0);
    const copy = first.slice();
    batches.indicesOfStep(1);
    expect(first).toEqual(copy);
  });

  test('more than there is', () => {
    expect(() => planBatches(5, 6, 0)).toThrow(RangeError);
    expect(planBatches(6, 6, 0).stepsPerEpoch).toBe(1);
  });
});

const NOTHING = { shift: 0, flip: false, cutout: 0 };

/** `count` images that count up from 1, of 4×5 pixels and two channels. */
function batchOf(count: number): ImageBatch {
  const size = 4 * 5 * 2;
  const pixels = Float32Array.from({ length: count * size }, (_, i) => (i % size) + 1);
  return { pixels, count, height: 4, width: 5, channels: 2 };
}

const valueAt = (image: number, y: number, x: number, c: number): number => ((image * 4 + y) * 5 + x) * 2 + c;

function changed(count: number, setting: Partial<typeof NOTHING>, seed = 1): Float32Array {
  const batch = batchOf(count);
  augment(batch, { ...NOTHING, ...setting }, [-1, -2], randomStream(seed, 'augmentation', 0));
  return batch.pixels;
}

describe('augment', () => {
  it('says whether it changes anything', () => {
    expect(augments(NOTHING)).toBe(false);
    expect(
      [{ shift: 1 }, { flip: true }, { cutout: 2 }].map((part) => augments({ ...NOTHING, ...part })),
    ).toEqual([true, true, true]);
    expect(changed(3, {})).toEqual(batchOf(3).pixels);
  });

  it('gives the same images for the same seed, others for another', () => {
    const all = { shift: 2, flip: true, cutout: 2 };
    expect(changed(8, all)).toEqual(changed(8, all));
    expect(changed(8, all)).not.toEqual(changed(8, all, 2));
  });

  it('shifts each image by up to so many pixels, black coming in', () => {
    const pixels = changed(200, { shift: 1 });
    const original = batchOf(1).pixels;
    const seen = new Set<string>();
    for (let image = 0; image < 200; image++) {
      const offsets = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => ({ down, right })));
      const fits = offsets.filter(({ down, right }) => {
        for (let y = 0; y < 4; y++)
          for (let x = 0; x < 5; x++)
            for (let c = 0; c < 2; c++) {
              const [fromY, fromX] = [y - down, x - right];
              const inside = fromY >= 0 && fromY < 4 && fromX >= 0 && fromX < 5;
              const expected = inside ? original[valueAt(0, fromY, fromX, c)] : [-1, -2][c];
              if (pixels[valueAt(image, y, x, c)] !== expected) return false;
            }
        return true;
      });
      expect(fits).toHaveLength(1);
      seen.add(`${fits[0]!.down} ${fits[0]!.right}`);
    }
    expect(seen.size).toBe(9);
  });

  it('mirrors about half of the images', () => {
    const pixels = changed(400, { flip: true });
    const original = batchOf(1).pixels;
    let mirrored = 0;
    for (let image = 0; image < 400; image++) {
      const first = pixels[valueAt(image, 0, 0, 0)];
      expect([original[0], original[valueAt(0, 0, 4, 0)]]).toContain(first);
      if (first !== original[0]) mirrored++;
      // Channels stay in their order.
      expect(pixels[valueAt(image, 0, 0, 1)]).toBe(first! + 1);
    }
    // Five standard deviations of a fair coin.
    expect(Math.abs(mirrored - 200)).toBeLessThan(50);
  });

  it('cuts a square whose centre is in the image, and leaves the rest', () => {
    const pixels = changed(100, { cutout: 2 });
    const original = batchOf(1).pixels;
    const areas = new Set<number>();
    for (let image = 0; image < 100; image++) {
      let cut = 0;
      for (let i = 0; i < 40; i++) {
        const value = pixels[image * 40 + i];
        if (value === 0) cut++;
        else if (value !== original[i]) cut = Number.NaN;
      }
      areas.add(cut / 2);
    }
    // Inside, at an edge, in a corner.
    expect([...areas].toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });

  it('draws the same shifts whatever else is on', () => {
    const alone = changed(20, { shift: 2 });
    const both = changed(20, { shift: 2, cutout: 1 });
    expect(both.map((value, i) => (value === 0 ? (alone[i] ?? 0) : value))).toEqual(alone);
    expect(both).not.toEqual(alone);
  });
});
