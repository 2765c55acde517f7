/** Optimisers, schedules, augmentation and dropout as the trainer applies them: they take effect, and replay exactly. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { pairOf } from '../testing/config';
import { loadDataSet, type DataSet } from '../data/dataset';
import { l2Norm } from '../engine/measures';
import { rowOffsets } from '../contract/metrics';
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

describe.each(['wasm', 'cpu'] as const)('clipping on %s', (backend) => {
  /** Of the residual lane after one step of plain gradient descent: its row by column, and what moved. */
  async function step(clip: number, watched = false) {
    await useNodeBackend(backend);
    const optimiser = { ...small.optimiser, momentum: 0, learningRate: 0.5, clip };
    const trainer = new Trainer({ ...small, optimiser }, data);
    if (watched) await trainer.watch(['layers'], () => undefined);
    const measured = await trainer.measure();
    const [before] = await trainer.snapshots();
    const row = await trainer.step();
    const [after] = await trainer.snapshots();
    const { columns } = trainer.layout.lanes[0]!;
    const [start = 0, end = 0] = rowOffsets(trainer.layout);
    return {
      columns,
      factor: columns.includes('clip') ? row[start + columns.indexOf('clip')]! : null,
      predicted: columns.includes('clip') ? measured[start + columns.indexOf('clip')]! : null,
      norms: row.subarray(start + 2, end - (columns.includes('clip') ? 1 : 0)),
      moved: before!.parameters.map((weight, i) => after!.parameters[i]! - weight),
    };
  }

  it.each([false, true])('tells by what the step was made shorter, watched %s', async (watched) => {
    const free = await step(0);
    const clipped = await step(0.05, watched);
    const length = l2Norm(free.moved);
    // Descent of rate 0.5 moves by half the gradient.
    expect(length / 0.5).toBeGreaterThan(0.1);
    expect(clipped.factor! / (0.05 / (length / 0.5))).toBeCloseTo(1, 4);
    expect(l2Norm(clipped.moved) / (0.5 * 0.05)).toBeCloseTo(1, 4);
    expect(clipped.predicted).toBe(clipped.factor);
    // Norms are those before clipping.
    expect([...clipped.norms]).toEqual([...free.norms]);
  });

  it('is 1 where the gradient is short enough, and no column where nothing is clipped', async () => {
    expect((await step(1000)).factor).toBe(1);
    expect((await step(0)).columns).not.toContain('clip');
  });
});
