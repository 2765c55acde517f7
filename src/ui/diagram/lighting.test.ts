import { describe, expect, it } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { layoutDiagram } from './layout';
import { litSelectors } from './lighting';
import { runsOf } from './runs';

const plan = planNetwork(
  {
    ...DEFAULTS.network,
    stemWidth: 8,
    stages: [8, 16].map((width, stage) => ({ blocks: 6, width, stride: stage + 1 })),
  },
  { height: 28, width: 28, channels: 1 },
  10,
);
const runs = runsOf(plan.blocks);
const open = layoutDiagram(plan, 1000, runs);
const folded = layoutDiagram(plan, 1000, runs, new Set(runs));
const NOTHING = { layer: null, block: null, last: null };

describe('litSelectors', () => {
  it('lights nothing where nothing is pointed at', () => {
    expect(litSelectors(plan, open, NOTHING)).toEqual([]);
  });

  it('lights a layer with its block, whether its block is named or not', () => {
    const lit = ['[data-place="1"]', '[data-layer="layer1.1.conv2"]'];
    expect(litSelectors(plan, open, { ...NOTHING, layer: 'layer1.1.conv2', block: 1 })).toEqual(lit);
    expect(litSelectors(plan, open, { ...NOTHING, layer: 'layer1.1.conv2' })).toEqual(lit);
  });

  it('lights stem and head by their layers', () => {
    expect(litSelectors(plan, open, { ...NOTHING, layer: 'conv1' })).toContain('[data-place="stem"]');
    expect(litSelectors(plan, open, { ...NOTHING, layer: 'fc' })).toContain('[data-place="head"]');
  });

  it('lights all blocks of a run that is pointed at as one, or the fold that holds them, once', () => {
    const pointed = { ...NOTHING, block: 2, last: 4 };
    expect(litSelectors(plan, open, pointed)).toEqual([2, 3, 4].map((block) => `[data-place="${block}"]`));
    expect(litSelectors(plan, folded, pointed)).toEqual(['[data-place="run-0"]']);
  });
});
