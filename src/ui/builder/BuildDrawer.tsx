/**
 * The builder in a drawer over the right column of the stage, or in a sheet at the foot of a narrow page: the diagrams stay in
 * sight, and nothing moves. Its code comes when it is first opened; after that it keeps what was typed in it.
 */
import { Activity, Suspense, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { isUnfolded, panelStore, unfold } from '../../state/panels';
import { selectionStore } from '../diagram/selection';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { shortcut } from '../help/shortcuts';
import { Icon } from '../controls/Icon';

const NAME = 'builder';
const ID = 'build-drawer';

const Builder = lazyPart(
  () => import('./Builder'),
  (module) => module.Builder,
);

const isOpenIn = (state: ReturnType<typeof panelStore.getState>): boolean => isUnfolded(state, NAME);

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
      aria-controls={ID}
      onClick={() => (open ? closeDrawer() : openDrawer())}
    >
      <Icon name="build" />
      <span>{ui.transport.build}</span>
    </button>
  );
}

/** Opens the drawer and gives it the focus. */
export function openDrawer(): void {
  unfold(NAME, true);
  requestAnimationFrame(() => document.getElementById(ID)?.focus({ preventScroll: true }));
}

function closeDrawer(): void {
  unfold(NAME, false);
  document.querySelector<HTMLElement>('[data-testid="build"]')?.focus({ preventScroll: true });
}

export function BuildDrawer() {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn);
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  const selects = useStore(selectionStore, ({ blocks }) => blocks.length > 0);
  // Whoever selects a block wants to see what can be done with it; the focus stays in the diagram.
  const didSelect = useRef(selects);
  useEffect(() => {
    if (selects && !didSelect.current) unfold(NAME, true);
    didSelect.current = selects;
  }, [selects]);
  return (
    <aside
      id={ID}
      className="drawer"
      aria-labelledby="builder-title"
      tabIndex={-1}
      hidden={!open}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isTyped(event.target)) closeDrawer();
      }}
    >
      <button type="button" className="drawer-close" aria-label={ui.builder.close} onClick={closeDrawer}>
        <Icon name="close" />
      </button>
      {wasOpen && (
        <Activity mode={open ? 'visible' : 'hidden'}>
          <Boundary name={ui.builder.label}>
            <Suspense fallback={<h2 id="builder-title">{ui.builder.label}</h2>}>
              <Builder />
            </Suspense>
          </Boundary>
        </Activity>
      )}
    </aside>
  );
}

/** In a field, Escape takes back what was typed. */
function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
