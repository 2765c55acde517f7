/** What the page says of the start of branches, against what branches are in the first forward pass, setting by setting. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { branchesBeginAtZero } from '../architecture/block';
import { planNetwork } from '../architecture/plan';
import { DEFAULTS } from '../config/defaults';
import { SETTINGS } from '../config/settings';
import type { NetworkConfig } from '../config/schema';
import { lookUp, parameterTensors } from './gradient';
import { forward } from '../network/forward';
import { initialParameters, layoutOf } from '../network/parameters';

const base: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 4,
  stages: [
    { blocks: 1, width: 4, stride: 1, reduction: 2 },
    { blocks: 1, width: 8, stride: 2 },
  ],
};

/** Whether every branch is exactly 0 in the first forward pass of two images. */
function areZero(network: NetworkConfig): boolean {
  const plan = planNetwork(network, { height: 6, width: 6, channels: 1 }, 3);
  const sizes: number[] = [];
  tf.tidy(() => {
    const parameters = parameterTensors(layoutOf(plan.parameters), initialParameters(plan, 0));
    const images = tf.tensor4d(
      Float32Array.from({ length: 72 }, (_, i) => Math.sin(i)),
      [2, 6, 6, 1],
    );
    const watcher = {
      onGradient: () => undefined,
      onValues: (_block: number, branch: tf.Tensor4D) =>
        void sizes.push(Math.max(...branch.dataSync().map(Math.abs))),
    };
    const mode = { kind: 'training' } as const;
    forward(plan, images, { parameters: lookUp(parameters), mode, gains: [1, 1], watcher });
  });
  expect(sizes).toHaveLength(2);
  return sizes.every((size) => size === 0);
}

beforeAll(() => useNodeBackend('cpu'));

describe.each(SETTINGS.start.choices)('%s', (branchStart) => {
  it.each(SETTINGS.order.choices)('begins as told in the order %s', (order) => {
    const told: string[] = [];
    const found: string[] = [];
    for (const norm of SETTINGS.norm.choices)
      for (const activation of SETTINGS.act.choices)
        for (const gate of ['none', 'exclusive'] as const)
          for (const fixupScalars of branchStart === 'fixup' ? [false, true] : [false]) {
            const network = { ...base, branchStart, order, norm, activation, gate, fixupScalars };
            const name = [norm, activation, gate, fixupScalars].join(' ');
            if (branchesBeginAtZero(network)) told.push(name);
            if (areZero(network)) found.push(name);
          }
    expect(found).toEqual(told);
  });
});
