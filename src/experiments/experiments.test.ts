/** Studies against closed forms and against what training measures by another route. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { planExperiment } from '../architecture/plan-experiment';
import { depthOf } from '../config/schema';
import type { DataSet } from '../data/dataset';
import { l2Norm } from '../engine/measures';
import { layoutOf } from '../network/parameters';
import { gradientOf } from '../training/gradient';
import { trainingBatch } from '../training/images';
import { PathRecorder } from '../training/path';
import { Trainer } from '../training/trainer';
import { rowOffsets, type LandscapeResult } from '../worker/protocol';
import { disposeConstants } from '../ops/constants';
import { curvePoints } from './degradation';
import { depthsOf, withDepth } from './depth';
import { filterNormalised } from './directions';
import { newCells } from './landscape';
import { drawSet, setSizes } from './lesion';
import { openStudy } from './run';
import { cosine } from './shattering';
import { carryOut, contextOf, smallData, smallExperiment } from './testing';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

async function trained(steps: number, config = smallExperiment()): Promise<Trainer> {
  const trainer = new Trainer(config, data);
  for (let step = 0; step < steps; step++) await trainer.step();
  return trainer;
}

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

describe('depth', () => {
  it('shares blocks among the stages that have some, and keeps widths and gains', () => {
    const deep = withDepth(smallExperiment(), 12);
    expect(deep.network.stages.map(({ blocks }) => blocks)).toEqual([3, 2, 0]);
    expect(depthOf(deep.network)).toBe(12);
    expect(deep.lanes.map(({ gains }) => gains)).toEqual([
      [1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('names each depth that can be had once', () => {
    expect(depthsOf(smallExperiment(), [8, 2, 9, 20])).toEqual([2, 8, 10, 20]);
    expect(depthsOf(smallExperiment({ block: 'bottleneck' }), [8, 9])).toEqual([8]);
  });
});

describe('init', () => {
  it('measures what training shows at step 0', async () => {
    const trainer = await trained(0);
    const { gradients, layers, seeds } = await carryOut(
      { kind: 'init', seeds: 2, depths: [] },
      contextOf(trainer, data),
    );
    expect(seeds).toEqual([0, 1]);
    const row = await trainer.measure();
    const offsets = rowOffsets(trainer.layout);
    for (const [lane, norms] of gradients.entries()) {
      for (const [i, layer] of (layers[lane] ?? []).entries()) {
        const { columns = [] } = trainer.layout.lanes[lane] ?? {};
        const measured = row[(offsets[lane] ?? 0) + columns.indexOf(`grad:${layer}`)] ?? Number.NaN;
        expect(Math.abs((norms[i]?.[0] ?? 0) / measured - 1)).toBeLessThan(1e-4);
        expect(norms[i]?.[1]).not.toBe(norms[i]?.[0]);
      }
    }
  });

  it('has equal first and last layers without blocks, and equal lanes with equal skips', async () => {
    const config = smallExperiment();
    const same = { ...config, lanes: config.lanes.map((lane) => ({ ...lane, gains: [1, 1, 1] })) };
    const result = await carryOut(
      { kind: 'init', seeds: 1, depths: [2, 10] },
      contextOf(await trained(0, same), data),
    );
    expect(result.depths).toEqual([2, 10]);
    expect(result.first[0]).toEqual(result.last[0]);
    expect(result.first[1]?.[0]).toEqual(result.first[1]?.[1]);
    expect(result.activations[0]).toEqual(result.activations[1]);
  });
});

describe('lesion', () => {
  it('finds the accuracy that testing finds where nothing is deleted', async () => {
    const trainer = await trained(6);
    const result = await carryOut({ kind: 'lesion', images: 500, draws: 1 }, contextOf(trainer, data));
    const test = trainer.test();
    let next = await test.next();
    while (next.done !== true) next = await test.next();
    expect(result.intact).toEqual(next.value.map(({ accuracy }) => accuracy));
    expect(result.images).toBe(500);
    expect(result.blocks[1]?.map(({ changesShape }) => changesShape)).toEqual([false, true, false]);
    expect(result.several.map(({ count }) => count)).toEqual([2]);
  });

  it('loses nothing with a block whose branch gives nothing', async () => {
    // Zero-last: at step 0 every branch ends with a scale of 0.
    const trainer = await trained(0, smallExperiment({ branchStart: 'zero-last' }));
    const result = await carryOut({ kind: 'lesion', images: 200, draws: 0 }, contextOf(trainer, data));
    const intact = result.intact[0];
    expect(result.single[0]).toEqual([intact, intact, intact]);
  });

  it('cannot skip a block without a shortcut where channels become fewer', async () => {
    const config = smallExperiment({
      stages: [
        { blocks: 1, width: 8, stride: 1 },
        { blocks: 2, width: 4, stride: 2 },
        { blocks: 0, width: 8, stride: 1 },
      ],
    });
    const result = await carryOut(
      { kind: 'lesion', images: 20, draws: 1 },
      contextOf(await trained(0, config), data),
    );
    expect(result.single[1]?.map((accuracy) => accuracy === null)).toEqual([false, true, false]);
    expect(result.single[0]).not.toContain(null);
  });

  it('by hand finds what deleting every block in turn finds, and says where it cannot', async () => {
    const trainer = await trained(6);
    const context = contextOf(trainer, data);
    const whole = await carryOut({ kind: 'lesion', images: 300, draws: 0 }, context);
    for (const block of [0, 1, 2]) {
      const { intact, without } = await carryOut({ kind: 'deletion', images: 300, blocks: [block] }, context);
      expect(intact).toEqual(whole.intact);
      expect(without).toEqual(whole.single.map((own) => own[block]));
    }
    const none = await carryOut({ kind: 'deletion', images: 300, blocks: [] }, context);
    expect(none.without).toEqual(whole.intact);
    const beyond = await carryOut({ kind: 'deletion', images: 30, blocks: [0, 7] }, context);
    expect(beyond.without).toEqual([null, null]);
  });

  it('draws sets without repetition, the same for the same seed', () => {
    const set = drawSet([1, 3, 5, 7, 9], 3, 4, 0);
    expect(new Set(set).size).toBe(3);
    expect(set).toEqual(set.toSorted((a, b) => a - b));
    expect(drawSet([1, 3, 5, 7, 9], 3, 4, 0)).toEqual(set);
    expect(drawSet([1, 3], 2, 0, 0)).toEqual([1, 3]);
    expect([setSizes(1), setSizes(3), setSizes(27)]).toEqual([[], [2], [2, 4, 8, 16]]);
  });
});

describe('degradation', () => {
  it('trains as the run does', async () => {
    const config = smallExperiment();
    const { learningRate } = config.optimiser;
    const result = await carryOut(
      { kind: 'degradation', depths: [8], seeds: 1, rates: [learningRate], steps: 4 },
      contextOf(await trained(0), data),
    );
    const same = withDepth(config, 8);
    const trainer = new Trainer(same, data);
    const losses: number[][] = [];
    for (let step = 0; step < 4; step++) losses.push([...(await trainer.step())]);
    const offsets = rowOffsets(trainer.layout);
    expect(result.points).toEqual([1, 2, 3, 4]);
    for (const lane of [0, 1]) {
      const own = losses.map((row) => row[offsets[lane] ?? 0] ?? Number.NaN);
      expect(result.curves[0]?.[lane]?.[0]?.[0]).toEqual(own);
      expect(result.window).toBe(2);
      expect(result.finals[0]?.[lane]?.[0]?.[0]).toBeCloseTo(((own[2] ?? 0) + (own[3] ?? 0)) / 2, 12);
    }
  });

  it('says where training diverges', async () => {
    const config = smallExperiment({ norm: 'none' });
    const result = await carryOut(
      { kind: 'degradation', depths: [8], seeds: 1, rates: [10], steps: 40 },
      contextOf(await trained(0, { ...config, optimiser: { ...config.optimiser, momentum: 0 } }), data),
    );
    expect(result.finals[0]?.[0]?.[0]?.[0]).toBe(Infinity);
  });

  it('spaces the points of a curve evenly, ending with the last step', () => {
    expect(curvePoints(3, 40)).toEqual([1, 2, 3]);
    expect(curvePoints(100, 4)).toEqual([25, 50, 75, 100]);
    expect(curvePoints(10, 4)).toEqual([3, 5, 8, 10]);
  });
});

describe('shattering', () => {
  it('finds gradients of a linear network equal everywhere', async () => {
    const trainer = await trained(0, smallExperiment({ norm: 'none', activation: 'linear' }));
    const result = await carryOut({ kind: 'shattering', seeds: 2, depths: [8] }, contextOf(trainer, data));
    for (const lane of result.cosines[0] ?? [])
      for (const seed of lane) for (const value of seed) expect(value).toBeCloseTo(1, 5);
  });

  it('finds neighbours more alike than distant inputs', async () => {
    const result = await carryOut(
      { kind: 'shattering', seeds: 1, depths: [8] },
      contextOf(await trained(0), data),
    );
    const [nearest = 0, farthest = 1] = [
      result.cosines[0]?.[1]?.[0]?.[0],
      result.cosines[0]?.[1]?.[0]?.at(-1),
    ];
    expect(nearest).toBeGreaterThan(farthest);
    expect(nearest).toBeLessThanOrEqual(1 + 1e-6);
  });

  it('knows the angle between two vectors', () => {
    expect(cosine(Float32Array.of(1, 0), Float32Array.of(1, 1))).toBeCloseTo(Math.SQRT1_2, 12);
    expect(cosine(Float32Array.of(1e-30, 0), Float32Array.of(-1e-30, 0))).toBe(-1);
    expect(cosine(Float32Array.of(0, 0), Float32Array.of(1, 1))).toBeNaN();
  });
});

describe('landscape', () => {
  it('has the loss of the next batch at its centre, and its gradient for a slope', async () => {
    // Smooth, so that a difference over a short way is a slope.
    const trainer = await trained(3, smallExperiment({ activation: 'tanh' }));
    const radius = 1 / 64;
    const study = openStudy(
      { kind: 'landscape', plane: 'random', radius, seed: 1 },
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

  it('moves each filter by its own norm and nothing else', async () => {
    const trainer = await trained(1);
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
    const trainer = await trained(0, smallExperiment(network));
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
    const trainer = await trained(0, smallExperiment({ ...network, branchStart: 'zero-last' }));
    const result = await carryOut({ kind: 'paths', samples: 1, seed: 0 }, contextOf(trainer, data));
    const [shortest, ...longer] = result.magnitudes[0] ?? [];
    expect(shortest?.[0]).toBeGreaterThan(0);
    expect(longer).toEqual([[0], [0], [0]]);
  });
});

describe('the path of training on the landscape', () => {
  it('lies on the plane of its main directions, begins where the run did and ends at the centre', async () => {
    const trainer = new Trainer(smallExperiment(), data);
    const path = new PathRecorder();
    for (let step = 0; step <= 6; step++) {
      if (path.wants(step)) path.add(step, await trainer.snapshots());
      if (step < 6) await trainer.step();
    }
    const context = { ...contextOf(trainer, data), path: path.points };
    const request = { kind: 'landscape', plane: 'path', radius: 1, seed: 0 } as const;
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
    const trainer = await trained(1);
    const study = openStudy(
      { kind: 'landscape', plane: 'path', radius: 0.5, seed: 0 },
      contextOf(trainer, data),
    );
    const { value } = await study.next();
    await study.return();
    expect(value?.result).toMatchObject({ plane: 'random', radii: [0.5, 0.5], paths: [[], []] });
  });
});

describe('zoos', () => {
  it('train every variant as training does, and the experiment itself among them', async () => {
    const config = smallExperiment();
    const { variants, finals, accuracies, window } = await carryOut(
      { kind: 'zoo', zoo: 'order', seeds: 1, steps: 8 },
      contextOf(await trained(0, config), data),
    );
    const alone = new Trainer({ ...config, lanes: config.lanes.slice(0, 1) }, data);
    const losses: number[] = [];
    for (let step = 0; step < 8; step++) losses.push((await alone.step())[1] ?? Number.NaN);
    const mean = losses.slice(-window).reduce((sum, loss) => sum + loss, 0) / window;
    expect(variants).toHaveLength(5);
    expect(finals[variants.indexOf(config.network.order)]).toEqual([mean]);
    // Another order is another network.
    expect(new Set(finals.flat()).size).toBe(5);
    expect(accuracies.flat().every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('give a network without any norm its way to start, and others their shortcut', async () => {
    const context = contextOf(await trained(0, smallExperiment({ gate: 'exclusive' })), data);
    const starts = await carryOut({ kind: 'zoo', zoo: 'norm-free', seeds: 2, steps: 2 }, context);
    expect(starts.variants).toEqual(['batch-norm', 'plain', 'zero-last', 'skip-init', 'fixup']);
    expect(starts.finals.every((bySeed) => bySeed.length === 2)).toBe(true);
    const shortcuts = await carryOut({ kind: 'zoo', zoo: 'shortcut', seeds: 1, steps: 2 }, context);
    expect(new Set(shortcuts.finals.flat()).size).toBe(6);
  });
});

it('leaves nothing behind on the backend, also when cancelled', async () => {
  const trainer = await trained(1);
  const requests = [
    { kind: 'init', seeds: 1, depths: [8] },
    { kind: 'lesion', images: 20, draws: 1 },
    { kind: 'deletion', images: 20, blocks: [0, 2] },
    { kind: 'zoo', zoo: 'norm-free', seeds: 1, steps: 2 },
    { kind: 'degradation', depths: [8], seeds: 1, rates: [0.1], steps: 2 },
    { kind: 'shattering', seeds: 1, depths: [8] },
    { kind: 'landscape', plane: 'random', radius: 1, seed: 0 },
    { kind: 'paths', samples: 1, seed: 0 },
  ] as const;
  disposeConstants();
  const before = tf.memory().numTensors;
  for (const request of requests) {
    const study = openStudy(request, contextOf(trainer, data));
    for (let tick = 0; tick < 3; tick++) await study.next();
    await study.return();
    disposeConstants();
    expect([request.kind, tf.memory().numTensors]).toEqual([request.kind, before]);
    await carryOut(request, contextOf(trainer, data));
    disposeConstants();
    expect([request.kind, tf.memory().numTensors]).toEqual([request.kind, before]);
  }
});
