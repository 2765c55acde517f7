/** Something that is or is not, as a checkbox. */
import type { ReactNode } from 'react';
import './check.css';

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly value: boolean;
  readonly onCommit: (value: boolean) => void;
}

export function CheckField({ label, value, onCommit }: CheckFieldProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={value} onChange={(event) => onCommit(event.target.checked)} />
      {label}
    </label>
  );
}
