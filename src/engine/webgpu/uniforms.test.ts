/** Offsets by the layout rules of WGSL's uniform address space. */
import { describe, expect, it } from 'vitest';
import { packFields } from './uniforms';

const int = (...data: number[]) => ({ type: 'int32', data });

describe('uniforms', () => {
  it('packs scalars without gaps and aligns vectors of two to 8 bytes', () => {
    const buffer = packFields([int(1), int(2), int(3), int(4, 5), { type: 'float32', data: [0.5] }]);
    expect(buffer.byteLength).toBe(32);
    expect([...new Int32Array(buffer, 0, 6)]).toEqual([1, 2, 3, 0, 4, 5]);
    expect(new Float32Array(buffer)[6]).toBe(0.5);
  });

  it('aligns vectors of three and four to 16 bytes, and lets a scalar follow one of three', () => {
    const buffer = packFields([int(1), int(2, 3, 4, 5), int(6, 7, 8), int(9)]);
    expect([...new Int32Array(buffer)]).toEqual([1, 0, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('aligns what follows a struct of five as the struct itself', () => {
    const buffer = packFields([int(1), int(2, 3, 4, 5, 6), int(7)]);
    expect([...new Int32Array(buffer)]).toEqual([1, 0, 0, 0, 2, 3, 4, 5, 6, 0, 0, 0, 7, 0, 0, 0]);
  });

  it('gives the strides of a vector, which are none, one number', () => {
    expect([...new Int32Array(packFields([int(), int(8)]))]).toEqual([1, 8]);
  });
});
