import { expect, it } from 'vitest';
import { isLitBlock, isLitLayer, layersOf, type Highlight } from './highlight';

const none: Highlight = { layer: null, block: null, last: null };
const conv = { name: 'layer1.2.conv1', block: 2 };
const stem = { name: 'conv1', block: null };

it('a block lights its layers up, a layer itself alone', () => {
  expect(isLitLayer({ ...none, block: 2 }, conv)).toBe(true);
  expect(isLitLayer({ ...none, block: 2 }, { ...conv, block: 3 })).toBe(false);
  expect(isLitLayer({ ...none, layer: 'layer1.2.conv2', block: 2 }, conv)).toBe(false);
  expect(isLitLayer({ ...none, layer: 'conv1' }, stem)).toBe(true);
  expect(isLitLayer(none, stem)).toBe(false);
});

it('blocks pointed at as one light up together, until a layer is named', () => {
  const run: Highlight = { layer: null, block: 2, last: 4 };
  expect([1, 2, 3, 4, 5].map((index) => isLitBlock(run, index))).toEqual([false, true, true, true, false]);
  // A panel that names a layer knows nothing of runs.
  const layer = { ...run, layer: conv.name };
  expect([2, 3].map((index) => isLitBlock(layer, index))).toEqual([true, false]);
});

it('layers are pointed at as one while nothing else is', () => {
  const several: Highlight = { ...none, layers: ['layer1.0.conv1', 'layer1.1.conv1'] };
  expect(layersOf(several)).toEqual(['layer1.0.conv1', 'layer1.1.conv1']);
  expect(layersOf({ ...several, block: 0 })).toEqual([]);
  expect(layersOf({ ...several, layer: 'fc' })).toEqual([]);
});
