import { afterEach, describe, expect, it } from 'vitest';
import {
  intervalFor,
  isDefaultLayout,
  isUnfolded,
  measuredFor,
  movePanel,
  openPanels,
  panelsOf,
  panelStore,
  resetLayout,
  showOnPage,
  showPanel,
  unfold,
  withPanels,
  type PanelKind,
} from './panels';

const KINDS: readonly PanelKind[] = [
  { name: 'flow', place: 'diagrams', measures: ['streams'] },
  { name: 'gradient', place: 'page', isUnfolded: true },
  { name: 'curves', place: 'page', measures: ['layers'] },
  { name: 'instruments', place: 'page' },
  { name: 'streams', place: 'instruments', measures: ['streams'] },
  { name: 'layer', place: 'instruments' },
  { name: 'builder', place: 'drawer' },
];

const open = (search = '') => openPanels(KINDS, search);
/** What the address says now, and whether it says all. */
const query = () => {
  const state = panelStore.getState();
  const search = withPanels('?backend=wasm', state);
  expect(panelsOf(KINDS, search)).toEqual(
    expect.objectContaining({
      order: state.order,
      hidden: state.hidden,
      unfolded: state.unfolded,
      open: state.open,
    }),
  );
  return search.replace('?backend=wasm', '');
};

afterEach(() => panelStore.setState(panelStore.getInitialState()));

describe('panels that are closed at first', () => {
  it('go into the query and out again, beside what else it says', () => {
    open();
    showPanel('streams', true);
    showPanel('flow', true);
    expect(query()).toBe('&panels=flow.streams');
    showPanel('flow', false);
    showPanel('streams', false);
    expect(query()).toBe('');
    expect(withPanels('?panels=flow', panelStore.getState())).toBe('');
  });

  it('that are open at first are named once they are closed', () => {
    const kinds = KINDS.map((kind) => (kind.name === 'flow' ? { ...kind, isOpen: true } : kind));
    const opened = (search: string) => panelsOf(kinds, search).open;
    expect(opened('')).toEqual(['flow']);
    expect(opened('?panels=streams')).toEqual(['flow', 'streams']);
    expect(opened('?panels=flow.streams')).toEqual(['flow', 'streams']);
    expect(opened('?panels=-flow.layer')).toEqual(['layer']);
    for (const panels of ['', '?panels=streams', '?panels=-flow', '?panels=-flow.layer'])
      expect(withPanels('', panelsOf(kinds, panels))).toBe(panels);
  });

  it('are opened where they are named, and nothing else is', () => {
    expect(panelsOf(KINDS, '?panels=flow.kitchen.flow.gradient').open).toEqual(['flow']);
    expect(panelsOf(KINDS, '?panels=').open).toEqual([]);
    expect(panelsOf(KINDS, '').open).toEqual([]);
  });
});

describe('sections of a narrow page', () => {
  it('go into the query and out again', () => {
    open();
    unfold('builder', true);
    unfold('gradient', false);
    expect(query()).toBe('&open=-gradient.builder');
    expect(withPanels('?open=curves', panelsOf(KINDS, ''))).toBe('');
  });

  it('are left out where there are none, and of two words on one the first counts', () => {
    expect(panelsOf(KINDS, '?open=kitchen.-curves.curves.-').unfolded).toEqual({ curves: false });
    expect(panelsOf(KINDS, '?open=').unfolded).toEqual({});
  });

  it('are unfolded that say so, and where the address asks for something within', () => {
    const unfolded = (search: string, name: string) => isUnfolded(panelsOf(KINDS, search), name);
    expect(unfolded('', 'gradient')).toBe(true);
    expect(unfolded('?open=-gradient', 'gradient')).toBe(false);
    expect(unfolded('', 'instruments')).toBe(false);
    expect(unfolded('?panels=flow', 'instruments')).toBe(false);
    expect(unfolded('?panels=flow.layer', 'instruments')).toBe(true);
    expect(unfolded('?panels=layer&open=-instruments', 'instruments')).toBe(false);
  });

  it('stay unfolded when what the address asked for is closed', () => {
    open('?panels=layer');
    showPanel('layer', false);
    expect(isUnfolded(panelStore.getState(), 'instruments')).toBe(true);
  });
});

describe('a layout', () => {
  it('is read back as it was made', () => {
    open();
    showOnPage('curves', false);
    movePanel('instruments', -6);
    expect(query()).toBe('&layout=instruments.gradient.-curves');
    showOnPage('curves', true);
    expect(query()).toBe('&layout=instruments.gradient.curves');
  });

  it('leaves no trace where it is the default', () => {
    open('?layout=-curves.gradient');
    expect(isDefaultLayout(panelStore.getState())).toBe(false);
    resetLayout();
    expect(isDefaultLayout(panelStore.getState())).toBe(true);
    expect(query()).toBe('');
  });

  it('of a link shows also what the link does not know, and ignores what this page does not', () => {
    const { order, hidden } = panelsOf(KINDS, '?layout=curves.-instruments.sundial.curves.streams.-');
    expect(order).toEqual(['curves', 'instruments', 'gradient']);
    expect(hidden).toEqual(['instruments']);
  });

  it('keeps panels at its ends', () => {
    open();
    movePanel('gradient', -1);
    movePanel('instruments', 3);
    expect(query()).toBe('');
    movePanel('gradient', 1);
    expect(panelStore.getState().order.slice(0, 2)).toEqual(['curves', 'gradient']);
  });
});

describe('what is measured', () => {
  const measured = (search: string, isNarrow: boolean) => measuredFor(panelsOf(KINDS, search), isNarrow);

  it('is what panels show that are seen, each once', () => {
    expect(measured('?layout=-curves', false)).toEqual([]);
    expect(measured('?panels=flow.streams', false)).toEqual(['streams', 'layers']);
    expect(measured('?panels=streams&layout=-instruments.-curves', false)).toEqual([]);
    expect(measured('?panels=flow&layout=-instruments.-curves', false)).toEqual(['streams']);
  });

  it('on a narrow page is less: what is folded is not seen', () => {
    expect(measured('', true)).toEqual([]);
    expect(measured('?open=curves', true)).toEqual(['layers']);
    expect(measured('?panels=streams', true)).toEqual(['streams']);
    expect(measured('?panels=streams&open=-instruments', true)).toEqual([]);
  });

  it('comes as seldom as all are content with', () => {
    const kinds = KINDS.map((kind) => (kind.name === 'flow' ? { ...kind, every: 5 } : kind));
    const interval = (search: string, besides: readonly 'layers'[] = []) =>
      intervalFor(panelsOf(kinds, search), false, besides);
    expect(interval('?panels=flow&layout=-curves')).toBe(5);
    expect(interval('?panels=flow&layout=-curves', ['layers'])).toBe(1);
    expect(interval('?panels=flow.streams&layout=-curves')).toBe(1);
    expect(interval('?layout=-curves')).toBe(1);
  });

  it('is besides what is asked for, once', () => {
    expect(measuredFor(panelsOf(KINDS, ''), false, ['layers', 'histogram:conv1'])).toEqual([
      'layers',
      'histogram:conv1',
    ]);
  });
});
