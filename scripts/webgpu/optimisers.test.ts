/** Optimisers and clipping on the GPU: against PyTorch's figures, against the processor, and in captured steps. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import { DEFAULTS } from '../../src/config/defaults';
import type { OptimiserConfig } from '../../src/config/schema';
import { planBatches } from '../../src/data/batches';
import { loadDataSet } from '../../src/data/dataset';
import { l2Norm } from '../../src/engine/measures';
import {
  decayOf,
  hyperparametersOf,
  Optimiser,
  paceOf,
  ruleOf,
  type Decaying,
} from '../../src/engine/optimiser';
import { PARAMETERS, PASSING_CASES, SIZES, START, STEPS } from '../../src/testing/passed-over';
import { GpuAllocations, readBuffer } from '../../src/engine/webgpu/gpu-allocations';
import { PACE_SIZE, stateRows, withGroup } from '../../src/ops/webgpu/optimiser/hyper';
import {
  clipFactors,
  sumGradients,
  updateClipped,
  updateState,
} from '../../src/ops/webgpu/optimiser/optimisers';
import { BLOCK, gradientNormParts } from '../../src/ops/webgpu/optimiser/packed';
import { webgpuBackend } from '../../src/ops/webgpu/program';
import { layoutOf } from '../../src/network/parameters';
import { CLOSED_PATH_CASES, SHORTCUT_NORM, WATCHED } from '../../src/testing/closed-paths';
import { lookUp } from '../../src/training/gradient';
import { dataOf, experimentOf, plansOf, type Choice } from './experiments';
import { assertAgree, onGpu, onHost, steps } from './lanes';
import { assertClose, random, type Values } from './testing';

/** A parameter that ends between two multiples of 64. */
const SIZE = 130;

interface KernelStep {
  readonly gradient: Float32Array;
  /** Whether a parameter gets a gradient in this step; all do where absent. */
  readonly open?: (parameter: number) => boolean;
}

/** Weights of these parameters, each a group, after updates along gradients that are given in two parts. */
async function onKernels(
  weights: Float32Array,
  steps: readonly KernelStep[],
  options: OptimiserConfig,
  parameters: readonly Decaying[] = [{ shape: [SIZE] }],
): Promise<Float32Array> {
  await tf.setBackend('webgpu');
  const backend = webgpuBackend();
  const held = new GpuAllocations(backend);
  const rule = ruleOf(options);
  const rows = stateRows(rule);
  const sizes = parameters.map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  let [from, room] = [0, 0];
  const places = sizes.map((size) => {
    const place = { from, offset: room, size };
    from += size;
    room += Math.ceil(size / BLOCK) * BLOCK;
    return place;
  });
  const packed = (values: Float32Array): Float32Array => {
    const all = new Float32Array(room);
    for (const { from: start, offset, size } of places) all.set(values.subarray(start, start + size), offset);
    return all;
  };
  const values = new Float32Array(rows * room);
  values.set(packed(weights));
  const state = held.upload(values, [rows, room]);
  const blocks = places.flatMap(({ offset, size }, group) =>
    Array.from({ length: Math.ceil(size / BLOCK) }, (_, block) => [
      offset + block * BLOCK,
      2,
      room,
      withGroup(Math.min(BLOCK, size - block * BLOCK), group),
    ]),
  );
  const table = held.upload(Int32Array.from(blocks.flat()), [blocks.length, 4]).tensor;
  const cuts = places.flatMap(({ offset, size }) => {
    const first = Math.min(size, 100);
    return first < size ? [offset, first, offset + first, size - first] : [offset, first];
  });
  const chunks = held.upload(Int32Array.from(cuts), [cuts.length]).tensor;
  const factors = held.upload(new Int32Array(2), [2]).tensor;
  const counts = sizes.map(() => 0);
  for (const { gradient, open = () => true } of steps) {
    const parts = new Float32Array(2 * room);
    packed(gradient).forEach((value, i) => {
      // Infinity has no parts.
      const part = Number.isFinite(value) ? Math.fround(0.25 * value) : 0;
      parts[i] = part;
      parts[room + i] = value - part;
    });
    const hyper = hyperparametersOf(options, true);
    const pace = parameters.flatMap((parameter, group) => {
      const weightDecay = decayOf(options, parameter);
      return paceOf(options, { updates: counts[group] ?? 0, open: open(group), weightDecay });
    });
    counts.forEach((updates, group) => {
      if (open(group)) counts[group] = updates + 1;
    });
    tf.tidy(() => {
      const [partials, told] = [tf.tensor(parts), tf.tensor1d(hyper)];
      const paces = tf.tensor2d(pace, [sizes.length, PACE_SIZE]);
      if (options.clip === 0) updateState(state.tensor, partials, table, told, paces, rule);
      else {
        sumGradients(state.tensor, partials, table, paces);
        clipFactors(gradientNormParts(state.tensor, chunks), told, factors);
        updateClipped(state.tensor, factors, table, told, paces, rule);
      }
    });
  }
  // What tfjs has recorded waits in its own encoder.
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  const result = await readBuffer(backend.device, state.buffer, 4 * room);
  held.dispose();
  const found = new Float32Array(from);
  for (const { from: start, offset, size } of places)
    found.set(result.subarray(offset, offset + size), start);
  assert(
    packed(found).every((value, i) => Object.is(value, result[i])),
    'what lies between parameters has moved',
  );
  return found;
}

