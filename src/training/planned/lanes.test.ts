/** Planned steps against those of tfjs's engine: the same numbers to rounding, whatever the network. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { simdModule } from '../../../scripts/simd';
import { dataOf } from '../../../scripts/webgpu/experiments';
import { planLanesFor } from '../../architecture/plan-experiment';
import { PRESETS } from '../../config/presets';
import { blockCount, type ExperimentConfig, type NetworkConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { RunningStatistics } from '../../engine/statistics';
import { forward } from '../../network/forward';
import { initialParameters, layoutOf } from '../../network/parameters';
import { OwnHeap } from '../../ops/simd/heap';
import { Machine } from '../../ops/simd/machine';
import { experiments } from '../../testing/arbitrary';
import { lookUp, parameterTensors } from '../gradient';
import { HostLanes } from '../host/lanes';
import type { Lanes } from '../lanes';
import { Timeline } from '../step-inputs';
import { imageGradientOnHeap } from './gradient';
import { PlannedLanes } from './lanes';

const heap = new OwnHeap();
const machine = new Machine(new WebAssembly.Module(readFileSync(simdModule('plain'))), heap);

/** The engine of tfjs on its own wasm. */
beforeAll(() => useNodeBackend('reference'));

function plansOf(experiment: ExperimentConfig, data: DataSet) {
  return planLanesFor(experiment, data, data.classes.length);
}

function both(experiment: ExperimentConfig, data: DataSet): readonly [PlannedLanes, HostLanes] {
  const plans = plansOf(experiment, data);
  return [new PlannedLanes(machine, experiment, plans, data), new HostLanes(experiment, plans, data)];
}

/** A step with these skip gains. */
function take(
  lanes: Lanes,
  experiment: ExperimentConfig,
  data: DataSet,
  step: number,
  gains: readonly (readonly number[])[],
): Promise<readonly number[]> {
  const timeline = new Timeline(experiment, data.train.count);
  return lanes.run({ ...timeline.inputsOf(step, true), gains });
}

/** The largest difference of two vectors over the largest magnitude of the second, at least `least`. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>, least = 1e-6): number {
  expect(actual.length).toBe(expected.length);
  let [difference, scale] = [0, least];
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, b)) continue;
    // What is not finite is so in both.
    const both = Number.isFinite(a) || Number.isFinite(b);
    if (both) difference = Math.max(difference, Math.abs(a - b));
    if (both) scale = Math.max(scale, Math.abs(b));
  }
  return difference / scale;
}

/** Every step begins from the same numbers: what rounding becomes over several is not looked at. */
async function expectSame(
  experiment: ExperimentConfig,
  data: DataSet,
  gains: readonly (readonly (readonly number[])[])[],
  tolerance: number,
): Promise<void> {
  const [planned, host] = both(experiment, data);
  for (const [step, each] of gains.entries()) {
    const [measured, wanted] = [
      await take(planned, experiment, data, step, each),
      await take(host, experiment, data, step, each),
    ];
    expect(distance(measured, wanted)).toBeLessThan(tolerance);
    for (const lane of experiment.lanes.keys()) {
      const [a, b] = [await planned.snapshot(lane), await host.snapshot(lane)];
      expect(a.optimiser.updates).toEqual(b.optimiser.updates);
      expect(distance(a.optimiser.first, b.optimiser.first)).toBeLessThan(tolerance);
      expect(distance(a.parameters, b.parameters)).toBeLessThan(tolerance);
      expect([...a.statistics.keys()]).toEqual([...b.statistics.keys()]);
      for (const [norm, { mean, variance }] of b.statistics) {
        expect(distance(a.statistics.get(norm)?.mean ?? [], mean, 1)).toBeLessThan(tolerance);
        expect(distance(a.statistics.get(norm)?.variance ?? [], variance, 1)).toBeLessThan(tolerance);
      }
      host.restore(lane, a);
    }
  }
  for (const [lane, { gains: own }] of experiment.lanes.entries()) {
    const tests = host.test(lane, 107, own);
    for await (const { logits } of planned.test(lane, 107, own)) {
      const expected = await tests.next();
      if (expected.done === true) throw new Error('There are more batches than on the host');
      expect(distance(logits, expected.value.logits)).toBeLessThan(tolerance);
    }
  }
  planned.dispose();
}

/** Gains as they are, all 0, between, all 1, and as they are again. */
function switched(experiment: ExperimentConfig): readonly (readonly (readonly number[])[])[] {
  const own = experiment.lanes.map(({ gains }) => gains);
  const all = (gain: number) => own.map((gains) => gains.map(() => gain));
  return [own, all(0), all(0.5), all(1), own];
}

/** A narrow one of the same kind, for few small images. */
function small(experiment: ExperimentConfig, batchSize: number): ExperimentConfig {
  const narrow = (network: NetworkConfig): NetworkConfig => {
    const stages = network.stages.map((stage) => ({
      ...stage,
      blocks: Math.min(2, stage.blocks),
      width: 1 + (stage.width % 9),
    }));
    const blocks = blockCount({ ...network, stages });
    return {
      ...network,
      stemWidth: 1 + (network.stemWidth % 9),
      stages,
      overrides: network.overrides
        .filter(({ block }) => block < blocks)
        .map(({ width, ...rest }) => ({ ...rest, ...(width !== undefined && { width: 1 + (width % 9) }) })),
    };
  };
  const network = narrow(experiment.network);
  const lanes = experiment.lanes.map((lane) => {
    const own = lane.network && narrow(lane.network);
    const gains = lane.classic ? [] : lane.gains.slice(0, blockCount(own ?? network));
    const classic = lane.classic && { ...lane.classic, width: 1 + (lane.classic.width % 5), hidden: 7 };
    return { ...lane, gains, ...(own && { network: own }), ...(classic && { classic }) };
  });
  // The others divide by what may be rounding alone.
  const optimiser = { ...experiment.optimiser, kind: 'sgd', learningRate: 1e-3 } as const;
  return { ...experiment, network, lanes, optimiser, batchSize, timeline: [], rates: [] };
}

