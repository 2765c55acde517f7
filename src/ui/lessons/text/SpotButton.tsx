/** Words or a line of code that light a place up while they are pointed at or have the focus. */
import type { ReactNode } from 'react';
import type { Spot } from '../../../lessons/spots';
import { focusing, pointing, type OnSpot } from './spots';

interface SpotButtonProps {
  readonly className: string;
  readonly spot: Spot;
  readonly onSpot: OnSpot;
  readonly children: ReactNode;
}

export function SpotButton({ className, spot, onSpot, children }: SpotButtonProps) {
  return (
    <button
      type="button"
      className={className}
      data-spot={spot}
      {...pointing(spot, onSpot)}
      {...focusing(spot, onSpot)}
    >
      {children}
    </button>
  );
}
