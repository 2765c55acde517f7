/** A block that is deleted leaves what it would be if its branch gave nothing: its shortcut, as it really is. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { CHOICES } from '../../config/limits';
import type { ExperimentConfig, NetworkConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { trainingBatch } from '../../training/images';
import { deleted } from '../ablation/compute';
import { smallData, smallExperiment, trained } from '../../testing/studies';
import { residualPlans } from './study';
import { Trained } from './trained';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

/** Logits of the first lane's network as it is, and without each of its blocks. */
async function logitsOf(config: ExperimentConfig): Promise<{ intact: number[]; without: number[][] }> {
  const trainer = await trained(data, 0, config);
  const [plan] = residualPlans(config);
  const [snapshot] = await trainer.snapshots();
  if (plan === undefined || snapshot === undefined) throw new Error('no residual network');
  const deletions = plan.blocks.map((block, i) => deleted(block, snapshot.gains[i] ?? 0, plan.activation));
  const network = new Trained(plan, snapshot);
  const { images, oneHot } = trainingBatch(
    data,
    Uint32Array.from({ length: 8 }, (_, i) => i),
  );
  network.enter(images);
  const intact = [...(await network.logits([], deletions))];
  const without = [];
  for (const { index } of plan.blocks) without.push([...(await network.logits([index], deletions))]);
  tf.dispose([images, oneHot]);
  network.dispose();
  return { intact, without };
}

/** With SkipInit every branch is multiplied with 0 before the first step, whatever comes behind it. */
function silent(network: Partial<NetworkConfig>, gain: number): ExperimentConfig {
  const config = smallExperiment({ ...network, branchStart: 'skip-init' });
  return { ...config, lanes: [{ id: 'residual', gains: [gain, gain, gain] }] };
}

describe.each(CHOICES.order)('in the order %s', (order) => {
  describe.each(['relu', 'leaky-relu', 'tanh', 'sigmoid', 'linear'] as const)('with %s', (activation) => {
    it.each([
      ['identities', { shortcut: 'B' }, 1],
      ['halved identities', { shortcut: 'B' }, 0.5],
      ['projections', { shortcut: 'C' }, 1],
      ['zero-padding, scaled', { shortcut: 'A' }, 0.3],
      ['shortcut-only gates', { gate: 'shortcut-only' }, 1],
      ['exclusive gates', { gate: 'exclusive' }, 0.7],
    ] as const)('%s remain', async (_, network, gain) => {
      const { intact, without } = await logitsOf(silent({ ...network, order, activation }, gain));
      for (const logits of without)
        logits.forEach((logit, i) => expect(logit).toBeCloseTo(intact[i] ?? Number.NaN, 6));
    });
  });
});

it('without skips a block of one shape is taken out, and its neighbours read what it read', async () => {
  const config = smallExperiment();
  const plain = { ...config, lanes: [{ id: 'plain', gains: [0, 0, 0] }] };
  const [plan] = residualPlans(plain);
  expect(plan?.blocks.map((block) => deleted(block, 0, 'tanh')?.kind)).toEqual([
    'identity',
    'shortcut',
    'identity',
  ]);
  const { intact, without } = await logitsOf(plain);
  expect(without[0]).not.toEqual(intact);
});
