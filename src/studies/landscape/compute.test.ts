/** The loss around a network and the paths through it, against derivatives, products of Jacobians and planes worked out by hand. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { planExperiment } from '../../architecture/plan-experiment';
import type { DataSet } from '../../data/dataset';
import { l2Norm } from '../../engine/measures';
import { layoutOf } from '../../network/parameters';
import { gradientOf } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import { WeightTrajectory } from '../../training/weight-trajectory';
import { Trainer } from '../../training/trainer';
import { rowOffsets } from '../../contract/metrics';
import { openStudy } from '../worker';
import { eigen, filterNormalised, newCells, principalPlane, project } from './compute';
import type { LandscapeResult } from './kind';
import { carryOut, contextOf, smallData, smallExperiment, trained } from '../../testing/studies';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

/** The gradient of the next batch in the first lane, by the way that training takes. */
async function gradientAt(trainer: Trainer) {
  const plan = planExperiment(trainer.experiment);
  const [lane] = await trainer.snapshots();
  const parameters = lane?.parameters ?? new Float32Array(0);
  const batch = trainingBatch(data, trainer.nextBatch);
  const { loss } = trainer.experiment;
  const layout = layoutOf(plan.parameters);
  const { gradient, logits } = await gradientOf({
    plan,
    layout,
    parameters,
    gains: lane?.gains ?? [],
    batch,
    loss,
  });
  tf.dispose([batch.images, batch.oneHot]);
  return { plan, parameters, gradient, logits, labels: batch.labels };
}

/** Those of many images, one after the other. */
function gather(images: Float32Array, indices: Uint32Array, size: number): Float32Array<ArrayBuffer> {
  const own = new Float32Array(indices.length * size);
  indices.forEach((image, i) => own.set(images.subarray(image * size, (image + 1) * size), i * size));
  return own;
}

describe('landscape', () => {
  it('has the loss of the next batch at its centre, and its gradient for a slope', async () => {
    // Smooth, so that a difference over a short way is a slope.
    const trainer = await trained(data, 3, smallExperiment({ activation: 'tanh' }));
    const radius = 1 / 64;
    const study = openStudy(
      { kind: 'landscape', plane: 'random', statistics: 'batch', radius, seed: 1 },
      contextOf(trainer, data),
    );
    let result: LandscapeResult | undefined;
    // The coarse grid is enough, and a tenth of the work.
    for await (const tick of study) {
      if (tick.result.kind === 'landscape') result = tick.result;
      if (result?.complete === 5) break;
    }
    const row = await trainer.measure();
    const losses = result?.losses[0] ?? [];
    expect(losses[8 * 17 + 8]).toBe(row[1]);
    expect(result?.losses[1]?.[8 * 17 + 8]).toBe(row[rowOffsets(trainer.layout)[1] ?? 0]);
    expect(losses.filter(Number.isFinite)).toHaveLength(25);
    const { gradient, parameters, plan } = await gradientAt(trainer);
    const direction = filterNormalised(plan, parameters, 1, 'x');
    const slope = gradient.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
    const rise = (losses[8 * 17 + 12] ?? 0) - (losses[8 * 17 + 4] ?? 0);
    expect(Math.abs(rise / radius / slope - 1)).toBeLessThan(0.02);
  });

  it('by running statistics has the loss at its centre that testing those images finds', async () => {
    const config = smallExperiment();
    const { nextBatch } = await trained(data, 6, config);
    const test = {
      images: gather(data.train.images, nextBatch, data.height * data.width * data.channels),
      labels: Uint8Array.from(nextBatch, (image) => data.train.labels[image] ?? 0),
      count: nextBatch.length,
    };
    const trainer = await trained({ ...data, test }, 6, config);
    const tested = trainer.test();
    let next = await tested.next();
    while (next.done !== true) next = await tested.next();
    const study = openStudy(
      { kind: 'landscape', plane: 'random', statistics: 'running', radius: 1, seed: 1 },
      contextOf(trainer, data),
    );
    for await (const { result } of study) {
      if (result.kind !== 'landscape' || result.complete < 5) continue;
      result.losses.forEach((losses, lane) =>
        expect(losses[8 * 17 + 8]).toBeCloseTo(next.value?.[lane]?.loss ?? Number.NaN, 5),
      );
      break;
    }
  });

  it('moves each filter by its own norm and nothing else', async () => {
    const trainer = await trained(data, 1);
    const plan = planExperiment(trainer.experiment);
    const [snapshot] = await trainer.snapshots();
    const weights = snapshot?.parameters ?? new Float32Array(0);
    const direction = filterNormalised(plan, weights, 0, 'x');
    for (const { role, shape, offset, size } of layoutOf(plan.parameters).entries) {
      const outputs = shape.at(-1) ?? 1;
      const norm = (values: Float32Array): number =>
        Math.hypot(...values.subarray(offset, offset + size).filter((_, i) => i % outputs === 0));
      const expected = role === 'filter' || role === 'dense' ? norm(weights) : 0;
      expect(norm(direction)).toBeCloseTo(expected, 5);
    }
    expect(filterNormalised(plan, weights, 0, 'y')).not.toEqual(direction);
  });

  it('fills each cell once', () => {
    const cells = [5, 9, 17].map((side) => newCells(side));
    expect(cells.map(({ length }) => length)).toEqual([25, 81 - 25, 289 - 81]);
    expect(new Set(cells.flat().map(({ row, column }) => row * 17 + column)).size).toBe(289);
  });
});

