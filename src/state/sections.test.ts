import { afterEach, expect, test } from 'vitest';
import { panelStore } from './panels';
import { isSectionOpen, sectionsOf, withSections } from './sections';

afterEach(() => panelStore.setState({ open: [] }));

test('sections go into the query and out again, beside what else it says', () => {
  const search = withSections('?backend=wasm', { builder: true, gradient: false });
  expect(search).toBe('?backend=wasm&open=-gradient.builder');
  expect(sectionsOf(search)).toEqual({ builder: true, gradient: false });
  expect(withSections(search, {})).toBe('?backend=wasm');
  expect(withSections('?open=curves', {})).toBe('');
});

test('what is no section is left out, and of two words on one the first counts', () => {
  expect(sectionsOf('?open=kitchen.-curves.curves.-')).toEqual({ curves: false });
  expect(sectionsOf('?open=')).toEqual({});
  expect(sectionsOf('')).toEqual({});
});

test('the gradients are open from the start, and instruments where the address asks for one', () => {
  expect(isSectionOpen({}, 'gradient')).toBe(true);
  expect(isSectionOpen({ gradient: false }, 'gradient')).toBe(false);
  expect(isSectionOpen({}, 'instruments')).toBe(false);
  panelStore.setState({ open: ['flow'] });
  expect(isSectionOpen({}, 'instruments')).toBe(false);
  panelStore.setState({ open: ['flow', 'layer'] });
  expect(isSectionOpen({}, 'instruments')).toBe(true);
  expect(isSectionOpen({ instruments: false }, 'instruments')).toBe(false);
});
