/** Opening and closing the drawers, of which one is open at most, and what has the focus then. */
import { isUnfolded, panelStore, unfold, type PanelState } from '../../state/panels';

export interface DrawerKind {
  /** Of its panel. */
  readonly name: string;
  /** Of its element, and of the heading in it. */
  readonly id: string;
  readonly title: string;
  /** Test id of the button that opens it. */
  readonly button: string;
}

export const BUILDER: DrawerKind = {
  name: 'builder',
  id: 'build-drawer',
  title: 'builder-title',
  button: 'build',
};
export const CODE: DrawerKind = { name: 'code', id: 'code-drawer', title: 'code-title', button: 'code' };

const DRAWERS = [BUILDER, CODE];

export const isOpenIn =
  ({ name }: DrawerKind) =>
  (state: PanelState): boolean =>
    isUnfolded(state, name);

const isOpen = (drawer: DrawerKind): boolean => isOpenIn(drawer)(panelStore.getState());

/** What had the focus when it was opened. */
let opener: Element | null = null;
/** Whether a selection opened the builder, and nobody has used it since. */
let isLent = false;

const elementOf = ({ id }: DrawerKind): HTMLElement | null => document.getElementById(id);

/** Opens a drawer, in place of another, and gives it the focus. */
export function openDrawer(drawer: DrawerKind): void {
  opener = document.activeElement;
  isLent = false;
  for (const other of DRAWERS) if (other !== drawer && isOpen(other)) unfold(other.name, false);
  unfold(drawer.name, true);
  requestAnimationFrame(() => elementOf(drawer)?.focus({ preventScroll: true }));
}

/** Opens it, or closes it where it is open. */
export function toggleDrawer(drawer: DrawerKind): void {
  if (isOpen(drawer)) closeDrawer(drawer);
  else openDrawer(drawer);
}

/** Opens the builder for what was selected, where no drawer is open; the focus stays in the diagram. */
export function lendDrawer(): void {
  if (DRAWERS.some(isOpen)) return;
  opener = document.activeElement;
  isLent = true;
  unfold(BUILDER.name, true);
}

/** The drawer is being used: it stays until it is closed by hand. */
export function keepDrawer(): void {
  isLent = false;
}

/** Closes the builder where it was opened for a selection that is gone. */
export function takeDrawerBack(): void {
  if (isLent) closeDrawer(BUILDER);
}

/** Closes a drawer; the focus goes from it to where it was before. */
export function closeDrawer(drawer: DrawerKind): void {
  const hadFocus = elementOf(drawer)?.contains(document.activeElement) === true;
  isLent = false;
  unfold(drawer.name, false);
  if (!hadFocus) return;
  const isThere = opener?.isConnected === true && opener !== document.body;
  const target = isThere ? opener : document.querySelector(`[data-testid="${drawer.button}"]`);
  if (target instanceof HTMLElement || target instanceof SVGElement) target.focus({ preventScroll: true });
}
