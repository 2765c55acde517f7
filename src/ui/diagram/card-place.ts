/** Where the card of what is pointed at in a diagram stands, free of the DOM: in sight, and off the other networks where there is room. */

/** In CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface CardScene {
  readonly width: number;
  readonly height: number;
  /** What is pointed at. */
  readonly anchor: Box;
  /** The part of the window that nothing else covers. */
  readonly view: Box;
  /** The diagrams of the other networks. */
  readonly others: readonly Box[];
}

/** Between the card and what it keeps off. */
const GAP = 8;

/** What a pixel of the card costs where it is out of sight, on what is pointed at, or on another network. */
const COSTS = { unseen: 100, anchor: 10, other: 4 } as const;

/** Left and top of the card: below what is pointed at where that costs nothing, else above it, else beside it, else where it hides least. */
export function placeCard(scene: CardScene): { readonly left: number; readonly top: number } {
  const { width, height, anchor, view, others } = scene;
  const held = (at: number, size: number, from: number, to: number): number =>
    Math.max(from, Math.min(to - size, at));
  const middle = held((anchor.left + anchor.right - width) / 2, width, view.left, view.right);
  const beside = [anchor.right + GAP, anchor.left - GAP - width];
  // Beside it the card may begin anywhere; best are places that touch what it must not cover.
  const levels = [
    (anchor.top + anchor.bottom - height) / 2,
    view.top,
    view.bottom - height,
    ...others.flatMap(({ top, bottom }) => [bottom + GAP, top - GAP - height]),
  ].map((top) => held(top, height, view.top, view.bottom));
  const candidates = [
    { left: middle, top: anchor.bottom + GAP },
    { left: middle, top: anchor.top - GAP - height },
    ...beside.flatMap((left) => levels.map((top) => ({ left, top }))),
    { left: middle, top: held(anchor.bottom + GAP, height, view.top, view.bottom) },
  ];
  const cost = ({ left, top }: { left: number; top: number }): number => {
    const card = { left, top, right: left + width, bottom: top + height };
    const unseen = width * height - shared(card, view);
    const hidden = others.reduce((sum, other) => sum + shared(card, other), 0);
    return COSTS.unseen * unseen + COSTS.anchor * shared(card, anchor) + COSTS.other * hidden;
  };
  return candidates.reduce((best, next) => (cost(next) < cost(best) - 1 ? next : best));
}

/** Area that two boxes share. */
function shared(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