describe('paths', () => {
  // Without norm and activation a block is x + f(x): its Jacobian is the identity plus that of f.
  const network = {
    norm: 'none',
    activation: 'linear',
    stages: [
      { blocks: 3, width: 4, stride: 1 },
      { blocks: 0, width: 4, stride: 1 },
      { blocks: 0, width: 4, stride: 1 },
    ],
  } as const;

  it('through shortcuts alone carries the gradient of the head unchanged', async () => {
    const trainer = await trained(data, 0, smallExperiment(network));
    const result = await carryOut({ kind: 'paths', samples: 2, seed: 0 }, contextOf(trainer, data));
    expect(result.lanes).toEqual(['residual']);
    expect(result.open).toEqual([3]);
    const [shortest, , , longest] = result.magnitudes[0] ?? [];
    // One path goes through no branch and one through all of them, whatever is drawn.
    expect(shortest?.[0]).toBe(shortest?.[1]);
    expect(longest?.[0]).toBe(longest?.[1]);
    // dL/d(position) is W (p − y) / (images · positions), for the mean over positions and the mean cross-entropy.
    const { logits, labels, plan, parameters } = await gradientAt(trainer);
    const { offset = 0 } = layoutOf(plan.parameters).entries.find(({ name }) => name === 'fc.weight') ?? {};
    const { classes } = plan;
    const positions = 14 * 14;
    let squares = 0;
    labels.forEach((label, image) => {
      const scores = Array.from(logits.subarray(image * classes, (image + 1) * classes), Math.exp);
      const total = scores.reduce((sum, score) => sum + score, 0);
      for (let channel = 0; channel < 4; channel++) {
        const sum = scores.reduce(
          (so, score, i) =>
            so + (score / total - (i === label ? 1 : 0)) * (parameters[offset + channel * classes + i] ?? 0),
          0,
        );
        squares += positions * (sum / labels.length / positions) ** 2;
      }
    });
    expect((shortest?.[0] ?? 0) / Math.sqrt(squares)).toBeCloseTo(1, 4);
  });

  it('through any branch that gives nothing carry nothing', async () => {
    const trainer = await trained(data, 0, smallExperiment({ ...network, branchStart: 'zero-last' }));
    const result = await carryOut({ kind: 'paths', samples: 1, seed: 0 }, contextOf(trainer, data));
    const [shortest, ...longer] = result.magnitudes[0] ?? [];
    expect(shortest?.[0]).toBeGreaterThan(0);
    expect(longer).toEqual([[0], [0], [0]]);
  });
});

describe('the path of training on the landscape', () => {
  it('lies on the plane of its main directions, begins where the run did and ends at the centre', async () => {
    const trainer = new Trainer(smallExperiment(), data);
    const path = new WeightTrajectory();
    for (let step = 0; step <= 6; step++) {
      if (path.wants(step)) path.add(step, await trainer.snapshots());
      if (step < 6) await trainer.step();
    }
    const context = { ...contextOf(trainer, data), path: path.points };
    const request = { kind: 'landscape', plane: 'path', statistics: 'batch', radius: 1, seed: 0 } as const;
    const { plane, paths, radii, captured, losses, side } = await carryOut(request, context);
    expect(plane).toBe('path');
    paths.forEach((own, lane) => {
      expect(own.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(own.at(-1)).toMatchObject({ x: 0, y: 0 });
      // Directions of length 1: the first point cannot be further away than its weights are.
      const [first, last] = [path.points[0], path.points.at(-1)].map((point) => point?.parameters[lane]);
      const distance = l2Norm(first!.map((value, i) => value - (last?.[i] ?? 0)));
      const shown = Math.hypot(own[0]!.x, own[0]!.y);
      expect(shown).toBeLessThanOrEqual(distance * 1.0001);
      expect(shown).toBeGreaterThan(0.7 * distance);
      expect(captured[lane]).toBeGreaterThan(0.6);
      expect(radii[lane]).toBeGreaterThan(shown / Math.SQRT2);
      expect(losses[lane]?.every(Number.isFinite)).toBe(true);
      expect(losses[lane]).toHaveLength(side * side);
    });
  });

  it('falls back to random directions where nothing was recorded', async () => {
    const trainer = await trained(data, 1);
    const study = openStudy(
      { kind: 'landscape', plane: 'path', statistics: 'batch', radius: 0.5, seed: 0 },
      contextOf(trainer, data),
    );
    const { value } = await study.next();
    await study.return();
    expect(value?.result).toMatchObject({ plane: 'random', radii: [0.5, 0.5], paths: [[], []] });
  });
});

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
