import { describe, expect, it } from 'vitest';
import { LAYOUT_PANELS, layoutOf, moved, USUAL_LAYOUT, withLayout } from './layout';

describe('a layout', () => {
  it('is read back as it was written, beside whatever else the query says', () => {
    const layout = moved({ order: LAYOUT_PANELS, hidden: ['history', 'claims'] }, 'runs', -6);
    const search = withLayout('?backend=wasm&panels=flow', layout);
    expect(new URLSearchParams(search).get('backend')).toBe('wasm');
    expect(layoutOf(search)).toEqual(layout);
    expect(layout.order.slice(0, 2)).toEqual(['runs', 'gradient']);
  });

  it('leaves no trace where it is the usual one', () => {
    expect(withLayout('?layout=curves&backend=cpu', USUAL_LAYOUT)).toBe('?backend=cpu');
    expect(withLayout('?layout=curves', USUAL_LAYOUT)).toBe('');
  });

  it('of a link shows also what the link does not know, and ignores what this page does not', () => {
    const { order, hidden } = layoutOf('?layout=curves.-history.sundial.curves.-');
    expect(order.slice(0, 3)).toEqual(['curves', 'history', 'gradient']);
    expect(order.toSorted()).toEqual(LAYOUT_PANELS.toSorted());
    expect(hidden).toEqual(['history']);
  });

  it('keeps panels at its ends', () => {
    expect(moved(USUAL_LAYOUT, 'gradient', -1)).toEqual(USUAL_LAYOUT);
    expect(moved(USUAL_LAYOUT, 'experiments', 3)).toEqual(USUAL_LAYOUT);
    expect(moved(USUAL_LAYOUT, 'gradient', 1).order.slice(0, 2)).toEqual(['curves', 'gradient']);
  });
});
