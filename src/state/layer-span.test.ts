/** The span of layers: what an address says of it, and what is no span. */
import { expect, test } from 'vitest';
import { chooseLayers, clearLayers, layersOfQuery, layerSpanStore, withLayers } from './layer-span';

test('an address names both ends, keeps what else it says, and forgets them when all is shown', () => {
  const span = { first: 'layer1.0.conv1', last: 'fc' };
  const search = withLayers('?layout=curves&lines=conv1%2Cfc', span);
  expect(layersOfQuery(search)).toEqual(span);
  expect(new URLSearchParams(search).get('layout')).toBe('curves');
  expect(withLayers(search, null)).toBe('?layout=curves&lines=conv1%2Cfc');
  expect(withLayers(withLayers('', span), null)).toBe('');
});

test('what names no two layers is no span', () => {
  for (const search of ['', '?layers=', '?layers=conv1', '?layers=conv1,', '?layers=a,b,c', '?layers=fc,fc'])
    expect(layersOfQuery(search)).toBeNull();
  chooseLayers('conv1', 'conv1');
  expect(layerSpanStore.getState().span).toBeNull();
  chooseLayers('conv1', 'fc');
  expect(layerSpanStore.getState().span).toEqual({ first: 'conv1', last: 'fc' });
  clearLayers();
  expect(layerSpanStore.getState().span).toBeNull();
});
