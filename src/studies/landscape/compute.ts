/**
 * Loss landscape (Li 2018, arXiv:1712.09913): the loss of one fixed batch on a plane of two random directions through the weights at hand,
 * normalised filter by filter. First a coarse grid, then the points between. Batch norms use the statistics of the batch, so
 * that the centre is the loss that training sees, or those gathered in training, as in the paper.
 */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../../architecture/memory';
import { planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { LossConfig } from '../../config/schema';
import { randomStream } from '../../data/random';
import { scoreLogits } from '../../engine/measures';
import { forward } from '../../network/forward';
import type { NormMode } from '../../network/options';
import { layoutOf } from '../../network/parameters';
import { lookUp, type Batch } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import type { LaneSnapshot } from '../../contract/run-state';
import { imagesPerTurn } from '../../contract/study-work';
import { disposeAll, statisticsOf, taken, tensorsOf, unmeasured } from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import { SIDE, type LandscapeResult, type NormStatisticsKind } from './kind';

/** Sides of the grids that are filled one after another; each holds the one before. */
const SIDES = [5, 9, SIDE];

/** How much further a plane reaches than the path on it. */
const MARGIN = 1.2;

/** Cells of the finest grid that a grid adds to the coarser ones before it, row by row. */
export function newCells(side: number): { readonly row: number; readonly column: number }[] {
  const stride = (SIDE - 1) / (side - 1);
  const before = SIDES.findLast((other) => other < side);
  const known = before === undefined ? Infinity : (SIDE - 1) / (before - 1);
  const places = Array.from({ length: side }, (_, i) => i * stride);
  return places
    .flatMap((row) => places.map((column) => ({ row, column })))
    .filter(({ row, column }) => known === Infinity || row % known !== 0 || column % known !== 0);
}

/** Cells of a row of the grid that one lane's network is asked for. */
interface Task {
  readonly lane: number;
  readonly plane: Plane;
  /** From the centre to the edge of the grid. */
  readonly radius: number;
  readonly row: number;
  readonly columns: readonly number[];
  readonly images: number;
  readonly statistics: NormStatisticsKind;
}

/** Losses of the cells so far. */
type Losses = readonly number[];

export const study: Computation<RequestOf<'landscape'>, LandscapeResult, Task, Losses> = {
  async plan(request, context) {
    const { experiment, step, nextBatch } = context;
    const { radius, seed, statistics } = request;
    const plans = planLanes(experiment);
    const snapshots = await context.snapshots();
    const images = Math.min(...plans.map((plan) => imagesPerTurn(plan, nextBatch.length)));
    const centres = plans.map((_, lane) => snapshots[lane]?.parameters ?? new Float32Array(0));
    const recorded = plans.map((_, lane) =>
      context.path.flatMap(({ step: at, parameters }) => {
        const own = parameters[lane];
        return own === undefined || own.length !== centres[lane]?.length || !own.every(Number.isFinite)
          ? []
          : [{ step: at, parameters: own }];
      }),
    );
    // One kind for all lanes, so that they can be compared.
    const principal = centres.map((centre, lane) =>
      request.plane === 'random'
        ? null
        : principalPlane(
            (recorded[lane] ?? []).map(({ parameters }) => parameters),
            centre,
          ),
    );
    const plane = principal.every((own) => own !== null) ? 'path' : 'random';
    const planes = plans.map((plan, lane): Plane => {
      const own = principal[lane] ?? null;
      if (plane === 'path' && own !== null) return own;
      const centre = centres[lane] ?? new Float32Array(0);
      const direction = (axis: string) => filterNormalised(plan, centre, seed, axis);
      return { x: direction('x'), y: direction('y') };
    });
    const projections = recorded.map((path, lane) =>
      path.map(({ step: at, parameters }) => ({
        step: at,
        ...project(parameters, centres[lane] ?? parameters, planes[lane] as Plane),
      })),
    );
    // The weights at hand end the path, also where they were not recorded.
    const paths = projections.map((path) => {
      const seen = path.map(({ step: at, x, y }) => ({ step: at, x, y }));
      return seen.length === 0 || seen.at(-1)?.step === step ? seen : [...seen, { step, x: 0, y: 0 }];
    });
    const captured = projections.map((path) => {
      const away = path.filter(({ step: at }) => at !== step);
      return away.reduce((sum, one) => sum + one.captured, 0) / away.length;
    });
    const radii = paths.map((path) =>
      plane === 'random'
        ? radius
        : MARGIN * Math.max(...path.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)])),
    );
    const parts = SIDES.flatMap((side, round) =>
      rowsOf(newCells(side)).flatMap(({ row, columns }) =>
        plans.map((plan, lane) => ({
          task: {
            lane,
            plane: planes[lane] as Plane,
            radius: radii[lane] ?? radius,
            row,
            columns,
            images,
            statistics,
          },
          work: columns.length,
          round,
          memory: memoryOf([plan], images),
        })),
      ),
    );
    return {
      parts,
      combine: (found, isDone) => {
        const losses = plans.map(() => unmeasured(SIDE * SIDE));
        for (const [part, { task }] of parts.entries()) {
          for (const [i, loss] of (found[part] ?? []).entries())
            losses[task.lane]?.splice(task.row * SIDE + (task.columns[i] ?? 0), 1, loss);
        }
        const missing = parts.filter((_, part) => !isDone(part)).map(({ round }) => round);
        return {
          kind: 'landscape',
          lanes: snapshots.map(({ id }) => id),
          step,
          images,
          plane,
          statistics,
          radii,
          paths,
          captured,
          side: SIDE,
          complete: SIDES[Math.min(SIDES.length, ...missing) - 1] ?? 0,
          losses,
        };
      },
    };
  },

  async *perform({ lane, plane, radius, row, columns, images, statistics }, context) {
    const { experiment, data, nextBatch } = context;
    const plan = planLanes(experiment)[lane];
    const snapshot = (await context.snapshots())[lane];
    if (plan === undefined || snapshot === undefined) throw new RangeError(`There is no lane ${lane}`);
    const batch = trainingBatch(data, nextBatch.slice(0, images));
    try {
      const losses: number[] = [];
      const place = (cell: number): number => radius * ((2 * cell) / (SIDE - 1) - 1);
      for (const column of columns) {
        const moved = shifted(snapshot.parameters, plane.x, plane.y, place(column), place(row));
        losses.push(await lossAt(plan, snapshot, moved, statistics, batch, experiment.loss));
        yield { share: losses.length / columns.length, found: losses };
      }
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  },
};

