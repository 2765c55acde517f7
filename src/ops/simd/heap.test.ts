import { describe, expect, it } from 'vitest';
import { OwnHeap } from './heap';

describe('a heap of its own', () => {
  it('gives out what does not overlap, at lines, and takes it back whole', () => {
    const heap = new OwnHeap();
    const sizes = [4, 64, 100, 70_000, 8, 260];
    const blocks = sizes.map((bytes) => ({ at: heap.allocate(bytes), bytes }));
    for (const [i, { at, bytes }] of blocks.entries()) {
      expect(at % 64).toBe(0);
      expect(at).toBeGreaterThan(0);
      for (const other of blocks.slice(0, i))
        expect(at + bytes <= other.at || other.at + other.bytes <= at).toBe(true);
    }
    const { byteLength } = heap.memory.buffer;
    for (const { at } of blocks.toSorted((a, b) => a.bytes - b.bytes)) heap.free(at);
    expect(heap.used).toBe(0);
    // Joined again, all of it is one gap.
    heap.allocate(70_000);
    expect(heap.memory.buffer.byteLength).toBe(byteLength);
  });

  it('uses a gap again, and refuses what it did not give out', () => {
    const heap = new OwnHeap();
    const [first, second] = [heap.allocate(1000), heap.allocate(1000)];
    heap.free(first);
    expect(heap.allocate(500)).toBe(first);
    expect(() => heap.free(second + 64)).toThrow(RangeError);
  });
});
