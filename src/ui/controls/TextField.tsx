/** A short text that is typed: a draft until it is left or confirmed with Enter; Escape goes back. */
import { useEffect, useRef, useState } from 'react';
import { whenLeft } from '../page/hooks';

interface TextFieldProps {
  /** For assistive technology: what is seen is the text itself. */
  readonly label: string;
  readonly value: string;
  /** Most characters. */
  readonly most: number;
  /** Whether it is typed in at once, in place of what it says. */
  readonly isFocused?: boolean;
  readonly onCommit: (value: string) => void;
}

export function TextField({ label, value, most, isFocused = false, onCommit }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isFocused) return;
    field.current?.focus();
    field.current?.select();
  }, [isFocused]);
  const commit = () => {
    setDraft(null);
    if (draft !== null && draft.trim() !== value) onCommit(draft.trim());
  };
  return (
    <input
      ref={field}
      type="text"
      className="text-field"
      aria-label={label}
      dir="auto"
      autoComplete="off"
      maxLength={most}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={whenLeft(commit)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          // It presses nothing that has the focus then.
          event.preventDefault();
          commit();
        } else if (event.key === 'Escape' && draft !== null) {
          // It leaves what was typed, and no dialog around it.
          event.preventDefault();
          setDraft(null);
        }
      }}
    />
  );
}
