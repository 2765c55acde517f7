/**
 * The builder in a drawer over the right column of the stage, or in a sheet at the foot of a narrow page: the diagrams stay in
 * sight, and nothing moves. Its code comes when the page is at rest, or it is opened; then it keeps what was typed in it.
 */
import { Activity, Suspense, useEffect, useRef, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { shares } from '../../config/edit/lanes';
import { useMessages } from '../../i18n/messages';
import { panelStore } from '../../state/panels';
import { runStore } from '../../state/run';
import { selectionStore } from '../diagram/selection';
import { unfoldDiagram, unfoldedStore } from '../lanes/unfolded';
import { Boundary } from '../page/Boundary';
import { useEditedLane } from '../page/edited';
import { useExperiment, useIsNarrow } from '../page/hooks';
import { lazyPart } from '../page/lazy-part';
import { shortcut } from '../help/shortcuts';
import { Icon } from '../controls/Icon';
import { closeDrawer, DRAWER, isOpenIn, keepDrawer, lendDrawer, openDrawer, takeDrawerBack } from './drawer';
import './drawer.css';

const load = () => import('./Builder');
const Builder = lazyPart(load, (module) => module.Builder);

/** Opens and closes the drawer. */
export function BuildButton() {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn);
  return (
    <button
      type="button"
      className="button"
      data-testid="build"
      {...shortcut('build')}
      data-tool
      aria-expanded={open}
      aria-controls={DRAWER}
      onClick={() => (open ? closeDrawer() : openDrawer())}
    >
      <Icon name="build" />
      <span>{ui.transport.build}</span>
    </button>
  );
}

export function BuildDrawer() {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn);
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  usePrefetch();
  useSelected();
  useDiagramInSight(open);
  return (
    <aside
      id={DRAWER}
      className="drawer"
      aria-labelledby="builder-title"
      tabIndex={-1}
      hidden={!open}
      onFocus={keepDrawer}
      onPointerDown={keepDrawer}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isTyped(event.target)) closeDrawer();
      }}
    >
      <Grip />
      <button
        type="button"
        className="drawer-close"
        aria-label={ui.builder.close}
        title={ui.builder.close}
        onClick={closeDrawer}
      >
        <Icon name="close" />
      </button>
      <div className="drawer-body">
        {wasOpen && (
          <Activity mode={open ? 'visible' : 'hidden'}>
            <Boundary name={ui.builder.label}>
              <Suspense fallback={<h2 id="builder-title">{ui.builder.label}</h2>}>
                <Builder />
              </Suspense>
            </Boundary>
          </Activity>
        )}
      </div>
    </aside>
  );
}

/** In a field, Escape takes back what was typed. */
function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}

/** Brings the code once the first gradients are there and the browser has nothing else to do. */
function usePrefetch(): void {
  const isReady = useStore(runStore, ({ status }) => status.kind !== 'preparing');
  useEffect(() => {
    if (!isReady || typeof requestIdleCallback === 'undefined') return;
    // Whoever opens the drawer hears of a failure, and can try again.
    const idle = requestIdleCallback(() => void load().catch(() => undefined));
    return () => cancelIdleCallback(idle);
  }, [isReady]);
}

/** Whoever selects a block wants to see what can be done with it: once it is let go, as it may be dragged until then. */
function useSelected(): void {
  useEffect(() => {
    const selects = (): boolean => selectionStore.getState().blocks.length > 0;
    let did = selects();
    let isHeld = false;
    const follow = (): void => {
      if (isHeld || selects() === did) return;
      did = !did;
      if (did) lendDrawer();
      else takeDrawerBack();
    };
    const hold = (): void => {
      isHeld = true;
    };
    const letGo = (): void => {
      isHeld = false;
      // Behind the click, which may select another.
      requestAnimationFrame(follow);
    };
    const leave = selectionStore.subscribe(follow);
    addEventListener('pointerdown', hold, true);
    addEventListener('pointerup', letGo, true);
    addEventListener('pointercancel', letGo, true);
    return () => {
      leave();
      removeEventListener('pointerdown', hold, true);
      removeEventListener('pointerup', letGo, true);
      removeEventListener('pointercancel', letGo, true);
    };
  }, []);
}

/** What is left free above and below what is kept in sight, in CSS pixels. */
const MARGIN = 8;

/** Scrolls as little as brings an element between the head of the page and the sheet, its top before its foot. */
function bringAboveSheet(selector: string): void {
  const boxOf = (wanted: string) => document.querySelector(wanted)?.getBoundingClientRect();
  const box = boxOf(selector);
  if (box === undefined) return;
  const above = box.top - (boxOf('.page-head')?.bottom ?? 0) - MARGIN;
  const below = box.bottom - (boxOf('.drawer')?.top ?? innerHeight) + MARGIN;
  scrollBy({ top: Math.min(above, Math.max(0, below)), behavior: 'instant' });
}

/** On a narrow page, where the drawer covers its foot, the edited network and what is selected in it stand above that. */
function useDiagramInSight(open: boolean): void {
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

/** So far the sheet is pulled down to close it, in CSS pixels. */
const PULL = 72;

/** What a finger pulls the sheet down by; the button beside it does the same. */
function Grip() {
  const from = useRef<number | null>(null);
  const pulled = ({ clientY }: PointerEvent): number => Math.max(0, clientY - (from.current ?? clientY));
  const move = (element: HTMLElement, by: number): void => {
    if (element.parentElement !== null) element.parentElement.style.translate = by === 0 ? '' : `0 ${by}px`;
  };
  return (
    <div
      className="drawer-grip"
      aria-hidden="true"
      onPointerDown={(event) => {
        from.current = event.clientY;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => move(event.currentTarget, pulled(event))}
      onLostPointerCapture={(event) => {
        const isClosed = pulled(event) > PULL;
        from.current = null;
        move(event.currentTarget, 0);
        if (isClosed) closeDrawer();
      }}
    />
  );
}
