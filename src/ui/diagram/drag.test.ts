import { describe, expect, it } from 'vitest';
import { planExperiment } from '../../architecture/plan-experiment';
import { decode } from '../../config/codec/url';
import { gapsOf, nearestGap } from './drag';
import { layoutDiagram, placeOf } from './layout';
import { runsOf } from './runs';

function diagram(fields: string, fold = false) {
  const { config } = decode(`#v=1&${fields}`);
  const plan = planExperiment(config);
  const runs = runsOf(plan.blocks);
  const layout = layoutDiagram(plan, 1040, runs, new Set(fold ? runs : []));
  return { network: config.network, layout };
}

describe('nearestGap', () => {
  const { network, layout } = diagram('blocks=3,3,3');
  const at = (block: number, share: number) => {
    const { x, y, width } = placeOf(layout, block)!;
    return { x: x + share * width, y };
  };
  const gap = (block: number, share: number) => nearestGap(layout, network, [8], at(block, share))?.gap;

  it('is before a block in its first half, behind it in its second', () => {
    expect(gap(1, 0.3)).toEqual({ stage: 0, before: 1 });
    expect(gap(1, 0.7)).toEqual({ stage: 0, before: 2 });
  });

  it('where two stages meet it belongs to the one that the pointer is in', () => {
    expect(gap(2, 0.9)).toEqual({ stage: 0, before: 3 });
    expect(gap(3, 0.1)).toEqual({ stage: 1, before: 3 });
  });

  it('far to the side it is the end', () => {
    expect(nearestGap(layout, network, [0], { x: 5_000, y: 46 })?.gap).toEqual({ stage: 2, before: 9 });
    expect(nearestGap(layout, network, [0], { x: -50, y: 46 })?.gap).toEqual({ stage: 0, before: 0 });
  });

  it('is in the row of the pointer where every stage has one', () => {
    const { network: same, layout: rows } = diagram('blocks=25,25,25');
    const { x, y } = placeOf(rows, 30)!;
    expect(new Set(rows.blocks.map((place) => place.y)).size).toBe(3);
    expect(nearestGap(rows, same, [0], { x: x + 2, y: y + 10 })?.gap).toEqual({ stage: 1, before: 30 });
  });
});

it('a full stage is passed over, and told of', () => {
  const { network, layout } = diagram('blocks=30,2,1', true);
  const { x, y } = placeOf(layout, 'run-0')!;
  const drop = nearestGap(layout, network, [32], { x: x + 10, y });
  expect(drop).toMatchObject({ gap: { stage: 1, before: 30 }, full: 0 });
  // Its own blocks find room.
  expect(nearestGap(layout, network, [29], { x: x + 10, y })).toMatchObject({
    gap: { stage: 0, before: 0 },
    full: null,
  });
  const full = diagram('blocks=30,30,30', true);
  expect(nearestGap(full.layout, full.network, [0, 31], { x: 0, y: 0 })).toBeNull();
});

it('a folded run has gaps at its ends only', () => {
  const { layout } = diagram('blocks=18,1,0', true);
  expect(gapsOf(layout).map(({ gap }) => gap)).toEqual(
    expect.arrayContaining([
      { stage: 0, before: 0 },
      { stage: 0, before: 18 },
      { stage: 1, before: 18 },
      { stage: 1, before: 19 },
    ]),
  );
  expect(gapsOf(layout)).toHaveLength(4);
});
