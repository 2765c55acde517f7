/** Numbers of every kind on WebGPU as by definition: a shader language leaves open what the larger of NaN and 0 is. */
import { assert, test } from 'vitest';
import { ACTIVATIONS } from '../../src/config/activations';
import { activate64, ACTIVATION_POINTS, ACTIVATION_REFERENCES } from '../../src/testing/activations';
import { maxPool64 } from '../../src/testing/ops64';
import { webgpuKernels } from '../../src/ops/webgpu/kernel-set';
import { batchOf, dataOf, experimentOf } from './experiments';
import { onGpu, onHost, type Script } from './lanes';
import { as4, random, runOn } from './testing';

const SHAPE = [2, 4, 4, 8] as const;

/** Random values with NaN of either sign and both infinities between them, no two in one image's channel. */
function spoilt() {
  const { values, shape } = random('x', SHAPE);
  const bits = new Uint32Array(values.buffer);
  for (const [i, special] of [0x7fc00000, 0xffc00000, 0x7f800000, 0xff800000].entries())
    bits[37 * i + 5] = special;
  return { values, shape };
}

/** Whether each value is what it should be, NaN included. */
function assertEqual(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert(actual.length === expected.length, `${what}: ${actual.length} values instead of ${expected.length}`);
  expected.forEach((should, i) => {
    const is = actual[i] ?? 0;
    const isSame = Object.is(is, should) || Math.abs(is - should) <= 1e-5 * Math.max(1, Math.abs(should));
    assert(isSame, `${what}[${i}]: ${is} instead of ${should}`);
  });
}

for (const activation of ACTIVATIONS) {
  test(`NaN and infinities go through ${activation}`, async () => {
    const x = spoilt();
    const [y] = await runOn('webgpu', webgpuKernels, [x], ({ addition }, [image]) => [
      addition.forward(as4(image), { activation, shortcut: null, gain: 0 }).y,
    ]);
    assertEqual(
      y?.values ?? [],
      [...x.values].map((value) => activate64(value, activation)),
      activation,
    );
  });

  test(`${activation} and its derivative are PyTorch’s, huge and tiny numbers included`, async () => {
    const size = ACTIVATION_POINTS.length;
    const inputs = [
      { shape: [1, 1, 1, size], values: Float32Array.from(ACTIVATION_POINTS) },
      { shape: [1, 1, 1, size], values: new Float32Array(size).fill(1) },
    ];
    const [y, dx] = await runOn('webgpu', webgpuKernels, inputs, ({ addition }, [x, dy]) => {
      const output = addition.forward(as4(x), { activation, shortcut: null, gain: 0 });
      const { savedForBackward } = output;
      const incoming = { dy: as4(dy), savedForBackward, activation, gain: 0, hasShortcut: false };
      return [output.y, addition.gradient(incoming).x];
    });
    const { values, slopes } = ACTIVATION_REFERENCES[activation];
    assertEqual(y?.values ?? [], values, activation);
    assertEqual(dx?.values ?? [], slopes, `derivative of ${activation}`);
  });
}

test('NaN and infinities go through pooling', async () => {
  const x = spoilt();
  const [means, largest] = await runOn('webgpu', webgpuKernels, [x], ({ pooling, windowPool }, [image]) => [
    pooling.globalAverage(as4(image)),
    windowPool.max(as4(image), { kernel: 3, stride: 2, padding: 1 }),
  ]);
  const mean = (channel: number): number =>
    [...x.values]
      .filter((_, i) => Math.floor(i / 128) * 8 + (i % 8) === channel)
      .reduce((sum, value) => sum + value / 16, 0);
  assertEqual(
    means?.values ?? [],
    Array.from({ length: 16 }, (_, i) => mean(i)),
    'means',
  );
  assertEqual(largest?.values ?? [], maxPool64({ shape: SHAPE, values: [...x.values] }).values, 'largest');
});

const threeSteps: Script = async (lanes, { batchSize }) => {
  const rows: (readonly number[])[] = [];
  for (let step = 0; step < 3; step++) rows.push(await lanes.run(batchOf(step, batchSize), true, step));
  return rows;
};

test('a network that overflows at once has neither loss nor gradients, as on the processor', async () => {
  const experiment = experimentOf({
    blocks: 9,
    width: 4,
    norm: 'none',
    shortcut: 'A',
    network: { initialisation: 'normal', initDeviation: 10 },
  });
  const data = dataOf(7, 3);
  for (const rows of [
    await onGpu(experiment, data, threeSteps),
    await onHost('cpu', experiment, data, threeSteps),
  ])
    rows.forEach((row, step) => {
      const width = row.length / 2;
      // A loss, an accuracy, norms: of each lane.
      const isBroken = row.every((value, i) => (i % width === 1 ? value === 0 : Number.isNaN(value)));
      assert(isBroken, `row ${step}: ${row.join(' ')}`);
    });
});
