/**
 * Keeps what the keyboard reaches in the window. A browser scrolls to it; but cards on the way, which are laid out only when
 * they come into sight, then change their heights and may push it out again.
 */

/** Frames after which such cards have their heights. */
const FRAMES = 3;

/** Watches the focus from now on. */
export function keepFocusInSight(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches(':focus-visible')) look(target, FRAMES);
  });
}

function look(element: Element, frames: number): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== element) return;
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) element.scrollIntoView({ block: 'center' });
    if (frames > 1) look(element, frames - 1);
  });
}
