/** The builder in its drawer. Its code comes when the page is at rest, or it is opened; then it keeps what was typed in it. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { panelStore } from '../../state/panels';
import { runStore } from '../../state/run';
import { Icon } from '../controls/Icon';
import { selectionStore } from '../diagram/selection';
import { shortcut } from '../help/shortcuts';
import { lazyPart } from '../page/lazy-part';
import { Drawer } from './Drawer';
import { BUILDER, isOpenIn, lendDrawer, takeDrawerBack, toggleDrawer } from './drawer';

const load = () => import('./Builder');
const Builder = lazyPart(load, (module) => module.Builder);

/** Opens and closes the drawer. */
export function BuildButton() {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn(BUILDER));
  return (
    <button
      type="button"
      className="button"
      data-testid="build"
      {...shortcut('build')}
      data-tool
      aria-expanded={open}
      aria-controls={BUILDER.id}
      onClick={() => toggleDrawer(BUILDER)}
    >
      <Icon name="build" />
      <span>{ui.transport.build}</span>
    </button>
  );
}

export function BuildDrawer() {
  const { ui } = useMessages();
  usePrefetch();
  useSelected();
  return (
    <Drawer drawer={BUILDER} label={ui.builder.label}>
      <Builder />
    </Drawer>
  );
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
