/** Fields of the editor. What is typed counts at once, so that the draft has it; numbers count once they are numbers. */
import { useId, useState, type ReactNode } from 'react';
import { useMessages } from '../../../i18n/messages';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { FieldNote } from '../../controls/FieldNote';
import { formatNumber, readNumber } from '../../controls/number';
import { Icon, type IconName } from '../../controls/Icon';
import { LessonText } from '../text/LessonText';

interface TextProps {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly value: string;
  /** Most characters. */
  readonly most: number;
  readonly onChange: (value: string) => void;
}

/** Of the field of this id. */
function Hint({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p id={`${id}-hint`} className="field-hint">
      {text}
    </p>
  );
}

/** A text of one line. */
export function LineField({ label, hint, value, most, onChange }: TextProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        autoComplete="off"
        maxLength={most}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

/** What Markdown would set otherwise than it is typed. */
const MARKED = /[$*_`[\\<>#]|^\s*(?:[-+]|\d+[.)])\s|\n/m;

/** A text of Markdown with formulas, and below it how it is set, where that differs from how it is typed. */
export function WordsField({ label, hint, value, most, onChange }: TextProps) {
  const { step } = useLessonEditorMessages();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        dir="auto"
        rows={2}
        maxLength={most}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={id} text={hint} />
      {MARKED.test(value) && (
        <div className="lesson-editor-preview" role="group" aria-label={step.preview} dir="auto">
          <LessonText text={value} />
        </div>
      )}
    </div>
  );
}

interface BoundFieldProps {
  readonly label: string;
  /** Null where there is none. */
  readonly value: number | null;
  readonly onCommit: (value: number | null) => void;
}

/** Any number, or none where nothing is typed. */
export function BoundField({ label, value, onCommit }: BoundFieldProps) {
  const { ui } = useMessages();
  const { question } = useLessonEditorMessages();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = value === null ? '' : formatNumber(value);
  const read = (text: string): number | null | undefined => {
    if (text.trim() === '') return null;
    const reading = readNumber(text, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE }, false);
    return 'value' in reading ? reading.value : undefined;
  };
  const isWrong = draft !== null && read(draft) === undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={draft ?? shown}
        placeholder={question.unbounded}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-note` : undefined}
        onChange={({ target }) => {
          setDraft(target.value);
          const number = read(target.value);
          if (number !== undefined) onCommit(number);
        }}
        onBlur={() => {
          if (!isWrong) setDraft(null);
        }}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setDraft(null);
        }}
      />
      {isWrong && <FieldNote id={`${id}-note`} hint="" problem={ui.builder.notANumber(shown)} />}
    </div>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly label: string;
  readonly testId?: string;
  /** Arrows of a line point along a list. */
  readonly isTurned?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** A button that is a picture, with its words for a pointer and for assistive technology. */
export function Action({ icon, label, testId, isTurned, disabled = false, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={label}
      title={label}
      data-testid={testId}
      data-turned={isTurned}
      // Not `disabled`: a button that is pressed again and again must not lose the focus with its last effect.
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
