/** Cutting an experiment down blocks the page, and plans are what takes the time: none is made, but a block of each kind. */
import { expect, it, vi } from 'vitest';
import type { ExperimentConfig } from '../config/schema';
import { decode } from '../config/codec/url';
import { fitToBudget, shareOf } from './budget';
import * as block from './block';
import * as plan from './plan';
import { planLanes } from './plan-experiment';

vi.mock(import('./plan'), async (original) => {
  const real = await original();
  return { ...real, planNetwork: vi.fn(real.planNetwork) };
});

vi.mock(import('./block'), async (original) => {
  const real = await original();
  return { ...real, planBlock: vi.fn(real.planBlock) };
});

const { config } = decode(
  '#v=1&input=28&blocks=30,30,30&width=64&widths=256,256,256&strides=1,1,1&batch=256&lanes=a,b,c,d',
);

/** Every lane with a network of its own, as large as can be. */
const largest: ExperimentConfig = {
  ...config,
  lanes: config.lanes.map((lane) => ({ ...lane, network: { ...config.network } })),
};

it('four of the largest networks are cut down without one plan of them, and no block goes that need not', () => {
  vi.mocked(plan.planNetwork).mockClear();
  vi.mocked(block.planBlock).mockClear();
  const { config: fitted } = fitToBudget(largest);
  expect(plan.planNetwork).not.toHaveBeenCalled();
  // Of each network, those that keep their shape and those that change it.
  expect(vi.mocked(block.planBlock).mock.calls.length).toBeLessThanOrEqual(4 * 2);
  const counts = fitted.lanes.map(({ network }) => network?.stages.map(({ blocks }) => blocks) ?? []);
  const removed = 4 * 90 - counts.flat().reduce((sum, count) => sum + count, 0);
  expect(removed).toBeGreaterThan(200);

  // With the last one put back, not even single images fit.
  const [most, least] = [Math.max(...counts.flat()), Math.min(...counts.flat())];
  expect(most - least).toBeLessThanOrEqual(1);
  // The last of the longest goes first, so that the first of the shortest went last.
  const lane = counts.findIndex((blocks) => blocks.includes(least));
  const stage = counts[lane]?.indexOf(least);
  const before = fitted.lanes.map((one, at) =>
    at !== lane || one.network === undefined
      ? one
      : {
          ...one,
          network: {
            ...one.network,
            stages: one.network.stages.map((each, index) =>
              index === stage ? { ...each, blocks: each.blocks + 1 } : each,
            ),
          },
        },
  );
  const shareWith = (lanes: ExperimentConfig['lanes']): number => shareOf(planLanes({ ...fitted, lanes }), 1);
  expect(shareWith(fitted.lanes)).toBeLessThanOrEqual(1);
  expect(shareWith(before)).toBeGreaterThan(1);
});
