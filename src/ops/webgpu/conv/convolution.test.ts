/** Which kernels a convolution is given, for adapters and shapes: on a GPU that only counts. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { GpuDouble } from '../../../testing/gpu-double';
import type { ConvGeometry } from '../../kernels';
import { chooseConvolutions, type ConvolutionChoice } from '../choose';
import { webgpuKernels } from '../kernel-set';

const gpu = new GpuDouble();

interface Case {
  readonly channels: readonly [number, number];
  readonly side?: number;
  readonly kernel?: number;
  readonly geometry?: ConvGeometry;
  readonly vendor?: string;
  readonly choice?: ConvolutionChoice;
}

/** Names of the kernels of the forward pass and of both gradients, without the sum of parts. */
async function kernelsOf({
  channels,
  side = 16,
  kernel = 3,
  geometry = { stride: 1, padding: 1 },
  vendor = 'nvidia',
  choice = 'by shape',
}: Case): Promise<readonly string[]> {
  await gpu.use(vendor);
  chooseConvolutions(choice);
  const [inputs, outputs] = channels;
  const { conv2d } = webgpuKernels();
  tf.tidy(() => {
    const x = tf.zeros<tf.Rank.R4>([32, side, side, inputs]);
    const filter = tf.zeros<tf.Rank.R4>([kernel, kernel, inputs / (geometry.groups ?? 1), outputs]);
    gpu.take();
    const y = conv2d.forward(x, filter, geometry);
    conv2d.inputGradient(y, filter, x.shape, geometry);
    conv2d.filterGradient(x, y, filter.shape, geometry);
  });
  return gpu.take().dispatches.filter((name) => name !== 'sum-parts');
}

const tiled = ['conv-tiled-forward', 'conv-tiled-input', 'conv-tiled-filter-gradient'];
const sliding = ['conv-sliding-forward-4', 'conv-sliding-input-4', 'conv-sliding-filter-gradient'];
const general = ['conv-forward', 'conv-input-gradient', 'conv-filter-gradient'];

afterEach(() => {
  chooseConvolutions('by shape');
  gpu.leave();
});

describe('the kernels of a convolution', () => {
  it('has tiles for wide layers of a GPU', async () => {
    expect(await kernelsOf({ channels: [64, 64] })).toEqual(tiled);
    expect(await kernelsOf({ channels: [288, 32], kernel: 1, geometry: { stride: 1, padding: 0 } })).toEqual([
      'conv-tiled-forward',
      // Sums of 32 numbers are too short.
      'conv-input-gradient',
      'conv-tiled-filter-gradient',
    ]);
  });

  it('has none for narrow layers, nor for few positions', async () => {
    expect(await kernelsOf({ channels: [16, 16] })).toEqual(sliding);
    expect(await kernelsOf({ channels: [64, 64], side: 4 })).toEqual(sliding);
  });

  it('has none on adapters in software', async () => {
    expect(await kernelsOf({ channels: [64, 64], vendor: 'google swiftshader' })).toEqual([
      'conv-sliding-forward-8',
      'conv-sliding-input-8',
      'conv-sliding-filter-gradient',
    ]);
  });

  it('has them wherever they can be when they are asked for, and nowhere when they are not', async () => {
    expect(await kernelsOf({ channels: [4, 8], side: 3, choice: 'tiled' })).toEqual(tiled);
    expect(await kernelsOf({ channels: [8, 8], vendor: 'swiftshader', choice: 'tiled' })).toEqual(tiled);
    expect(await kernelsOf({ channels: [64, 64], choice: 'direct' })).toEqual(sliding);
  });

  it('leaves what tiles cannot do to those for any geometry', async () => {
    expect(await kernelsOf({ channels: [6, 8], choice: 'tiled' })).toEqual(general);
    const grouped = { stride: 1, padding: 1, groups: 2 };
    expect(await kernelsOf({ channels: [8, 8], geometry: grouped, choice: 'tiled' })).toEqual(general);
    expect(
      await kernelsOf({ channels: [8, 8], geometry: { stride: 2, padding: 1 }, choice: 'tiled' }),
    ).toEqual(['conv-tiled-forward', 'conv-input-gradient', 'conv-tiled-filter-gradient']);
  });
});