const optionsOf = (options: Partial<OptimiserConfig>): OptimiserConfig => ({
  ...DEFAULTS.optimiser,
  learningRate: 0.01,
  momentum: 0.9,
  weightDecay: 0.01,
  ...options,
});

const rules = {
  sgd: optionsOf({ learningRate: 0.05 }),
  nesterov: optionsOf({ learningRate: 0.05, nesterov: true }),
  adam: optionsOf({ kind: 'adam' }),
  adamw: optionsOf({ kind: 'adamw', weightDecay: 0.1, beta1: 0.8, beta2: 0.99 }),
  rmsprop: optionsOf({ kind: 'rmsprop' }),
} satisfies Record<string, OptimiserConfig>;

/**
 * PyTorch 1.13 in float64: weights sin(0.7 i + 0.3), gradients cos(1.3 i + 0.9 step) · 10^−(i mod 7), 50 steps with gradients
 * as they are and clipped to 1.5: the weights number 0, 5, 63, 64 and 129, and the norm of all.
 */
const figures: Readonly<Record<keyof typeof rules, readonly [readonly number[], readonly number[]]>> = {
  sgd: [
    [0.0596166384, -0.494888303, 0.234443683, 0.763797048, 0.391872771, 6.64401348],
    [0.151734344, -0.494887822, 0.282217813, 0.744866497, 0.392019868, 6.55061893],
  ],
  nesterov: [
    [0.0264194346, -0.492951512, 0.191745331, 0.756213744, 0.390392085, 6.60209866],
    [0.135027364, -0.492950818, 0.260752599, 0.73973411, 0.390511105, 6.52072188],
  ],
  adam: [
    [0.267544078, -0.180422458, 0.383309849, 0.86397337, 0.085690767, 5.38133323],
    [0.265697059, -0.180428479, 0.380589907, 0.802838721, 0.0810562772, 5.16584819],
  ],
  adamw: [
    [0.262533842, -0.596598257, 0.371289691, 0.869965434, 0.451665638, 7.6828614],
    [0.26255047, -0.596592186, 0.37127785, 0.869985213, 0.451742324, 7.68280649],
  ],
  rmsprop: [
    [-0.352957555, 0.0314015939, -0.0821606027, 0.218924794, -0.0336878768, 4.90120133],
    [-0.320307634, 0.0314226256, -0.083564709, -0.12251822, -0.03034895, 4.15287436],
  ],
};

for (const [name, options] of Object.entries(rules)) {
  for (const [i, clip] of [0, 1.5].entries())
    test(`optimiser as PyTorch's: ${name}${clip > 0 ? ', clipped' : ''}`, async () => {
      const weights = Float32Array.from({ length: SIZE }, (_, at) => Math.sin(0.7 * at + 0.3));
      const gradients = Array.from({ length: 50 }, (_, step) =>
        Float32Array.from({ length: SIZE }, (_, at) => Math.cos(1.3 * at + 0.9 * step) * 10 ** -(at % 7)),
      ).map((gradient) => ({ gradient }));
      const found = await onKernels(weights, gradients, { ...options, clip });
      const norm = Math.hypot(...found);
      const at = [0, 5, 63, 64, 129].map((place) => found[place] ?? Number.NaN);
      assertClose([...at, norm], figures[name as keyof typeof rules][i] ?? [], name, 2e-6);
    });
}

for (const { name, options, expected } of PASSING_CASES)
  test(`a parameter without a gradient is passed over as in PyTorch: ${name}`, async () => {
    const steps = STEPS.map(({ gradient, second }) => ({
      gradient: second ? gradient : gradient.map((value, i) => (i < SIZES[0] ? value : Number.NaN)),
      open: (parameter: number) => parameter === 0 || second,
    }));
    assertClose(await onKernels(START, steps, options, PARAMETERS), expected, name, 2e-6);
  });

