import { describe, expect, it } from 'vitest';
import { planNetwork, type NetworkPlan } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { arcPath, arcTop, layoutDiagram } from './layout';

function plan(...blocks: [number, number, number]): NetworkPlan {
  const stages = blocks.map((count, index) => ({
    blocks: count,
    width: 8 * 2 ** index,
    stride: index === 0 ? 1 : 2,
  }));
  return planNetwork(
    { ...DEFAULTS.network, stemWidth: 8, stages },
    { height: 28, width: 28, channels: 1 },
    10,
  );
}

describe('layoutDiagram', () => {
  it('puts 27 blocks in one row of a desktop, without a gap', () => {
    const layout = layoutDiagram(plan(9, 9, 9), 1080);
    expect(layout.width).toBeLessThanOrEqual(1080);
    expect(new Set(layout.blocks.map((place) => place.y)).size).toBe(1);
    for (let index = 1; index < 27; index++) {
      expect(layout.blocks[index]!.x - layout.blocks[index - 1]!.x).toBeCloseTo(layout.pitch, 9);
    }
  });

  it('gives every stage a row on a phone, and every switch at least 24 px', () => {
    const layout = layoutDiagram(plan(9, 9, 9), 350);
    expect(layout.width).toBeLessThanOrEqual(350);
    expect(layout.pitch).toBeGreaterThanOrEqual(24);
    const rows = new Map(layout.blocks.map(({ y, block }) => [y, block.stage]));
    expect([...rows.values()]).toEqual([0, 1, 2]);
  });

  it('grows wider than its container rather than narrower than a finger', () => {
    const layout = layoutDiagram(plan(30, 30, 30), 350);
    expect(layout.pitch).toBeGreaterThanOrEqual(24);
    expect(layout.width).toBeGreaterThan(30 * 24);
    expect(layout.blocks).toHaveLength(90);
  });

  it('draws stem and head alone where there is no block, and leaves empty stages out', () => {
    const empty = layoutDiagram(plan(0, 0, 0), 350);
    expect(empty.blocks).toEqual([]);
    expect(empty.head.x).toBeGreaterThan(empty.stem.x);
    expect(empty.lines).toHaveLength(1);
    expect(layoutDiagram(plan(3, 0, 2), 800).stages.map((place) => place.stage)).toEqual([0, 2]);
  });

  it('draws smaller maps as lower bars', () => {
    const { blocks } = layoutDiagram(plan(1, 1, 1), 800);
    const heights = blocks.map((place) => place.barHeight);
    expect(heights[1]! / heights[0]!).toBeCloseTo(Math.SQRT1_2, 9);
    expect(heights[2]! / heights[0]!).toBeCloseTo(0.5, 9);
  });
});

it('arcs leave the main line at both junctions and peak at their top', () => {
  const { blocks, pitch } = layoutDiagram(plan(2, 0, 0), 400);
  const place = blocks[1]!;
  const [x0, y0, , control, , , x1, y1] = arcPath(place, pitch)
    .match(/-?[\d.]+/g)!
    .map(Number);
  expect([x0, y0, x1, y1]).toEqual([place.x, place.y, place.x + pitch, place.y]);
  // A cubic Bézier at its middle: an eighth of both ends, three eighths of both control points.
  expect(y0! / 4 + (3 / 4) * control!).toBeCloseTo(arcTop(place), 9);
});
