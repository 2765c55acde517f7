import { expect, test } from 'vitest';
import { instrumentsFor, panelsOf, withPanels } from './panels';

test('panels go into the query and out again, beside what else it says', () => {
  const search = withPanels('?backend=wasm', ['flow', 'streams']);
  expect(search).toBe('?backend=wasm&panels=flow.streams');
  expect(panelsOf(search)).toEqual(['flow', 'streams']);
  expect(withPanels(search, [])).toBe('?backend=wasm');
  expect(withPanels('?panels=flow', [])).toBe('');
});

test('what is no panel is not opened', () => {
  expect(panelsOf('?panels=flow.kitchen.flow')).toEqual(['flow']);
  expect(panelsOf('?panels=')).toEqual([]);
  expect(panelsOf('')).toEqual([]);
});

test('closed panels need nothing, and two that show the same need it once', () => {
  expect(instrumentsFor([])).toEqual([]);
  expect(instrumentsFor(['flow', 'streams'])).toEqual(['streams']);
  expect(instrumentsFor(['flow'], false, 'conv1')).toEqual(['streams']);
  expect(instrumentsFor(['layer'], true, 'conv1')).toEqual(['layers', 'histogram:conv1']);
});