describe('presets', () => {
  // Deep ones are too ill-conditioned for more: the goldens look at the gradients of those that are not.
  it.each(PRESETS.map(({ id, config }) => [id, config] as const))(
    '%s begins with the loss',
    async (_, config) => {
      const experiment = { ...config, batchSize: 6, timeline: [], rates: [] };
      const data = dataOf(12, 3);
      const [planned, host] = both(experiment, data);
      const gains = experiment.lanes.map((lane) => lane.gains);
      const [measured, wanted] = [
        await take(planned, experiment, data, 0, gains),
        await take(host, experiment, data, 0, gains),
      ];
      expect(measured).toHaveLength(wanted.length);
      expect(distance(measured.slice(0, 2), wanted.slice(0, 2))).toBeLessThan(2e-3);
      planned.dispose();
    },
  );
});

describe('any experiment', () => {
  const sample = fc.sample(experiments, { seed: 13, numRuns: 40 }).map((each) => small(each, 5));
  it.each(sample.map((experiment, i) => [i, experiment] as const))('%i', async (_, experiment) => {
    await expectSame(experiment, dataOf(9, 2, 5), switched(experiment), 2e-3);
  });
});

describe('gradients of images', () => {
  it.each(PRESETS.slice(0, 12).map(({ id, config }) => [id, config] as const))('%s', async (_, config) => {
    const data = dataOf(8, 3);
    const experiment = small(config, 4);
    const [plan] = plansOf(experiment, data);
    if (plan === undefined) throw new Error('There is no lane');
    const gains = plan.blocks.map(() => 1);
    const parameters = initialParameters(plan, 3);
    const statistics = new RunningStatistics(plan).norms;
    const pixels = data.train.images.slice(0, 4 * 8 * 8 * 3);
    const scores = Float32Array.from({ length: 40 }, (_s, i) => (i % 10 === 3 ? 1 : 0));
    const measured = imageGradientOnHeap(machine, plan, { parameters, statistics, gains }, pixels, scores);
    const expected = tf.tidy(() => {
      const tensors = parameterTensors(layoutOf(plan.parameters), parameters);
      const norms = new Map(
        Array.from(statistics, ([norm, { mean, variance }]) => [
          norm,
          { mean: tf.tensor1d(mean), variance: tf.tensor1d(variance) },
        ]),
      );
      const mode = { kind: 'frozen', statistics: lookUp(norms) } as const;
      const options = { parameters: lookUp(tensors), mode, gains, byImages: true };
      const images = tf.tensor4d(pixels, [4, 8, 8, 3]);
      return tf
        .grad((x) => forward(plan, x as tf.Tensor4D, options))(images, tf.tensor2d(scores, [4, 10]))
        .dataSync<'float32'>();
    });
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0);
    expect(distance(measured, expected)).toBeLessThan(1e-4);
  });
});

it('keeps no memory from step to step, and frees all of it', async () => {
  const [preset] = PRESETS;
  const experiment = small(preset?.config as ExperimentConfig, 4);
  const data = dataOf(8, 1);
  const gains = switched(experiment);
  const steps = async (lanes: Lanes, count: number): Promise<void> => {
    for (let step = 0; step < count; step++)
      await take(lanes, experiment, data, step, gains[step % gains.length] ?? []);
  };
  const open = () => new PlannedLanes(machine, experiment, plansOf(experiment, data), data);
  const lanes = open();
  await steps(lanes, 10);
  const { used } = heap;
  const { byteLength } = heap.memory.buffer;
  await steps(lanes, 1000);
  expect(heap.used).toBe(used);
  expect(heap.memory.buffer.byteLength).toBe(byteLength);
  lanes.dispose();
  // Tables and scratch of kernels stay.
  const left = heap.used;
  const again = open();
  await steps(again, 10);
  again.dispose();
  expect(heap.used).toBe(left);
});

it('holds nothing more once there was no memory for it', async () => {
  const [preset] = PRESETS;
  const experiment = small(preset?.config as ExperimentConfig, 4);
  const data = dataOf(8, 1);
  /** Like a machine that has less to give. */
  class Scarce extends OwnHeap {
    left = Infinity;

    override allocate(bytes: number): number {
      this.left -= bytes;
      if (this.left < 0) throw new RangeError('There is no memory left');
      return super.allocate(bytes);
    }
  }
  const scarce = new Scarce();
  const own = new Machine(new WebAssembly.Module(readFileSync(simdModule('plain'))), scarce);
  const gains = switched(experiment)[0] ?? [];
  const attempt = async (bytes: number) => {
    scarce.left = bytes;
    const lanes = new PlannedLanes(own, experiment, plansOf(experiment, data), data);
    try {
      return await take(lanes, experiment, data, 0, gains);
    } finally {
      lanes.dispose();
    }
  };
  const whole = await attempt(Infinity);
  const { used } = scarce;
  await attempt(1e12);
  const needed = 1e12 - scarce.left;
  for (const share of [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.99]) {
    await expect(attempt(share * needed)).rejects.toThrow(RangeError);
    expect(scarce.used).toBe(used);
  }
  expect(await attempt(Infinity)).toEqual(whole);
});
