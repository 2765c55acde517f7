/** Studies against closed forms and against what training measures by another route. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { depthOf } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { Trainer } from '../../training/trainer';
import { gradientOf, rowOffsets } from '../../contract/metrics';
import { disposeConstants } from '../../ops/constants';
import { curvePoints } from '../degradation/compute';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { drawSet, setSizes } from '../lesion/compute';
import { openStudy } from './run-study';
import { cosine } from '../shattering/compute';
import { carryOut, contextOf, smallData, smallExperiment, trained } from '../../testing/studies';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

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
    const trainer = await trained(data, 0);
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
        const measured = row[(offsets[lane] ?? 0) + columns.indexOf(gradientOf(layer))] ?? Number.NaN;
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
      contextOf(await trained(data, 0, same), data),
    );
    expect(result.depths).toEqual([2, 10]);
    expect(result.first[0]).toEqual(result.last[0]);
    expect(result.first[1]?.[0]).toEqual(result.first[1]?.[1]);
    expect(result.activations[0]).toEqual(result.activations[1]);
  });
});

describe('lesion', () => {
  it('finds the accuracy that testing finds where nothing is deleted', async () => {
    const trainer = await trained(data, 6);
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
    const trainer = await trained(data, 0, smallExperiment({ branchStart: 'zero-last' }));
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
      contextOf(await trained(data, 0, config), data),
    );
    expect(result.single[1]?.map((accuracy) => accuracy === null)).toEqual([false, true, false]);
    expect(result.single[0]).not.toContain(null);
  });

  it('by hand finds what deleting every block in turn finds, and says where it cannot', async () => {
    const trainer = await trained(data, 6);
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
      contextOf(await trained(data, 0), data),
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
      contextOf(await trained(data, 0, { ...config, optimiser: { ...config.optimiser, momentum: 0 } }), data),
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
    const trainer = await trained(data, 0, smallExperiment({ norm: 'none', activation: 'linear' }));
    const result = await carryOut({ kind: 'shattering', seeds: 2, depths: [8] }, contextOf(trainer, data));
    for (const lane of result.cosines[0] ?? [])
      for (const seed of lane) for (const value of seed) expect(value).toBeCloseTo(1, 5);
  });

  it('finds neighbours more alike than distant inputs', async () => {
    const result = await carryOut(
      { kind: 'shattering', seeds: 1, depths: [8] },
      contextOf(await trained(data, 0), data),
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

describe('zoos', () => {
  it('train every variant as training does, and the experiment itself among them', async () => {
    const config = smallExperiment();
    const { variants, finals, accuracies, window } = await carryOut(
      { kind: 'zoo', zoo: 'order', seeds: 1, steps: 8 },
      contextOf(await trained(data, 0, config), data),
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
    const context = contextOf(await trained(data, 0, smallExperiment({ gate: 'exclusive' })), data);
    const starts = await carryOut({ kind: 'zoo', zoo: 'norm-free', seeds: 2, steps: 2 }, context);
    expect(starts.variants).toEqual(['batch-norm', 'plain', 'zero-last', 'skip-init', 'fixup']);
    expect(starts.finals.every((bySeed) => bySeed.length === 2)).toBe(true);
    const shortcuts = await carryOut({ kind: 'zoo', zoo: 'shortcut', seeds: 1, steps: 2 }, context);
    expect(new Set(shortcuts.finals.flat()).size).toBe(6);
  });
});

it('leaves nothing behind on the backend, also when cancelled', async () => {
  const trainer = await trained(data, 1);
  const requests = [
    { kind: 'init', seeds: 1, depths: [8] },
    { kind: 'lesion', images: 20, draws: 1 },
    { kind: 'deletion', images: 20, blocks: [0, 2] },
    { kind: 'zoo', zoo: 'norm-free', seeds: 1, steps: 2 },
    { kind: 'degradation', depths: [8], seeds: 1, rates: [0.1], steps: 2 },
    { kind: 'shattering', seeds: 1, depths: [8] },
    { kind: 'landscape', plane: 'random', statistics: 'batch', radius: 1, seed: 0 },
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
