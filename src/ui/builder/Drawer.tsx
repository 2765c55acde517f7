/**
 * A drawer over the right column of the stage, or a sheet at the foot of a narrow page: the diagrams stay in sight, and nothing
 * moves. What is in it comes when it is opened, and then keeps its state.
 */
import { Activity, Suspense, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { panelStore } from '../../state/panels';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { closeDrawer, isOpenIn, keepDrawer, type DrawerKind } from './drawer';
import { useDiagramInSight } from './in-sight';
import './drawer.css';

interface DrawerProps {
  readonly drawer: DrawerKind;
  /** What is in it, in a word; the content has it as a heading with the id of the drawer's title. */
  readonly label: string;
  readonly children: ReactNode;
}

export function Drawer({ drawer, label, children }: DrawerProps) {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn(drawer));
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  useDiagramInSight(open);
  const close = (): void => closeDrawer(drawer);
  return (
    <aside
      id={drawer.id}
      className="drawer"
      aria-labelledby={drawer.title}
      tabIndex={-1}
      hidden={!open}
      onFocus={keepDrawer}
      onPointerDown={keepDrawer}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isTyped(event.target)) close();
      }}
    >
      <Grip onClose={close} />
      <button
        type="button"
        className="drawer-close"
        aria-label={ui.builder.close}
        title={ui.builder.close}
        onClick={close}
      >
        <Icon name="close" />
      </button>
      <div className="drawer-body">
        {wasOpen && (
          <Activity mode={open ? 'visible' : 'hidden'}>
            <Boundary name={label}>
              <Suspense fallback={<h2 id={drawer.title}>{label}</h2>}>{children}</Suspense>
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

/** So far the sheet is pulled down to close it, in CSS pixels. */
const PULL = 72;

/** What a finger pulls the sheet down by; the button beside it does the same. */
function Grip({ onClose }: { readonly onClose: () => void }) {
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
        if (isClosed) onClose();
      }}
    />
  );
}
