import { describe, expect, it, test } from 'vitest';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { JUMP_SIZE, jumped, jumpTables, randomStream, streamState } from './random';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('randomStream', () => {
  test('the same name gives the same numbers', () => {
    const a = randomStream(7, 'init', 'conv1.weight');
    const b = randomStream(7, 'init', 'conv1.weight');
    expect(draw(50, a.uniform)).toEqual(draw(50, b.uniform));
    expect(draw(51, a.normal)).toEqual(draw(51, b.normal));
  });

  test.each([
    ['seed', randomStream(1, 'a'), randomStream(2, 'a')],
    ['label', randomStream(1, 'a'), randomStream(1, 'b')],
    ['split of labels', randomStream(1, 'ab', 'c'), randomStream(1, 'a', 'bc')],
    ['kind of label', randomStream(1, '1'), randomStream(1, 1)],
    ['seed and label', randomStream(1, 2), randomStream(2, 1)],
  ])('another %s gives other numbers', (_, a, b) => {
    const first = draw(20, a.uniform);
    const second = draw(20, b.uniform);
    expect(first.filter((value, i) => value === second[i])).toEqual([]);
  });

  test('the numbers behind shared links stay what they are', () => {
    // From an implementation in Python with 64-bit words: xoroshiro128+ (24, 16, 37), FNV-1a, murmur3's mixing.
    const stream = randomStream(1, 'init', 'conv1.weight');
    expect(draw(3, stream.uniform)).toEqual([0.17775348082878173, 0.7056662010687311, 0.5152064253454202]);
    const normals = draw(4, randomStream(1, 'init', 'conv1.weight').normal);
    const expected = [-0.8734895781651862, 0.5574840146493898, 1.368534005573672, -2.940592549315879];
    normals.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 14));
  });

  test('neighbouring seeds are not correlated', () => {
    const starts = draw(
      4_000,
      (() => {
        let seed = 0;
        return () => randomStream(seed++, 'init').uniform() - 0.5;
      })(),
    );
    const products = starts.slice(1).map((value, i) => value * starts[i]!);
    // Variance of the product is 1/144; five standard errors.
    expect(Math.abs(mean(products))).toBeLessThan(5 / 12 / Math.sqrt(products.length));
  });

  test('uniform: range, mean 1/2, variance 1/12', () => {
    const values = draw(20_000, randomStream(3).uniform);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // Five standard errors: sqrt(1/12/n) and sqrt(1/180/n).
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / values.length));
    const variance = mean(values.map((v) => (v - 1 / 2) ** 2));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / values.length));
  });

  test('normal: moments 0, 1, 0, 3, and both of a pair independent', () => {
    const values = draw(40_000, randomStream(5, 'normal').normal);
    const n = values.length;
    const moment = (k: number): number => mean(values.map((v) => v ** k));
    // Five standard errors, from the moments of the normal: var(x^k) = 1, 2, 15, 96.
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    const products = values.filter((_, i) => i % 2 === 0).map((v, i) => v * values[2 * i + 1]!);
    expect(Math.abs(mean(products))).toBeLessThan(5 * Math.sqrt(1 / products.length));
  });

  test('integer: every value of the range, equally often', () => {
    const stream = randomStream(11, 'integer');
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 14_000; i++) counts[stream.integer(7)]! += 1;
    // Chi-squared with 6 degrees of freedom stays under 27.9 in all but one case of 10,000.
    expect(counts.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0)).toBeLessThan(27.9);
    expect(stream.integer(1)).toBe(0);
  });
});

/** What the generator draws after so many numbers. */
function after(state: readonly number[], count: number): number[] {
  const generator = xoroshiro128plusFromState(state);
  for (let i = 0; i < count; i++) generator.next();
  return [generator.next(), generator.next()];
}

describe('jumps of the generator', () => {
  it('lead where as many single steps do', () => {
    const tables = jumpTables(3, 8);
    const state = streamState(5, 'dropout', 12, 'layer1.0.dropout');
    for (let jump = 0; jump < 8; jump++) {
      const there = jumped(tables, Int32Array.from(state), jump * JUMP_SIZE);
      expect(after([...there], 0)).toStrictEqual(after(state, 2 ** (3 + jump)));
    }
  });

  it('add up', () => {
    const tables = jumpTables(6, 5);
    const state = streamState(1, 'any');
    const [first, third] = [jumped(tables, Int32Array.from(state)), 3 * JUMP_SIZE];
    expect(after([...jumped(tables, first, third)], 0)).toStrictEqual(after(state, 64 + 512));
  });
});
