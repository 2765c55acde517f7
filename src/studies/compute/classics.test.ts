/** Studies beside a classic lane: it takes part where it has something to say. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { decode } from '../../config/codec/url';
import type { DataSet } from '../../data/dataset';
import { Trainer } from '../../training/trainer';
import { carryOut, contextOf, smallData } from '../../testing/studies';

const SETTINGS = 'set=shapes&width=4&batch=16&test=0&blocks=1,1,0';

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
});

describe('studies beside a classic lane', () => {
  const { config } = decode(`#v=1&${SETTINGS}&lanes=residual,plain,lenet&net.lenet=lenet`);
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
