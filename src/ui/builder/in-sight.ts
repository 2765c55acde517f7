/** On a narrow page an open drawer covers the foot: the network that is edited is kept in sight above it. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { shares } from '../../config/edit/lanes';
import { selectionStore } from '../diagram/selection';
import { unfoldDiagram, unfoldedStore } from '../lanes/unfolded';
import { useEditedLane } from '../page/edited';
import { useExperiment, useIsNarrow } from '../page/hooks';

/** What is left free above and below what is kept in sight, in CSS pixels. */
const MARGIN = 8;

/** Scrolls as little as brings an element between the head of the page and the sheet, its top before its foot. */
function bringAboveSheet(selector: string): void {
  const boxOf = (wanted: string) => document.querySelector(wanted)?.getBoundingClientRect();
  const box = boxOf(selector);
  if (box === undefined) return;
  const above = box.top - (boxOf('.page-head')?.bottom ?? 0) - MARGIN;
  const below = box.bottom - (boxOf('.drawer:not([hidden])')?.top ?? innerHeight) + MARGIN;
  scrollBy({ top: Math.min(above, Math.max(0, below)), behavior: 'instant' });
}

/** On a narrow page, where the drawer covers its foot, the edited network and what is selected in it stand above that. */
export function useDiagramInSight(open: boolean): void {
  const covers = useIsNarrow() && open;
  const { lanes } = useExperiment();
  const edited = useEditedLane();
  const blocks = useStore(selectionStore, (state) => state.blocks);
  const drawn = (edited === null ? lanes.filter(shares) : [edited]).map(({ id }) => id).join(' ');
  useEffect(() => {
    const ids = drawn.split(' ');
    const { lanes: unfolded } = unfoldedStore.getState();
    const shown = ids.find((id) => unfolded.includes(id)) ?? ids[0] ?? '';
    if (!covers || shown === '') return;
    unfoldDiagram(shown, true);
    scrollTo({ top: 0, behavior: 'instant' });
    const card = `[data-testid="lane-${shown}"]`;
    // It is unfolded, drawn, and drawn anew as it is edited.
    const observer = new ResizeObserver(() => {
      if (selectionStore.getState().blocks.length === 0) bringAboveSheet(card);
    });
    const element = document.querySelector(card);
    if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [covers, drawn]);
  useEffect(() => {
    if (!covers || blocks.length === 0) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => bringAboveSheet('.block-place[data-selected="true"]'));
    });
    return () => cancelAnimationFrame(frame);
  }, [covers, blocks]);
}
