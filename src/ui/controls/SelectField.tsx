/** One of several names, as a menu; for more, or longer, ones than fit a row of radio buttons. */
import { useId, type ReactNode } from 'react';

interface SelectFieldProps<T extends string | number> {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly choices: readonly T[];
  readonly text: (choice: T) => string;
  readonly value: T;
  readonly onCommit: (value: T) => void;
}

export function SelectField<T extends string | number>(props: SelectFieldProps<T>) {
  const { label, hint, choices, text, value, onCommit } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const chosen = choices.find((choice) => String(choice) === event.target.value);
          if (chosen !== undefined) onCommit(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {text(choice)}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
