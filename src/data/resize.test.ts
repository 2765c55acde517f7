import { describe, expect, test } from 'vitest';
import { halve } from './resize';

describe('halve', () => {
  test('means of 2×2 squares, image by image', () => {
    const first = [1, 3, 10, 20, 5, 7, 30, 41];
    const second = [0, 0, 255, 255, 0, 1, 255, 255];
    const halved = halve(Uint8Array.from([...first, ...second]), { height: 2, width: 4, channels: 1 });
    expect([...halved]).toEqual([4, 25.25, 0.25, 255]);
  });

  test('channels stay apart', () => {
    const pixels = Uint8Array.from([1, 100, 2, 200, 3, 100, 6, 200]);
    expect([...halve(pixels, { height: 2, width: 2, channels: 2 })]).toEqual([3, 150]);
  });

  test('odd sides and odd lengths are refused', () => {
    expect(() => halve(new Uint8Array(6), { height: 3, width: 2, channels: 1 })).toThrow(RangeError);
    expect(() => halve(new Uint8Array(9), { height: 2, width: 2, channels: 1 })).toThrow(RangeError);
  });
});
