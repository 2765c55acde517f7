/** Where a network breaks, on networks that were broken at a known place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { planExperiment } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import { pairOf } from '../testing/config';
import { loadDataSet, type DataSet } from '../data/dataset';
import { l2Norm } from '../engine/measures';
import { initialParameters, layoutOf } from '../network/parameters';
import { gradientOf, rowOffsets } from '../contract/metrics';
import { faultInPass, faultInRow } from './fault';
import { trainingBatch } from './images';
import { Trainer } from './trainer';

const bare = pairOf(
  [
    { blocks: 1, width: 4, stride: 2 },
    { blocks: 2, width: 8, stride: 2 },
    { blocks: 0, width: 8, stride: 1 },
  ],
  { network: { norm: 'none' } },
);

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await loadDataSet(bare.data, 0, { baseUrl: 'https://example.test/', onProgress: () => undefined });
});

/** The fault of a network of which one parameter is filled with a value. */
async function broken(parameter: string, value: number | null) {
  const plan = planExperiment(bare);
  const layout = layoutOf(plan.parameters);
  const parameters = initialParameters(plan, 0);
  const { offset, size } = layout.entries.find(({ name }) => name === parameter)!;
  if (value !== null) parameters.fill(value, offset, offset + size);
  const batch = trainingBatch(data, Uint32Array.from([0, 1, 2, 3]));
  return faultInPass({ plan, layout, parameters, gains: [1, 1, 1], batch });
}

describe('a forward pass', () => {
  it('breaks nowhere with ordinary weights', async () => {
    expect(await broken('conv1.weight', null)).toBeNull();
  });

  it.each([
    ['conv1.weight', 3e38, { place: 'output', layer: 'conv1' }],
    ['layer2.0.conv2.weight', 3e38, { place: 'output', layer: 'layer2.0' }],
    ['fc.weight', 3e38, { place: 'logits', layer: 'fc' }],
    ['layer2.1.conv1.weight', Infinity, { place: 'weights', layer: 'layer2.1.conv1' }],
    ['fc.weight', Number.NaN, { place: 'weights', layer: 'fc' }],
  ] as const)('with %s = %d breaks first where its values overflow', async (parameter, value, fault) => {
    expect(await broken(parameter, value)).toEqual(fault);
  });
});

describe('a row', () => {
  const columns = ['loss', 'accuracy', gradientOf('a'), gradientOf('b'), gradientOf('c')] as const;
  it.each([
    [[1, 0, 1e-30, 0, 1e30], null],
    [[1, 0, Infinity, Number.NaN, 1], { place: 'gradient', layer: 'b' }],
    [[Number.NaN, 0, 1, 1, 1], { place: 'loss', layer: null }],
  ])('%j tells of %j', (values, fault) => expect(faultInRow(columns, values)).toEqual(fault));
});

it('a rate too high breaks a lane, and more is known of it than its loss', async () => {
  const hot: ExperimentConfig = {
    ...bare,
    network: { ...bare.network, activation: 'linear' },
    lanes: [bare.lanes[0]!],
    optimiser: { ...bare.optimiser, learningRate: 10 },
  };
  const trainer = new Trainer(hot, data);
  let steps = 0;
  let found = trainer.divergences(await trainer.step());
  for (; found.length === 0 && steps < 60; steps++) found = trainer.divergences(await trainer.step());
  expect(found).toHaveLength(1);
  const [seen] = found;
  if (seen === undefined) throw new Error('nothing diverged');
  const { lane, step, place, layer } = await trainer.locate(seen);
  expect([lane, step]).toEqual(['residual', trainer.stepCount - 1]);
  // The weights of the step before were finite still, or they are named: never the loss, which is the last to know.
  expect(place).not.toBe('loss');
  expect(layer).not.toBeNull();
});

it('norms of the tiniest gradients are not zero', () => {
  expect(l2Norm(new Float32Array(4).fill(1e-30))).toBeCloseTo(2e-30, 35);
  expect(l2Norm(new Float32Array(4).fill(1e-30))).toBeGreaterThan(1.99e-30);
  expect(l2Norm(Float32Array.of(2 ** -149, 0))).toBe(2 ** -149);
  expect(l2Norm(Float32Array.of(3e38, 3e38))).toBeCloseTo(4.24e38, -36.5);
});

// Behind so many convolutions ∞ − ∞ is met, whose NaN wasm's own ReLU takes for 0: a loss of ln 10, and accuracy by chance.
describe.each(['wasm', 'cpu'] as const)('a network that overflows at once, on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));
  afterAll(() => useNodeBackend('wasm'));

  it('has neither loss nor gradients, and is at fault where its values overflow', async () => {
    const stage = { blocks: 9, width: 4 };
    const broken = pairOf(
      [
        { ...stage, stride: 1 },
        { ...stage, stride: 2 },
        { ...stage, stride: 2 },
      ],
      { batchSize: 4, network: { norm: 'none', shortcut: 'A', initialisation: 'normal', initDeviation: 10 } },
    );
    const trainer = new Trainer(broken, data);
    const [first = 0, second = 0] = rowOffsets(trainer.layout);
    const found = [];
    for (let step = 0; step < 3; step++) {
      const row = await trainer.step();
      found.push(...trainer.divergences(row));
      for (const lane of [row.subarray(first, second), row.subarray(second)]) {
        const [loss, accuracy, ...norms] = lane;
        expect(accuracy).toBe(0);
        expect([loss, ...norms].every(Number.isNaN)).toBe(true);
      }
    }
    for await (const _ of trainer.test()) expect(_).toBeUndefined();
    const { place, layer } = await trainer.locate(found[0]!);
    expect(place).toBe('output');
    expect(layer).toMatch(/^layer[23]\.\d$/);
  });
});
