/** A whole number between two buttons that take it down and up. */
import './stepper.css';
import { NumberField } from './NumberField';
import type { NumberBounds } from './number';

interface StepperProps {
  readonly label: string;
  /** What the buttons do. */
  readonly fewer: string;
  readonly more: string;
  readonly value: number;
  readonly bounds: NumberBounds;
  /** By how much the buttons change it. */
  readonly by?: number;
  readonly onCommit: (value: number) => void;
}

export function Stepper({ label, fewer, more, value, bounds, by = 1, onCommit }: StepperProps) {
  return (
    <div className="stepper">
      <button
        type="button"
        className="button"
        aria-label={fewer}
        disabled={value <= bounds.min}
        onClick={() => onCommit(Math.max(bounds.min, value - by))}
      >
        −
      </button>
      <NumberField label={label} hideLabel value={value} bounds={bounds} integer onCommit={onCommit} />
      <button
        type="button"
        className="button"
        aria-label={more}
        disabled={value >= bounds.max}
        onClick={() => onCommit(Math.min(bounds.max, value + by))}
      >
        +
      </button>
    </div>
  );
}
