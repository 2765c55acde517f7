import { describe, expect, it } from 'vitest';
import { planNetwork, type NetworkPlan } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { planExperiment } from '../../architecture/plan-experiment';
import { decode } from '../../config/codec/url';
import { arcPath, arcTop, blocksOfItem, holderOf, layoutDiagram, parseItem, placeOf } from './layout';
import { FOLD_ABOVE, isFolded, runsOf, withFolded, type Folds, type Run } from './runs';
import { litSelectors } from './lighting';

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

  it.each([
    [8, 300],
    [9, 336],
    [10, 336],
  ])('fits stages of %d blocks in the %d px that a phone leaves', (count, available) => {
    const layout = layoutDiagram(plan(count, 1, count), available);
    expect(layout.width).toBeLessThanOrEqual(available);
    expect(layout.pitch).toBeGreaterThanOrEqual(24);
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

describe('folded runs', () => {
  const deep = plan(18, 18, 18);
  const runs = runsOf(deep.blocks);
  const folded = layoutDiagram(deep, 1040, runs, new Set(runs));

  it('make 54 blocks one readable row, on a phone too', () => {
    for (const width of [1040, 330]) {
      const layout = layoutDiagram(deep, width, runs, new Set(runs));
      expect(new Set([...layout.blocks, ...layout.runs].map(({ y }) => y)).size).toBe(1);
      expect(layout.width).toBeLessThanOrEqual(width);
      expect(layout.pitch).toBeGreaterThanOrEqual(28);
    }
  });

  it('stand in order with the blocks between them, without a gap', () => {
    expect(folded.blocks.map(({ block }) => block.index)).toEqual([18, 36]);
    expect(folded.items).toEqual([
      'stem',
      'run-0',
      'fold-0',
      18,
      'run-19',
      'fold-19',
      36,
      'run-37',
      'fold-37',
      'head',
    ]);
    const places = [
      ...folded.blocks.map(({ x }) => ({ x, width: folded.pitch })),
      ...folded.runs.map(({ x, width }) => ({ x, width })),
    ].toSorted((a, b) => a.x - b.x);
    for (let i = 1; i < places.length; i++)
      expect(places[i]!.x).toBeCloseTo(places[i - 1]!.x + places[i - 1]!.width, 9);
    expect(folded.head.x).toBeCloseTo(places.at(-1)!.x + places.at(-1)!.width, 9);
    expect(folded.stages.map(({ stage }) => stage)).toEqual([0, 1, 2]);
  });

  it('one alone may be unfolded, and keeps what folds it at its end', () => {
    const layout = layoutDiagram(deep, 1040, runs, new Set([runs[0]!, runs[2]!]));
    expect(layout.items.slice(2, 8)).toEqual(['fold-0', 18, 19, 20, 21, 22]);
    expect(layout.items.indexOf('fold-19')).toBe(layout.items.indexOf(35) + 1);
    const run = layout.runs.find(({ run: { first } }) => first === 19)!;
    expect(run.width).toBeCloseTo(17 * layout.pitch, 9);
    expect(run.x).toBe(placeOf(layout, 19)!.x);
  });

  it('hold their blocks', () => {
    expect(blocksOfItem(folded, 'run-19')).toEqual(Array.from({ length: 17 }, (_, i) => 19 + i));
    expect(blocksOfItem(folded, 18)).toEqual([18]);
    expect(blocksOfItem(folded, 'head')).toEqual([]);
    expect([18, 19, 35, 36].map((block) => holderOf(folded, block))).toEqual([18, 'run-19', 'run-19', 36]);
    expect(placeOf(folded, 20)).toBeUndefined();
  });
});

it('items are read as they are written', () => {
  for (const item of ['stem', 'head', 0, 17, 'run-3', 'fold-12'] as const) {
    expect(parseItem(String(item))).toBe(item);
  }
  for (const text of [undefined, '', 'run-', 'run-x', '-1', 'tail']) expect(parseItem(text)).toBeNull();
});

const sixEach = planNetwork(
  {
    ...DEFAULTS.network,
    stemWidth: 8,
    stages: [8, 16].map((width, stage) => ({ blocks: 6, width, stride: stage + 1 })),
  },
  { height: 28, width: 28, channels: 1 },
  10,
);
const alike = runsOf(sixEach.blocks);
const open = layoutDiagram(sixEach, 1000, alike);
const folded = layoutDiagram(sixEach, 1000, alike, new Set(alike));
const NOTHING = { layer: null, block: null, last: null };

describe('litSelectors', () => {
  it('lights nothing where nothing is pointed at', () => {
    expect(litSelectors(sixEach, open, NOTHING)).toEqual([]);
  });

  it('lights a layer with its block, whether its block is named or not', () => {
    const lit = ['[data-place="1"]', '[data-layer="layer1.1.conv2"]'];
    expect(litSelectors(sixEach, open, { ...NOTHING, layer: 'layer1.1.conv2', block: 1 })).toEqual(lit);
    expect(litSelectors(sixEach, open, { ...NOTHING, layer: 'layer1.1.conv2' })).toEqual(lit);
  });

  it('lights stem and head by their layers', () => {
    expect(litSelectors(sixEach, open, { ...NOTHING, layer: 'conv1' })).toContain('[data-place="stem"]');
    expect(litSelectors(sixEach, open, { ...NOTHING, layer: 'fc' })).toContain('[data-place="head"]');
  });

  it('lights all blocks of a run that is pointed at as one, or the fold that holds them, once', () => {
    const pointed = { ...NOTHING, block: 2, last: 4 };
    expect(litSelectors(sixEach, open, pointed)).toEqual([2, 3, 4].map((block) => `[data-place="${block}"]`));
    expect(litSelectors(sixEach, folded, pointed)).toEqual(['[data-place="run-0"]']);
  });
});

const runs = (fields: string): readonly Run[] =>
  runsOf(planExperiment(decode(`#v=1&${fields}`).config).blocks);
const spans = (found: readonly Run[]): number[][] => found.map(({ first, blocks }) => [first, blocks.length]);

describe('runsOf', () => {
  it('the first block of a stage is apart where it changes the shape', () => {
    expect(spans(runs('blocks=18,18,18'))).toEqual([
      [0, 18],
      [19, 17],
      [37, 17],
    ]);
  });

  it('stages of the same shape are not one run', () => {
    expect(spans(runs('blocks=5,5,0&widths=8,8,8&strides=1,1,1'))).toEqual([
      [0, 5],
      [5, 5],
    ]);
  });

  it.each([
    ['bottleneck', '6:bottleneck'],
    ['kernel5', '6:kernel5'],
    ['dilation2', '6:dilation2'],
    ['groups2', '6:groups2'],
    ['stride2', '6:stride2'],
  ])('a block with %s divides a run', (_, override) => {
    const [before, after] = runs(`blocks=12,0,0&override=${override}`);
    expect(before).toMatchObject({ first: 0 });
    expect(before?.blocks).toHaveLength(6);
    expect(after?.first).toBeGreaterThanOrEqual(7);
  });

  it('a few equal blocks are no run', () => {
    expect(runs('blocks=3,4,4')).toEqual([]);
  });
});

describe('what is folded', () => {
  const none: Folds = { closed: new Set(), opened: new Set() };
  const [run] = runs('blocks=18,18,18');
  const folded = (folds: Folds, blocks: number): boolean => isFolded(folds, run!, blocks);

  it('deep networks are, others are not, until one says so', () => {
    expect(folded(none, FOLD_ABOVE + 1)).toBe(true);
    expect(folded(none, FOLD_ABOVE)).toBe(false);
    expect(folded(withFolded(none, [run!], false), FOLD_ABOVE + 1)).toBe(false);
    expect(folded(withFolded(none, [run!], true), FOLD_ABOVE)).toBe(true);
  });

  it('what was unfolded can be folded again, and the other way round', () => {
    const opened = withFolded(none, [run!], false);
    expect(folded(withFolded(opened, [run!], true), 54)).toBe(true);
    const closed = withFolded(none, [run!], true);
    expect(folded(withFolded(closed, [run!], false), 18)).toBe(false);
  });

  it('a run that was unfolded stays so when it is divided or grows', () => {
    const opened = withFolded(none, [run!], false);
    const divided = runs('blocks=18,18,18&override=6:kernel5');
    expect(divided.slice(0, 2).map((each) => isFolded(opened, each, 54))).toEqual([false, false]);
    const [grown] = runs('blocks=20,18,18');
    expect(isFolded(opened, grown!, 56)).toBe(false);
  });
});
