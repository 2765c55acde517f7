import { array, assert as assertAll, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { clearOf, dodge } from './dodge';

const labels = (...at: readonly number[]) => at.map((place) => ({ at: place, height: 20 }));

test('labels with room stand where they want to', () => {
  expect(dodge(labels(30, 90, 60), 0, 100)).toEqual([30, 90, 60]);
});

test('those that would touch share the way, in their order', () => {
  expect(dodge(labels(50, 54), 0, 100)).toEqual([42, 62]);
  expect(dodge(labels(54, 50), 0, 100)).toEqual([62, 42]);
  expect(dodge(labels(50, 50, 50, 50), 0, 100)).toEqual([20, 40, 60, 80]);
});

test('none leaves the column, and more than it holds share it', () => {
  expect(dodge(labels(-300, 500), 0, 100)).toEqual([10, 90]);
  expect(dodge(labels(99, 98), 0, 100)).toEqual([90, 70]);
  expect(dodge(labels(10, 20, 30), 0, 30)).toEqual([5, 15, 25]);
  expect(dodge([], 0, 30)).toEqual([]);
});

test('whatever they want, they do not overlap and keep their order', () => {
  const wanted = array(
    record({ at: integer({ min: -50, max: 250 }), height: integer({ min: 5, max: 30 }) }),
    {
      maxLength: 6,
    },
  );
  assertAll(
    property(wanted, (own) => {
      const places = dodge(own, 0, 200);
      const order = own.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
      order.forEach((i, rank) => {
        const { at = 0, height = 0 } = own[i] ?? {};
        const before = order[rank - 1];
        expect(places[i]).toBeGreaterThanOrEqual(height / 2 - 1e-9);
        expect(places[i]).toBeLessThanOrEqual(200 - height / 2 + 1e-9);
        if (before === undefined) return;
        expect(own[before]?.at).toBeLessThanOrEqual(at);
        const gap = (places[i] ?? 0) - (places[before] ?? 0) - (height + (own[before]?.height ?? 0)) / 2;
        expect(gap).toBeGreaterThanOrEqual(-1e-9);
      });
    }),
  );
});

test('a box moves the least way off those that are taken, and stays within its bounds', () => {
  const box = (left: number, top: number) => ({ left, right: left + 50, top, bottom: top + 10 });
  expect(clearOf(box(0, 20), [], 0, 100)).toBe(20);
  expect(clearOf(box(0, -5), [], 0, 100)).toBe(0);
  // Beside it nothing is in the way.
  expect(clearOf(box(0, 20), [box(50, 20)], 0, 100)).toBe(20);
  expect(clearOf(box(0, 20), [box(30, 24)], 0, 100)).toBe(14);
  expect(clearOf(box(0, 20), [box(30, 17)], 0, 100)).toBe(27);
  // What it would move onto is taken too, or out of bounds.
  expect(clearOf(box(0, 20), [box(30, 17), box(10, 30)], 0, 100)).toBe(7);
  expect(clearOf(box(0, 2), [box(0, 5)], 0, 100)).toBe(15);
  expect(clearOf(box(0, 2), [box(0, 5)], 0, 12)).toBe(2);
});

test('the place that is found is as near as any edge of what is taken', () => {
  const side = integer({ min: 0, max: 60 });
  const sizes = record({
    left: side,
    top: side,
    width: integer({ min: 1, max: 30 }),
    height: integer({ min: 1, max: 12 }),
  });
  const box = sizes.map(({ left, top, width, height }) => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  }));
  assertAll(
    property(box, array(box, { maxLength: 12 }), integer({ min: 20, max: 90 }), (own, taken, bottom) => {
      const height = own.bottom - own.top;
      const beside = taken.filter(({ left, right }) => left < own.right && own.left < right);
      const held = Math.max(0, Math.min(bottom - height, own.top));
      const free = [held, ...beside.flatMap((one) => [one.top - height, one.bottom])].filter(
        (at) =>
          at >= 0 &&
          at + height <= bottom &&
          beside.every((one) => at + height <= one.top || at >= one.bottom),
      );
      const places = free.length === 0 ? [held] : free;
      const found = clearOf(own, taken, 0, bottom);
      expect(places).toContain(found);
      expect(Math.abs(found - own.top)).toBe(Math.min(...places.map((at) => Math.abs(at - own.top))));
    }),
  );
});
