/**
 * Loss landscape (Li 2018, arXiv:1712.09913): the loss of one fixed batch on a plane of two random directions through the weights at hand,
 * normalised filter by filter. First a coarse grid, then the points between. Batch norms use the statistics of the batch, so
 * that the centre is the loss that training sees, or those gathered in training, as in the paper.
 */
import * as tf from '@tensorflow/tfjs-core';
import { planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { LossConfig } from '../../config/schema';
import { scoreLogits } from '../../engine/measures';
import { readAll } from '../../engine/read';
import { forward } from '../../network/forward';
import type { NormMode } from '../../network/options';
import { lookUp, type Batch } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import type { LaneSnapshot } from '../../training/trainer';
import { filterNormalised, principalPlane, project, type Plane } from './compute-plane';
import {
  disposeAll,
  imagesPerTurn,
  statisticsOf,
  tensorsOf,
  unmeasured,
  type StudyContext,
  type StudyRun,
} from '../compute';
import type { RequestOf } from '../kinds';
import type { LandscapeResult, NormStatisticsKind } from './kind';

/** Sides of the grids that are filled one after another; each holds the one before. */
const SIDES = [5, 9, 17];
const SIDE = 17;

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

export async function* study(
  request: RequestOf<'landscape'>,
  context: StudyContext,
): StudyRun<LandscapeResult> {
  const { experiment, data, step, nextBatch } = context;
  const { radius, seed, statistics } = request;
  const plans = planLanes(experiment);
  const snapshots = await context.snapshots();
  const images = Math.min(...plans.map((plan) => imagesPerTurn(plan, nextBatch.length)));
  const batch = trainingBatch(data, nextBatch.slice(0, images));
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
  const losses = snapshots.map(() => unmeasured(SIDE * SIDE));
  const result = (complete: number): LandscapeResult => {
    const lanes = snapshots.map(({ id }) => id);
    return {
      kind: 'landscape',
      lanes,
      step,
      images,
      plane,
      statistics,
      radii,
      paths,
      captured,
      side: SIDE,
      complete,
      losses,
    };
  };
  const total = SIDE * SIDE * snapshots.length;
  let done = 0;
  let complete = 0;
  try {
    for (const side of SIDES) {
      for (const { row, column } of newCells(side)) {
        for (const [lane, snapshot] of snapshots.entries()) {
          const directions = planes[lane];
          const plan = plans[lane];
          if (directions === undefined || plan === undefined) continue;
          const reach = radii[lane] ?? radius;
          const [along, across] = [column, row].map((cell) => reach * ((2 * cell) / (SIDE - 1) - 1));
          const moved = shifted(snapshot.parameters, directions.x, directions.y, along ?? 0, across ?? 0);
          const own = losses[lane];
          if (own !== undefined)
            own[row * SIDE + column] = await lossAt(
              plan,
              snapshot,
              moved,
              statistics,
              batch,
              experiment.loss,
            );
          done++;
          yield { done, total, result: result(complete) };
        }
      }
      complete = side;
      yield { done, total, result: result(complete) };
    }
  } finally {
    tf.dispose([batch.images, batch.oneHot]);
  }
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
    const [values = new Float32Array(0)] = await readAll([logits]);
    const { loss } = scoreLogits(values, labels, plan.classes, by);
    // NaN stands for what is not measured yet.
    return Number.isNaN(loss) ? Infinity : loss;
  } finally {
    logits.dispose();
    disposeAll(tensors, ...(gathered === null ? [] : [gathered]));
  }
}
