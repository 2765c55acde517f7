/** Parts of a text that light a place up while the pointer or the focus is on them. A tap gives them the focus. */
import type { MouseEvent, PointerEvent } from 'react';
import type { Spot } from '../../../lessons/spots';

/** Null: nothing of the text is pointed at any more. */
export type OnSpot = (spot: Spot | null) => void;

/**
 * Of all that is pointed at.
 * @param focusable What takes the focus of an element that is pointed at, which need not be that element.
 */
export function pointing(
  spot: Spot,
  onSpot: OnSpot,
  focusable: (pointed: Element) => HTMLElement | null = own,
) {
  return {
    onPointerEnter: ({ pointerType }: PointerEvent) => {
      if (pointerType === 'mouse') onSpot(spot);
    },
    onPointerLeave: ({ pointerType, currentTarget }: PointerEvent) => {
      const isFocused = focusable(currentTarget) === document.activeElement;
      if (pointerType === 'mouse') onSpot(isFocused ? spot : null);
    },
    // Safari gives a button no focus that is clicked, and a part of a formula is none.
    onClick: ({ currentTarget }: MouseEvent) => focusable(currentTarget)?.focus({ preventScroll: true }),
  };
}

function own(pointed: Element): HTMLElement | null {
  return pointed instanceof HTMLElement ? pointed : null;
}

/** Of what takes the focus. */
export function focusing(spot: Spot, onSpot: OnSpot) {
  return { onFocus: () => onSpot(spot), onBlur: () => onSpot(null) };
}
