/** One of a few names or numbers, as a row of radio buttons. */
import { useId, type ReactNode } from 'react';

interface ChoiceFieldProps<T extends string | number> {
  readonly label: ReactNode;
  readonly hideLabel?: boolean;
  readonly hint?: string;
  readonly choices: readonly T[];
  readonly text: (choice: T) => string;
  /** Null where it stands for several that differ. */
  readonly value: T | null;
  readonly onCommit: (value: T) => void;
}

export function ChoiceField<T extends string | number>(props: ChoiceFieldProps<T>) {
  const { label, hideLabel, hint, choices, text, value, onCommit } = props;
  const id = useId();
  return (
    <fieldset className="field segments" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className={hideLabel === true ? 'visually-hidden' : undefined}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice}>
          <input type="radio" name={id} checked={choice === value} onChange={() => onCommit(choice)} />
          <span>{text(choice)}</span>
        </label>
      ))}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
