/** Optimisers, schedules, augmentation and dropout as the trainer applies them: they take effect, and replay exactly. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { pairOf } from '../config/testing';
import { loadDataSet, type DataSet } from '../data/dataset';
import { Trainer } from './trainer';

const small = pairOf(
  [
    { blocks: 1, width: 4, stride: 2 },
    { blocks: 1, width: 8, stride: 2 },
    { blocks: 0, width: 8, stride: 2 },
  ],
  { batchSize: 16 },
);

let data: DataSet;
beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await loadDataSet(small.data, 0, { baseUrl: 'https://example.test/', onProgress: () => undefined });
});

/** Rows of so many steps. */
async function train(part: Partial<ExperimentConfig>, steps: number): Promise<number[][]> {
  const trainer = new Trainer({ ...small, ...part }, data);
  const rows: number[][] = [];
  while (trainer.stepCount < steps) rows.push([...(await trainer.step())]);
  return rows;
}

/** The residual lane's losses. */
const losses = (rows: readonly number[][]): number[] => rows.map((row) => row[1] ?? Number.NaN);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const noisy: Partial<ExperimentConfig> = {
  network: { ...small.network, dropout: 0.2, shortcutDropout: 0.1, stochasticDepth: 0.5 },
  augmentation: { shift: 2, flip: true, cutout: 4 },
};

describe('what is random', () => {
  it('replays to the last bit', async () => {
    expect(await train(noisy, 4)).toEqual(await train(noisy, 4));
  });

  it('depends on the order seed', async () => {
    const other = { ...noisy, seeds: { ...small.seeds, order: 1 } };
    expect(losses(await train(noisy, 1))).not.toEqual(losses(await train(other, 1)));
  });

  it('is the same in all lanes', async () => {
    const lanes = small.lanes.map((lane) => ({ ...lane, gains: [1, 1] }));
    for (const row of await train({ ...noisy, lanes }, 3)) {
      const width = (row.length - 1) / 2;
      expect(row.slice(1, 1 + width)).toEqual(row.slice(1 + width));
    }
  });

  it.each<[string, Partial<ExperimentConfig>]>([
    ['a shift', { augmentation: { ...small.augmentation, shift: 2 } }],
    ['mirroring', { augmentation: { ...small.augmentation, flip: true } }],
    ['a cutout', { augmentation: { ...small.augmentation, cutout: 4 } }],
    ['dropout', { network: { ...small.network, dropout: 0.2 } }],
    ['dropout of shortcuts', { network: { ...small.network, shortcutDropout: 0.2 } }],
    ['smoothed labels', { loss: { ...small.loss, smoothing: 0.1 } }],
    ['another loss', { loss: { ...small.loss, kind: 'focal' } }],
  ])('%s changes the first loss', async (_, part) => {
    expect(losses(await train(part, 1))).not.toEqual(losses(await train({}, 1)));
  });
});

it('Adam trains: the loss falls', async () => {
  const lanes = small.lanes.slice(0, 1);
  const optimiser = { ...small.optimiser, kind: 'adam', learningRate: 0.01 } as const;
  const found = losses(await train({ lanes, optimiser }, 80));
  expect(mean(found.slice(-10))).toBeLessThan(0.85 * mean(found.slice(0, 10)));
});

it('a schedule is the constant rate until it changes it', async () => {
  const constant = await train({}, 5);
  const stepped = await train({ schedule: { ...small.schedule, kind: 'steps', period: 2 } }, 5);
  // Two updates are alike, the third is smaller: its effect shows in the fourth gradient.
  expect(stepped.slice(0, 3)).toEqual(constant.slice(0, 3));
  expect(stepped[3]).not.toEqual(constant[3]);
});
