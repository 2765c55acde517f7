/**
 * Presenting: the stage alone, in larger type, on the whole screen where the browser lets a page have it. Style sheets read it
 * off the root, as `data-presenter`.
 */
import { createStore } from 'zustand/vanilla';

export const presenterStore = createStore<{ readonly presenting: boolean }>()(() => ({ presenting: false }));

/** What had the focus when it began: what is hidden meanwhile gets it back. */
let before: Element | null = null;

/** Browsers refuse, and older ones lack it: then the window is what there is. */
async function fillScreen(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen();
  } catch {
    // Said above.
  }
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('dialog[open]') === null)
    endPresenting();
}

/** With Escape browsers leave the whole screen by themselves, and tell the page nothing else. */
function onFullscreenChange(): void {
  if (document.fullscreenElement === null) endPresenting();
}

export function beginPresenting(): void {
  if (presenterStore.getState().presenting) return;
  before = document.activeElement;
  presenterStore.setState({ presenting: true });
  document.documentElement.dataset['presenter'] = '';
  scrollTo({ top: 0, behavior: 'instant' });
  addEventListener('keydown', onKeyDown);
  document.addEventListener('fullscreenchange', onFullscreenChange);
  void fillScreen();
}

export function endPresenting(): void {
  if (!presenterStore.getState().presenting) return;
  removeEventListener('keydown', onKeyDown);
  document.removeEventListener('fullscreenchange', onFullscreenChange);
  delete document.documentElement.dataset['presenter'];
  presenterStore.setState({ presenting: false });
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  const { activeElement } = document;
  if ((activeElement === null || activeElement === document.body) && before instanceof HTMLElement)
    before.focus();
  before = null;
}
