/** Numbers separated by commas. An invalid draft stays visible with what is wrong, while the last valid list is used. */
import { useEffect, useId, useState } from 'react';
import { useMessages } from '../../i18n/messages';
import { formatNumber, readNumber, type NumberBounds } from '../../ui/controls/number';
import { whenLeft } from '../../ui/page/hooks';

interface ListFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly values: readonly number[];
  readonly bounds: NumberBounds;
  readonly integer: boolean;
  readonly most: number;
  readonly onCommit: (values: readonly number[]) => void;
}

/** The numbers of a text, ascending and each once; null where one is no number within the bounds, or none is given. */
function readList(
  text: string,
  bounds: NumberBounds,
  integer: boolean,
  most: number,
): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const values = parts.flatMap((part) => {
    const reading = readNumber(part, bounds, integer);
    return 'value' in reading ? [reading.value] : [];
  });
  if (values.length !== parts.length) return null;
  const unique = [...new Set(values)].toSorted((a, b) => a - b);
  return unique.length >= 1 && unique.length <= most ? unique : null;
}

export function ListField({ label, hint, values, bounds, integer, most, onCommit }: ListFieldProps) {
  const { fields } = useMessages().experiments;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const read = draft === null ? values : readList(draft, bounds, integer, most);
  const range = fields.list(formatNumber(bounds.min), formatNumber(bounds.max), most);
  const commit = (): void => {
    if (draft === null || read === null) return;
    setDraft(null);
    onCommit(read);
  };
  // What is valid counts at once: a button may follow without the field being left.
  useEffect(() => {
    if (draft !== null && read !== null && read.join() !== values.join()) onCommit(read);
  }, [draft, read, values, onCommit]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={draft ?? values.map(formatNumber).join(', ')}
        aria-invalid={read === null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={whenLeft(commit)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <p id={`${id}-hint`} className={read === null ? 'field-problem' : 'field-hint'} aria-live="polite">
        {read === null ? fields.badList(range) : `${hint}. ${range}`}
      </p>
    </div>
  );
}
