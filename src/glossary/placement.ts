/** Where a card stands beside what it explains. Lengths in CSS pixels of the window. */

interface Box {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between the card and its term, and between the card and the window's edge. */
const GAP = 6;

/** Below the term where there is room, else above it where there is more; always within the window, as far as it fits. */
export function placeBeside(
  term: Box,
  card: Size,
  page: Size,
): { readonly left: number; readonly top: number } {
  const below = term.bottom + GAP;
  const above = term.top - GAP - card.height;
  const fitsBelow = below + card.height + GAP <= page.height;
  const top = fitsBelow || term.top < page.height - term.bottom ? below : above;
  return {
    left: within(term.left, page.width - card.width - GAP),
    top: within(top, page.height - card.height - GAP),
  };
}

function within(value: number, most: number): number {
  return Math.max(GAP, Math.min(value, most));
}
