import { interpolateViridis, rgb } from 'd3';
import { expect, test } from 'vitest';
import { filterSheet, historySheet, mapSheet, type TileSheet } from './tiles';

const pixel = ({ width, pixels }: TileSheet, x: number, y: number): number[] => [
  ...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const viridis = (share: number): number[] => {
  const { r, g, b } = rgb(interpolateViridis(share));
  return [r, g, b, 255];
};

test('maps lie side by side with a gap, every value at its place', () => {
  // Two rows, one column, three channels.
  const sheet = mapSheet(Float32Array.from([0, 1, 2, 3, 4, 5]), [2, 1, 3], 2);
  expect([sheet.width, sheet.height, sheet.low, sheet.high]).toEqual([3, 5, 0, 5]);
  expect(pixel(sheet, 0, 1)).toEqual(viridis(3 / 5));
  expect(pixel(sheet, 2, 0)).toEqual(viridis(1 / 5));
  expect(pixel(sheet, 0, 4)).toEqual(viridis(1));
  expect(pixel(sheet, 1, 0)[3]).toBe(0);
});

test('filters have a column per output and a row per input, with 0 in the middle of the colours', () => {
  const sheet = filterSheet(Float32Array.from([0, -2, 1, 0]), [1, 2, 2]);
  expect([sheet.width, sheet.height, sheet.low, sheet.high]).toEqual([2, 2, -2, 2]);
  expect(pixel(sheet, 0, 0)).toEqual(pixel(sheet, 1, 1));
  const [red = 0, , blue = 0] = pixel(sheet, 1, 0);
  expect(red).toBeGreaterThan(blue);
  const [r = 0, , b = 0] = pixel(sheet, 0, 1);
  expect(b).toBeGreaterThan(r);
});

test('what is not finite is told from every number', () => {
  expect(pixel(mapSheet(Float32Array.from([Number.NaN, 1]), [1, 2, 1], 1), 0, 0)).toEqual([230, 0, 126, 255]);
});

test('histograms have the largest values on top, and nothing where there is none', () => {
  const sheet = historySheet([Float32Array.from([0.25, 0, 0.75]), null], 3);
  expect([sheet.width, sheet.height]).toEqual([2, 3]);
  expect(pixel(sheet, 0, 0)).toEqual(viridis(Math.sqrt(0.75)));
  expect(pixel(sheet, 0, 2)).toEqual(viridis(0.5));
  expect(pixel(sheet, 0, 1)[3]).toBe(0);
  expect(pixel(sheet, 1, 0)[3]).toBe(0);
});
