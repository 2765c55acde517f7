/** How much a step asks of a GPU, on one that only counts: what it computes is tested in the browser. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planLanes } from '../../architecture/plan-experiment';
import { dataFacts } from '../../config/data-sets';
import { PRESETS, type PresetId } from '../../config/presets';
import { blockCount, type ExperimentConfig, type NetworkConfig, type StageConfig } from '../../config/schema';
import type { DataSet, ImageSet } from '../../data/dataset';
import { useKernels } from '../../ops/active-kernels';
import { referenceKernels } from '../../ops/reference/kernel-set';
import { webgpuKernels } from '../../ops/webgpu/kernel-set';
import { GpuDouble } from '../../testing/gpu-double';
import { loadGpuLanes, Trainer } from '../trainer';

let gpu: GpuDouble;

beforeEach(async () => {
  gpu = new GpuDouble();
  await gpu.use();
  useKernels(webgpuKernels());
  await loadGpuLanes();
});

afterEach(() => {
  useKernels(referenceKernels);
  gpu.leave();
});

/** Black images of the size that an experiment asks for. */
function dataOf({ data }: ExperimentConfig): DataSet {
  const { set, inputSize } = data;
  const { channels, classes } = dataFacts(data);
  const black = (count: number): ImageSet => ({
    images: new Float32Array(count * inputSize ** 2 * channels),
    labels: new Uint8Array(count),
    count,
  });
  return {
    name: set,
    height: inputSize,
    width: inputSize,
    channels,
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    mean: Array.from({ length: channels }, () => 0),
    deviation: Array.from({ length: channels }, () => 1),
    train: black(64),
    test: black(32),
  };
}

/** What the second step asks for; the first captures it. */
async function stepOf(experiment: ExperimentConfig) {
  const trainer = new Trainer(experiment, dataOf(experiment));
  await trainer.step();
  gpu.take();
  await trainer.step();
  const asked = gpu.take();
  trainer.dispose();
  return asked;
}

function presetOf(id: PresetId): ExperimentConfig {
  const preset = PRESETS.find((each) => each.id === id);
  if (preset === undefined) throw new Error(`No preset is called ${id}`);
  return preset.config;
}

/** The default pair's kind of network, three stages of so many blocks, with something changed in network or stages. */
function networkOf(
  blocks: number,
  network: Partial<NetworkConfig> = {},
  stage: Partial<StageConfig> = {},
): ExperimentConfig {
  const { network: own, ...experiment } = presetOf('exploding-20');
  const changed = {
    ...own,
    stages: own.stages.map((each) => ({ ...each, blocks, ...stage })),
    ...network,
  };
  const lanes = experiment.lanes.map((lane) => ({
    ...lane,
    gains: Array.from({ length: blockCount(changed) }, () => lane.gains[0] ?? 0),
  }));
  return { ...experiment, network: changed, lanes };
}

/** Seven a layer, convolutions with their norms, projections, gates and dense layers, and ten more. */
function allowed(experiment: ExperimentConfig, lane: number): number {
  const parameters = planLanes(experiment)[lane]?.parameters ?? [];
  return 7 * parameters.filter(({ shape }) => shape.length > 1).length + 10;
}

describe('dispatches of a step', () => {
  const kinds: readonly (readonly [string, ExperimentConfig])[] = [
    ['ResNet-8', networkOf(1)],
    ['ResNet-20', networkOf(3)],
    ['ResNet-56', networkOf(9)],
    ['ResNet-110', networkOf(18)],
    ['zero-padding shortcuts', networkOf(3, { shortcut: 'A' })],
    ['projections everywhere', networkOf(3, { shortcut: 'C' })],
    ['bottlenecks', networkOf(3, { block: 'bottleneck' })],
    ['pre-activation', networkOf(3, { order: 'pre-activation' })],
    ['squeeze and excitation', networkOf(3, {}, { reduction: 4 })],
    ['group norm', networkOf(3, { norm: 'group' })],
    ['no norm', networkOf(3, { norm: 'none', activation: 'tanh' })],
    ...(['resnet-56', 'preact-110', 'preact-164', 'resnext-29', 'resnet-34', 'resnet-50'] as const).map(
      (id) => [id, presetOf(id)] as const,
    ),
  ];
  for (const [name, experiment] of kinds)
    it(`are at most seven a layer and ten: ${name}`, async () => {
      for (const [i, lane] of experiment.lanes.entries()) {
        const { dispatches } = await stepOf({ ...experiment, lanes: [lane] });
        expect(dispatches.length).toBeLessThanOrEqual(allowed(experiment, i));
      }
    });

  it('are no more for classic networks, but for three where DenseNet joins channels', async () => {
    for (const [id, more] of [
      ['rival-lenet', 0],
      ['rival-alexnet', 0],
      ['rival-vgg', 0],
      ['rival-densenet', 3 * 18],
    ] as const) {
      const experiment = presetOf(id);
      const { dispatches } = await stepOf({ ...experiment, lanes: experiment.lanes.slice(2) });
      expect(dispatches.length).toBeLessThanOrEqual(allowed(experiment, 2) + more);
    }
  });

  it('add sums and activations of their own to no other pass', async () => {
    const { dispatches } = await stepOf(networkOf(3, { order: 'pre-activation' }, { reduction: 4 }));
    const own = new Set(dispatches);
    // Sums, and gradients of shortcuts: of projections alone, whose norms read them twice.
    expect(dispatches.filter((name) => name === 'activation-gradient').length).toBeLessThanOrEqual(
      2 * (2 + 18),
    );
    expect(own).not.toContain('binary_0');
    expect(own).not.toContain('scalar');
  });
});

describe('a step of the default pair', () => {
  it('is one submission that makes no buffer', async () => {
    const { dispatches, submissions, buffers } = await stepOf(presetOf('exploding-56'));
    expect({ dispatches: dispatches.length, submissions, buffers }).toEqual({
      dispatches: 2 * 410,
      submissions: 1,
      buffers: 0,
    });
  });

  it.each(['nvidia', 'swiftshader'])('has compiled twenty pipelines on %s', async (vendor) => {
    await gpu.use(vendor);
    await stepOf(presetOf('exploding-56'));
    expect(gpu.pipelines.length).toBe(20);
  });
});
