import { array, assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { placeCard, type Box, type CardScene } from './Readout';

const view: Box = { left: 0, top: 60, right: 1440, bottom: 900 };
const box = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const scene = (anchor: Box, others: readonly Box[], size = { width: 440, height: 180 }): CardScene => ({
  ...size,
  anchor,
  view,
  others,
});
const cardOf = (it: CardScene): Box => {
  const { left, top } = placeCard(it);
  return box(left, top, it.width, it.height);
};
const touch = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test('below, in the middle, where nothing is in the way', () => {
  expect(placeCard(scene(box(700, 200, 40, 80), []))).toEqual({ left: 500, top: 288 });
});

test('at the edge of the window it stays within', () => {
  expect(placeCard(scene(box(0, 200, 40, 80), [])).left).toBe(0);
  expect(placeCard(scene(box(1400, 200, 40, 80), [])).left).toBe(1000);
});

test('above where another network is below, beside where there is one on either side or no room', () => {
  const [one, two] = [box(20, 320, 1000, 80), box(20, 440, 1000, 80)];
  expect(cardOf(scene(box(500, 320, 40, 80), [two])).bottom).toBe(312);
  expect(cardOf(scene(box(500, 560, 40, 80), [one, two])).top).toBe(648);
  // Of the first of two with little above it, the card begins at the top of what is seen.
  const first = box(500, 180, 40, 80);
  const card = cardOf(scene(first, [box(20, 290, 1000, 80)]));
  expect(touch(card, box(20, 290, 1000, 80))).toBe(false);
  expect(touch(card, first)).toBe(false);
  expect(card.top).toBeGreaterThanOrEqual(view.top);
});

test('always in sight where it fits at all, and never on what is pointed at where there is room beside', () => {
  const coordinate = integer({ min: 0, max: 1400 });
  assert(
    property(
      coordinate,
      integer({ min: 60, max: 820 }),
      array(tuple(coordinate, integer({ min: 0, max: 860 })), { maxLength: 3 }),
      (x, y, corners) => {
        const anchor = box(Math.min(x, 1400), y, 40, 80);
        const card = cardOf(
          scene(
            anchor,
            corners.map(([left, top]) => box(left, top, 600, 80)),
          ),
        );
        expect(card.left).toBeGreaterThanOrEqual(view.left);
        expect(card.right).toBeLessThanOrEqual(view.right);
        expect(card.top).toBeGreaterThanOrEqual(view.top);
        expect(card.bottom).toBeLessThanOrEqual(view.bottom);
        expect(touch(card, anchor)).toBe(false);
      },
    ),
  );
});
