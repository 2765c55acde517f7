/** Opening and closing the drawer of the builder, and what has the focus then. */
import { isUnfolded, panelStore, unfold } from '../../state/panels';

const NAME = 'builder';
export const DRAWER = 'build-drawer';

export const isOpenIn = (state: ReturnType<typeof panelStore.getState>): boolean => isUnfolded(state, NAME);

/** What had the focus when it was opened. */
let opener: Element | null = null;
/** Whether a selection opened it, and nobody has used it since. */
let isLent = false;

const drawer = (): HTMLElement | null => document.getElementById(DRAWER);

/** Opens the drawer and gives it the focus. */
export function openDrawer(): void {
  opener = document.activeElement;
  isLent = false;
  unfold(NAME, true);
  requestAnimationFrame(() => drawer()?.focus({ preventScroll: true }));
}

/** Opens the drawer for what was selected; the focus stays in the diagram. */
export function lendDrawer(): void {
  if (isOpenIn(panelStore.getState())) return;
  opener = document.activeElement;
  isLent = true;
  unfold(NAME, true);
}

/** The drawer is being used: it stays until it is closed by hand. */
export function keepDrawer(): void {
  isLent = false;
}

/** Closes it where it was opened for a selection that is gone. */
export function takeDrawerBack(): void {
  if (isLent) closeDrawer();
}

/** Closes the drawer; the focus goes from it to where it was before. */
export function closeDrawer(): void {
  const hadFocus = drawer()?.contains(document.activeElement) === true;
  isLent = false;
  unfold(NAME, false);
  if (!hadFocus) return;
  const isThere = opener?.isConnected === true && opener !== document.body;
  const target = isThere ? opener : document.querySelector('[data-testid="build"]');
  if (target instanceof HTMLElement || target instanceof SVGElement) target.focus({ preventScroll: true });
}
