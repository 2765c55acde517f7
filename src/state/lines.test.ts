import { beforeEach, expect, test } from 'vitest';
import { addLine, drawnLayers, linesOfQuery, linesStore, removeLine, withLines } from './lines';

const known = new Set(['conv1', 'a', 'b', 'c', 'fc']);
const usual = ['conv1', 'c'];
const drawn = (): readonly string[] => drawnLayers(linesStore.getState().layers, known, usual);

beforeEach(() => linesStore.setState({ layers: null }));

test('a choice begins with what is drawn without one, and the fifth layer takes the place of the first', () => {
  addLine(drawn(), 'a');
  expect(drawn()).toEqual(['conv1', 'c', 'a']);
  addLine(drawn(), 'a');
  addLine(drawn(), 'b');
  addLine(drawn(), 'fc');
  expect(drawn()).toEqual(['c', 'a', 'b', 'fc']);
});

test('nothing may be drawn, but a choice that no network has is none', () => {
  for (const name of usual) removeLine(drawn(), name);
  expect(drawn()).toEqual([]);
  linesStore.setState({ layers: ['of another network'] });
  expect(drawn()).toEqual(usual);
  linesStore.setState({ layers: ['of another network', 'b'] });
  expect(drawn()).toEqual(['b']);
});

test('an address names a choice, also that of nothing, beside whatever else it says', () => {
  const search = withLines('?panels=flow&lines=a', ['layer1.0.conv1', 'fc']);
  expect(new URLSearchParams(search).get('panels')).toBe('flow');
  expect(linesOfQuery(search)).toEqual(['layer1.0.conv1', 'fc']);
  expect(linesOfQuery(withLines('', []))).toEqual([]);
  expect(linesOfQuery('?panels=flow')).toBeNull();
  expect(linesOfQuery('?lines=a,,b,a,c,d,e')).toEqual(['a', 'b', 'c', 'd']);
});
