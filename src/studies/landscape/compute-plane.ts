/**
 * The plane through the weights at hand on which the loss is drawn: two random directions, normalised filter by filter, or
 * the two directions in which the recorded path of training varies most, by principal components (Li 2018, section 7).
 */
import type { LanePlan } from '../../architecture/plan-experiment';
import { randomStream } from '../../data/random';
import { layoutOf } from '../../network/parameters';

export interface Plane {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Eigenvalues, descending, and eigenvectors of a symmetric matrix, by Jacobi rotations. For some tens of rows. */
export function eigen(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  const at = (m: number[][], i: number, j: number): number => m[i]?.[j] ?? 0;
  const rotate = (
    m: number[][],
    [i, j]: [number, number],
    [k, l]: [number, number],
    s: number,
    c: number,
  ) => {
    const [g, h] = [at(m, i, j), at(m, k, l)];
    (m[i] as number[])[j] = c * g - s * h;
    (m[k] as number[])[l] = s * g + c * h;
  };
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) off += at(a, i, j) * at(a, i, j);
    const scale = a.reduce((sum, _, i) => sum + at(a, i, i) * at(a, i, i), 0);
    if (off <= 1e-24 * scale) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (at(a, p, q) === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q));
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) rotate(a, [k, p], [k, q], s, c);
        for (let k = 0; k < n; k++) rotate(a, [p, k], [q, k], s, c);
        for (let k = 0; k < n; k++) rotate(v, [k, p], [k, q], s, c);
      }
    }
  }
  const order = [...a.keys()].toSorted((i, j) => at(a, j, j) - at(a, i, i));
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.map((i) => v.map((row) => row[i] ?? 0)),
  };
}

/**
 * The plane in which the points lie best, seen from `centre`: principal components of the differences to it, from which no
 * mean is taken, so that the plane goes through the centre. Null where they do not span one. Directions have length 1.
 */
export function principalPlane(points: readonly Float32Array[], centre: Float32Array): Plane | null {
  const offsets = points.map((point) => point.map((value, i) => value - (centre[i] as number)));
  const { values, vectors } = eigen(offsets.map((a) => offsets.map((b) => dot(a, b))));
  const [first = 0, second = 0] = values;
  if (!(second > 1e-10 * first)) return null;
  const [x, y] = [0, 1].map((component) => {
    const direction = new Float32Array(centre.length);
    const length = Math.sqrt(values[component] ?? 1);
    offsets.forEach((offset, k) => {
      const weight = (vectors[component]?.[k] ?? 0) / length;
      for (let i = 0; i < direction.length; i++)
        direction[i] = (direction[i] as number) + weight * (offset[i] as number);
    });
    return direction;
  });
  return x === undefined || y === undefined ? null : { x, y };
}

export interface Projected {
  readonly x: number;
  readonly y: number;
  /** Share of the squared distance from the centre that the plane shows; 1 at the centre itself. */
  readonly captured: number;
}

/** Where a point comes to lie on a plane, by least squares: the directions need not be orthogonal. */
export function project(point: Float32Array, centre: Float32Array, { x, y }: Plane): Projected {
  const offset = point.map((value, i) => value - (centre[i] as number));
  const [xx, xy, yy] = [dot(x, x), dot(x, y), dot(y, y)];
  const [ox, oy, oo] = [dot(offset, x), dot(offset, y), dot(offset, offset)];
  const determinant = xx * yy - xy * xy;
  const along = (ox * yy - oy * xy) / determinant;
  const across = (oy * xx - ox * xy) / determinant;
  return { x: along, y: across, captured: oo === 0 ? 1 : (along * ox + across * oy) / oo };
}

/**
 * A direction that is normalised filter by filter: each filter of a convolution, and each row of weights of a class, has the
 * norm that it has in `parameters`. Norms, biases and learned factors do not move.
 * @param name Different names give independent directions; with equal seeds, names and shapes, equal random numbers.
 */
export function filterNormalised(
  plan: LanePlan,
  parameters: Float32Array,
  seed: number,
  name: string,
): Float32Array<ArrayBuffer> {
  const layout = layoutOf(plan.parameters);
  const direction = new Float32Array(layout.size);
  for (const { name: parameter, role, shape, offset, size } of layout.entries) {
    if (role !== 'filter' && role !== 'dense') continue;
    const random = randomStream(seed, 'direction', name, parameter, shape.join('×'));
    for (let i = 0; i < size; i++) direction[offset + i] = random.normal();
    // Outputs are the last side of both kinds.
    const outputs = shape.at(-1) ?? 1;
    for (let output = 0; output < outputs; output++) {
      let own = 0;
      let drawn = 0;
      for (let i = offset + output; i < offset + size; i += outputs) {
        own += (parameters[i] as number) * (parameters[i] as number);
        drawn += (direction[i] as number) * (direction[i] as number);
      }
      const factor = drawn === 0 ? 0 : Math.sqrt(own / drawn);
      for (let i = offset + output; i < offset + size; i += outputs)
        direction[i] = factor * (direction[i] as number);
    }
  }
  return direction;
}