/** Cells row by row. */
function rowsOf(cells: ReturnType<typeof newCells>): { row: number; columns: readonly number[] }[] {
  return [...new Set(cells.map(({ row }) => row))].map((row) => ({
    row,
    columns: cells.filter((cell) => cell.row === row).map(({ column }) => column),
  }));
}

function shifted(
  parameters: Float32Array<ArrayBuffer>,
  x: Float32Array,
  y: Float32Array,
  along: number,
  across: number,
): Float32Array<ArrayBuffer> {
  // At the centre the very weights, to the last bit.
  if (along === 0 && across === 0) return parameters;
  return parameters.map((value, i) => value + along * (x[i] as number) + across * (y[i] as number));
}

/** The loss of a trained network with other parameters in place of its own. */
async function lossAt(
  plan: LanePlan,
  snapshot: LaneSnapshot,
  parameters: Float32Array<ArrayBuffer>,
  statistics: NormStatisticsKind,
  { images, labels }: Batch,
  by: LossConfig,
): Promise<number> {
  const tensors = tensorsOf(plan, parameters);
  const gathered = statistics === 'running' ? statisticsOf(snapshot) : null;
  const mode: NormMode =
    gathered === null ? { kind: 'training' } : { kind: 'inference', statistics: lookUp(gathered) };
  const logits = tf.tidy(() =>
    forward(plan, images, { parameters: lookUp(tensors), mode, gains: snapshot.gains }),
  );
  try {
    const { loss } = scoreLogits(await taken(logits), labels, plan.classes, by);
    // NaN stands for what is not measured yet.
    return Number.isNaN(loss) ? Infinity : loss;
  } finally {
    disposeAll(tensors, ...(gathered === null ? [] : [gathered]));
  }
}

/**
 * The plane through the weights at hand on which the loss is drawn: two random directions, normalised filter by filter, or
 * the two directions in which the recorded path of training varies most, by principal components (Li 2018, section 7).
 */
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
