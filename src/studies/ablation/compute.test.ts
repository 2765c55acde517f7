/** A block that is deleted leaves what it would be if its branch gave nothing: its shortcut, as it really is. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { SETTINGS } from '../../config/settings';
import type { ExperimentConfig, NetworkConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { trainingBatch } from '../../training/images';
import { carryOut, contextOf, smallData, smallExperiment, trained } from '../../testing/studies';
import { residualPlans } from '../compute';
import { drawSet } from '../lesion/compute';
import { setSizes } from '../lesion/kind';
import { ablate, Trained } from './compute';

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
  const ablations = plan.blocks.map((block, i) => ablate(block, snapshot.gains[i] ?? 0));
  const network = new Trained(plan, snapshot);
  const { images, oneHot } = trainingBatch(
    data,
    Uint32Array.from({ length: 8 }, (_, i) => i),
  );
  network.enter(images);
  const intact = [...(await network.logits([], ablations))];
  const without = [];
  for (const { index } of plan.blocks) without.push([...(await network.logits([index], ablations))]);
  tf.dispose([images, oneHot]);
  network.dispose();
  return { intact, without };
}

/** With SkipInit every branch is multiplied with 0 before the first step, whatever comes behind it. */
function silent(network: Partial<NetworkConfig>, gain: number): ExperimentConfig {
  const config = smallExperiment({ ...network, branchStart: 'skip-init' });
  return { ...config, lanes: [{ id: 'residual', gains: [gain, gain, gain] }] };
}

describe.each(SETTINGS.order.choices)('in the order %s', (order) => {
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
  expect(plan?.blocks.map((block) => ablate(block, 0)?.kind)).toEqual(['identity', 'shortcut', 'identity']);
  const { intact, without } = await logitsOf(plain);
  expect(without[0]).not.toEqual(intact);
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
      const { intact, ablated } = await carryOut({ kind: 'ablation', images: 300, blocks: [block] }, context);
      expect(intact).toEqual(whole.intact);
      expect(ablated).toEqual(whole.single.map((own) => own[block]));
    }
    const none = await carryOut({ kind: 'ablation', images: 300, blocks: [] }, context);
    expect(none.ablated).toEqual(whole.intact);
    const beyond = await carryOut({ kind: 'ablation', images: 30, blocks: [0, 7] }, context);
    expect(beyond.ablated).toEqual([null, null]);
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
