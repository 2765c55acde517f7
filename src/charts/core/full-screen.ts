/** One element over the whole screen, or, where the browser has no such thing for elements, over the whole page. */

/** Marks what covers the page. */
const COVERS = 'covers';

export function isFullScreen(element: HTMLElement | null): boolean {
  return element !== null && (document.fullscreenElement === element || COVERS in element.dataset);
}

/** Shows an element alone. Escape brings the page back, as does `leaveFullScreen`. */
export async function enterFullScreen(element: HTMLElement): Promise<void> {
  try {
    await element.requestFullscreen();
  } catch {
    // Not allowed, as in a frame without the permission, or not there, as on phones by Apple.
    element.dataset[COVERS] = '';
    const leave = (event: KeyboardEvent): void => {
      if (COVERS in element.dataset && event.key !== 'Escape') return;
      removeEventListener('keydown', leave);
      delete element.dataset[COVERS];
    };
    addEventListener('keydown', leave);
  }
}

export async function leaveFullScreen(element: HTMLElement): Promise<void> {
  delete element.dataset[COVERS];
  if (document.fullscreenElement === element) await document.exitFullscreen();
}
