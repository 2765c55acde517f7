import { describe, expect, it } from 'vitest';
import { WeightTrajectory } from '../../training/weight-trajectory';
import { eigen, principalPlane, project } from './compute-plane';

const vector = (...values: number[]): Float32Array<ArrayBuffer> => Float32Array.from(values);

describe('principal components', () => {
  it('are the eigenvectors of a matrix that is known', () => {
    const { values, vectors } = eigen([
      [2, 1, 0],
      [1, 2, 0],
      [0, 0, 7],
    ]);
    [7, 3, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
    expect(Math.abs(vectors[0]?.[2] ?? 0)).toBeCloseTo(1, 12);
    expect((vectors[1]?.[0] ?? 0) / (vectors[1]?.[1] ?? 1)).toBeCloseTo(1, 12);
    expect((vectors[2]?.[0] ?? 0) / (vectors[2]?.[1] ?? 1)).toBeCloseTo(-1, 12);
  });

  it('find the plane in which a path lies, and show all of it', () => {
    const centre = vector(1, 2, 3, 4);
    // On the plane of (1, 1, 0, 0) and (0, 0, 3, 4) through the centre.
    const points = [
      [5, 1],
      [3, -2],
      [1, 1],
    ].map(([a = 0, b = 0]) => vector(1 + a, 2 + a, 3 + 3 * b, 4 + 4 * b));
    const plane = principalPlane(points, centre)!;
    for (const point of points) {
      const { x, y, captured } = project(point, centre, plane);
      expect(captured).toBeCloseTo(1, 5);
      // Directions of length 1 keep distances.
      const distance = Math.hypot(...point.map((value, i) => value - centre[i]!));
      expect(Math.hypot(x, y)).toBeCloseTo(distance, 4);
    }
    expect(project(centre, centre, plane)).toEqual({ x: 0, y: 0, captured: 1 });
    expect(principalPlane([vector(2, 2, 3, 4), vector(3, 2, 3, 4)], centre)).toBeNull();
  });

  it('are projected upon by least squares where directions are not orthogonal', () => {
    const plane = { x: vector(1, 0, 0), y: vector(1, 1, 0) };
    const { x, y, captured } = project(vector(3, 2, 1), vector(0, 0, 0), plane);
    expect([x, y]).toEqual([1, 2]);
    expect(captured).toBeCloseTo(13 / 14, 12);
  });
});

describe('a recorded path', () => {
  it('keeps few snapshots, ever further apart, and the first of them', () => {
    const path = new WeightTrajectory();
    for (let step = 3; step < 203; step++)
      if (path.wants(step)) path.add(step, [{ parameters: vector(step) }]);
    const steps = path.points.map((point) => point.step);
    expect(steps.length).toBeLessThanOrEqual(32);
    expect(steps.length).toBeGreaterThan(12);
    expect([steps[0], steps.at(-1)! >= 192]).toEqual([3, true]);
    expect(steps.slice(1).every((step) => step % 8 === 0)).toBe(true);
    expect(path.wants(200)).toBe(false);
  });

  it('takes no more memory than it may', () => {
    const path = new WeightTrajectory();
    const parameters = new Float32Array(2 ** 20);
    for (let step = 0; step < 100; step++) if (path.wants(step)) path.add(step, [{ parameters }]);
    expect(path.points.length).toBeLessThanOrEqual(16);
  });
});
