/** Jumps of the generator against the numbers that it draws one by one. */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { streamState } from './random';
import { JUMP_SIZE, jumped, jumpTables } from './random-jump';

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
