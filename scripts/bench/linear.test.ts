import { describe, expect, it } from 'vitest';
import { deviations } from './linear';

describe('cost against depth', () => {
  it('is a line where it is one', () => {
    const points = [8, 20, 56, 110].map((depth) => ({ depth, milliseconds: 3 + 2 * depth }));
    const { fixed, perLayer, relative } = deviations(points);
    expect(fixed).toBeCloseTo(3, 9);
    expect(perLayer).toBeCloseTo(2, 9);
    for (const each of relative) expect(each).toBeCloseTo(0, 9);
  });

  it('is none where cost grows with the square', () => {
    const points = [8, 20, 56, 110].map((depth) => ({ depth, milliseconds: depth * depth }));
    const { relative } = deviations(points);
    expect(Math.max(...relative.map(Math.abs))).toBeGreaterThan(0.15);
  });

  it('needs two depths', () => {
    expect(() => deviations([{ depth: 8, milliseconds: 1 }])).toThrow(RangeError);
  });
});
