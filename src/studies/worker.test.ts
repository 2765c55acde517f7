/** Studies against closed forms and against what training measures by another route. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { decode } from '../config/codec/url';
import { depthOf } from '../config/schema';
import type { DataSet } from '../data/dataset';
import { Trainer } from '../training/trainer';
import { gradientOf, rowOffsets } from '../contract/metrics';
import { disposeConstants } from '../ops/constants';
import { depthsOf, withDepth } from '../config/edit/edit';
import { curvePoints } from './compute';
import { cosine } from './shattering/compute';
import { openStudy } from './worker';
import { carryOut, contextOf, smallData, smallExperiment, trained } from '../testing/studies';

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

describe('variants', () => {
  it('train every variant as training does, and the experiment itself among them', async () => {
    const config = smallExperiment();
    const { variants, finals, accuracies, window } = await carryOut(
      { kind: 'variants', set: 'order', seeds: 1, steps: 8 },
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
    const starts = await carryOut({ kind: 'variants', set: 'norm-free', seeds: 2, steps: 2 }, context);
    expect(starts.variants).toEqual(['batch-norm', 'plain', 'zero-last', 'skip-init', 'fixup']);
    expect(starts.finals.every((bySeed) => bySeed.length === 2)).toBe(true);
    const shortcuts = await carryOut({ kind: 'variants', set: 'shortcut', seeds: 1, steps: 2 }, context);
    expect(new Set(shortcuts.finals.flat()).size).toBe(6);
  });
});

it('leaves nothing behind on the backend, also when cancelled', async () => {
  const trainer = await trained(data, 1);
  const requests = [
    { kind: 'init', seeds: 1, depths: [8] },
    { kind: 'lesion', images: 20, draws: 1 },
    { kind: 'ablation', images: 20, blocks: [0, 2] },
    { kind: 'variants', set: 'norm-free', seeds: 1, steps: 2 },
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

describe('studies beside a classic lane', () => {
  const { config } = decode(
    '#v=1&set=shapes&width=4&batch=16&test=0&blocks=1,1,0&lanes=residual,plain,lenet&net.lenet=lenet',
  );
  const context = () => contextOf(new Trainer(config, data), data);

  it('measures the layers of all at step 0, other depths of residual ones only', async () => {
    const result = await carryOut({ kind: 'init', seeds: 1, depths: [2, 6] }, context());
    expect(result.layers[2]).toStrictEqual(['conv1', 'conv2', 'fc1', 'fc2', 'fc3']);
    expect(result.gradients[2]?.flat().every((norm) => norm > 0)).toBe(true);
    expect(result.first.map((lanes) => Number.isNaN(lanes[2]?.[0]))).toStrictEqual([true, true]);
    expect(
      result.first
        .flatMap((lanes) => lanes.slice(0, 2))
        .flat()
        .every(Number.isFinite),
    ).toBe(true);
  });

  it('deletes blocks of those that have some', async () => {
    const result = await carryOut({ kind: 'lesion', images: 20, draws: 1 }, context());
    expect(result.lanes).toStrictEqual(['residual', 'plain']);
  });

  it('draws the landscape of all', async () => {
    const study = contextOf(new Trainer(config, data), data);
    const result = await carryOut(
      { kind: 'landscape', plane: 'random', statistics: 'batch', radius: 0.5, seed: 0 },
      study,
    );
    expect(result.lanes).toHaveLength(3);
    expect(result.losses[2]?.every(Number.isFinite)).toBe(true);
  });

  it('finds paths of those that have skips', async () => {
    const result = await carryOut({ kind: 'paths', samples: 1, seed: 0 }, context());
    expect(result.lanes).toStrictEqual(['residual']);
  });
});