test('clipping of tiny, huge and non-finite gradients', async () => {
  const unit = random('gradient', [SIZE]).values;
  const scaled = (scale: number): Values => unit.map((value) => scale * value);
  const broken = (value: number): Values => unit.map((each, i) => (i === 128 ? value : each));
  const cases: readonly (readonly [Values, number])[] = [
    [scaled(1e-30), 1],
    [scaled(1e-30), 1e-3],
    [scaled(1e-41), 1],
    [scaled(1e37), 1],
    [scaled(1e37), 1000],
    [scaled(1), 1e-8],
    [new Float32Array(SIZE), 0.5],
    [broken(Number.POSITIVE_INFINITY), 1],
    [broken(Number.NaN), 1],
  ];
  for (const [gradient, clip] of cases) {
    const options = optionsOf({ learningRate: 1, momentum: 0, weightDecay: 0, clip });
    const expected = new Float32Array(SIZE);
    new Optimiser([{ shape: [SIZE] }], options.kind).update(expected, gradient, options);
    const found = await onKernels(new Float32Array(SIZE), [{ gradient }], options);
    const label = `clipped to ${clip}: ${gradient[0]}`;
    assert(
      expected.every((value, i) => Number.isNaN(value) === Number.isNaN(found[i])),
      `${label}: other numbers are broken`,
    );
    const largest = Math.max(...expected.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))));
    // A GPU may take a subnormal number for 0.
    if (largest > 1e-37)
        assertClose(found.map((value) => (value || 0) / largest), expected.map((value) => (value || 0) / largest), label); // prettier-ignore
  }
});

const cases: readonly (Choice & { readonly name: string })[] = [
  {
    name: 'Adam, clipped, smoothed labels',
    learningRate: 0.01,
    optimiser: { kind: 'adam', clip: 0.5 },
    loss: { kind: 'cross-entropy', smoothing: 0.1, focus: 0 },
  },
  {
    name: 'AdamW, squared error, zero padding',
    learningRate: 0.01,
    shortcut: 'A',
    optimiser: { kind: 'adamw', weightDecay: 0.1 },
    loss: { kind: 'squared-error', smoothing: 0, focus: 0 },
  },
  {
    name: 'RMSProp with momentum, focal loss, no norm',
    norm: 'none',
    activation: 'tanh',
    learningRate: 0.003,
    optimiser: { kind: 'rmsprop', momentum: 0.5 },
    loss: { kind: 'focal', smoothing: 0, focus: 2 },
  },
  { name: 'SGD, clipped', optimiser: { clip: 0.2 } },
];

for (const { name, ...choice } of cases)
  test(`replays as on the processor: ${name}`, async () => {
    const [experiment, data] = [experimentOf({ width: 4, ...choice }), dataOf(7, 3)];
    const expected = await onHost('cpu', experiment, data, steps(5));
    assertAgree(await onGpu(experiment, data, steps(5)), expected, 5e-4);
  });

for (const { name, experiment, losses, norms, running } of CLOSED_PATH_CASES)
  test(`replays leave what is behind a closed skip as PyTorch does: ${name}`, async () => {
    const { data: wanted, seeds, batchSize, timeline } = experiment;
    const data = await loadDataSet(wanted, seeds.data, {
      baseUrl: location.href,
      onProgress: () => undefined,
    });
    const batches = planBatches(data.train.count, batchSize, seeds.order);
    const entries = layoutOf(plansOf(experiment, data)[0]?.parameters ?? []).entries;
    await onGpu(experiment, data, async (lanes) => {
      const found: number[] = [];
      for (let step = 0; step < losses.length; step++) {
        for (const { block, gain } of timeline.filter((event) => event.step === step))
          lanes.setGain(0, block, gain);
        const indices = batches.indicesOfStep(step);
        // A measurement in between counts as no step.
        await lanes.run(indices, false, step);
        found.push((await lanes.run(indices, true, step))[0] ?? Number.NaN);
      }
      found.forEach((loss, step) =>
        assertClose([loss], [losses[step] ?? Number.NaN], `loss of step ${step}`, 1e-4),
      );
      const { parameters, statistics, optimiser } = await lanes.snapshot(0);
      WATCHED.forEach((parameter, i) => {
        const { offset = 0, size = 0 } = entries.find((entry) => entry.name === parameter) ?? {};
        const norm = l2Norm(parameters, offset, offset + size);
        assertClose([norm], [norms[i] ?? Number.NaN], parameter, 1e-3);
      });
      const { mean, variance } = lookUp(statistics)(SHORTCUT_NORM);
      assertClose([l2Norm(mean), l2Norm(variance)], running, 'running statistics', 1e-4);
      // Of the gates of both blocks, and of the projection: nine, eight and eight of sixteen steps.
      const counts = entries.map((entry, i) => [entry.name, optimiser.updates[i]]);
      const counted = new Map(counts as [string, number][]);
      assert(
        counted.get('layer1.0.gate.weight') === 9,
        `${counted.get('layer1.0.gate.weight')} updates of the first gate`,
      );
      assert(
        counted.get('layer2.0.gate.bias') === 8,
        `${counted.get('layer2.0.gate.bias')} updates of the second gate`,
      );
      assert(
        counted.get('conv1.weight') === losses.length,
        `${counted.get('conv1.weight')} updates of the stem`,
      );
      return [];
    });
  });
