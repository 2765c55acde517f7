/**
 * A number that is typed: a draft until it is left, confirmed with Enter, or stepped. An invalid draft stays visible
 * with a message beside it, while the experiment keeps its last valid value. Escape goes back to that.
 */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useMessages } from '../../i18n/messages';
import { FieldNote } from './FieldNote';
import { formatNumber, readNumber, type NumberBounds } from './number';
import { whenLeft } from '../page/hooks';

interface NumberFieldProps {
  readonly label: ReactNode;
  /** The label is for assistive technology only: what is seen stands elsewhere. */
  readonly hideLabel?: boolean;
  readonly hint?: string;
  /** Null where it stands for several that differ. */
  readonly value: number | null;
  readonly bounds: NumberBounds;
  readonly integer?: boolean;
  readonly onCommit: (value: number) => void;
}

export function NumberField({ label, hideLabel, hint, value, bounds, integer, onCommit }: NumberFieldProps) {
  const { joins, ui } = useMessages();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const whole = integer === true;
  const reading = draft === null ? ({ value } as const) : readNumber(draft, bounds, whole);
  const used = value === null ? ui.builder.mixedValues : formatNumber(value);
  const min = formatNumber(bounds.min);
  const max = formatNumber(bounds.max);
  const problem =
    'value' in reading
      ? null
      : reading.problem === 'out-of-range'
        ? ui.builder.outOfRange(min, max, used)
        : reading.problem === 'not-integer'
          ? ui.builder.notAnInteger(used)
          : ui.builder.notANumber(used);

  const commit = () => {
    if (draft === null || !('value' in reading)) return;
    setDraft(null);
    if (reading.value !== null && reading.value !== value) onCommit(reading.value);
  };
  // The browser's own change event, which React's onChange is not: on leaving, on Enter, and on each step.
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    const element = input.current;
    const listener = () => latest.current();
    element?.addEventListener('change', listener);
    return () => element?.removeEventListener('change', listener);
  }, []);

  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel === true ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type={whole ? 'number' : 'text'}
        inputMode={whole ? 'numeric' : 'decimal'}
        {...(whole ? { min: bounds.min, max: bounds.max, step: 1 } : {})}
        autoComplete="off"
        value={draft ?? (value === null ? '' : used)}
        placeholder={value === null ? ui.builder.mixed : undefined}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={whenLeft(commit)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <FieldNote
        id={`${id}-hint`}
        hint={
          hint === undefined
            ? ui.builder.range(min, max)
            : joins.sentences([joins.stopped(ui.builder.range(min, max)), hint])
        }
        problem={problem}
      />
    </div>
  );
}
