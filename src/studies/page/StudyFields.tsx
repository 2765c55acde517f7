/** What is settled before a study is begun: its fields, what it costs, and what of the experiment it cannot look at. */
import { useEffect, useId, useState } from 'react';
import { loneNorms } from '../../architecture/lone-norms';
import type { Field, FieldValue, ListField } from '../../contract/studies';
import { useStudyMessages, type StudyMessages } from '../../i18n/studies';
import { FieldNote } from '../../ui/controls/FieldNote';
import { NumberField } from '../../ui/controls/NumberField';
import { formatNumber, readNumber } from '../../ui/controls/number';
import { SelectField } from '../../ui/controls/SelectField';
import { useExperiment, usePlans } from '../../ui/page/hooks';
import { whenLeft } from '../../ui/page/hooks';
import { KINDS, partsOf, type StudyKind, type StudyRequest } from '../kinds';
import { pageOf } from './pages';

interface StudyFieldsProps {
  readonly request: StudyRequest;
  readonly onChange: (field: string, value: FieldValue) => void;
}

export function StudyFields({ request, onChange }: StudyFieldsProps) {
  const { cost, fields: texts } = useStudyMessages().studies;
  const lanes = useExperiment().lanes.length;
  const plans = usePlans();
  const { Settings, hidden } = pageOf(request.kind);
  const { study, values } = partsOf(request);
  const without = hidden?.(plans) ?? [];
  const trainings = study.trainings?.(values, lanes);
  return (
    <div className="study-fields">
      {Settings !== undefined && <Settings />}
      {Object.entries(study.fields)
        .filter(([name]) => !without.includes(name))
        .map(([name, field]) => (
          <StudyField
            key={name}
            text={texts[name] ?? { label: name }}
            field={field}
            value={values[name] ?? field.first}
            onCommit={(value) => onChange(name, value)}
          />
        ))}
      {trainings !== undefined && (
        <p className="study-small">{cost(trainings, 'steps' in request ? request.steps : 0)}</p>
      )}
    </div>
  );
}

interface StudyFieldProps {
  readonly text: StudyMessages['studies']['fields'][string];
  readonly field: Field;
  readonly value: FieldValue;
  readonly onCommit: (value: FieldValue) => void;
}

function StudyField({ text: { label, hint, choices }, field, value, onCommit }: StudyFieldProps) {
  if ('choices' in field)
    return (
      <SelectField
        label={label}
        choices={field.choices}
        text={(choice) => choices?.[choice] ?? choice}
        value={String(value)}
        onCommit={onCommit}
      />
    );
  if ('most' in field)
    return (
      <NumbersField
        label={label}
        hint={hint ?? ''}
        values={typeof value === 'object' ? value : []}
        field={field}
        onCommit={onCommit}
      />
    );
  return (
    <NumberField
      label={label}
      value={Number(value)}
      bounds={field}
      integer={field.integer}
      onCommit={onCommit}
      {...(hint !== undefined && { hint })}
    />
  );
}

interface NumbersFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly values: readonly number[];
  readonly field: ListField;
  readonly onCommit: (values: readonly number[]) => void;
}

/** The numbers of a text, ascending and each once; null where one is no number within the bounds, or none is given. */
function readList(text: string, field: ListField): readonly number[] | null {
  const parts = text.split(/[\s,;，；、]+/).filter((part) => part !== '');
  const values = parts.flatMap((part) => {
    const reading = readNumber(part, field, field.integer);
    return 'value' in reading ? [reading.value] : [];
  });
  if (values.length !== parts.length) return null;
  const unique = [...new Set(values)].toSorted((a, b) => a - b);
  return unique.length >= 1 && unique.length <= field.most ? unique : null;
}

/** Numbers separated by commas. An invalid draft stays visible with what is wrong, while the last valid list is used. */
function NumbersField({ label, hint, values, field, onCommit }: NumbersFieldProps) {
  const { joins, studies } = useStudyMessages();
  const { listBounds, badList } = studies;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const read = draft === null ? values : readList(draft, field);
  const range = listBounds(formatNumber(field.min), formatNumber(field.max), field.most);
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
      <FieldNote
        id={`${id}-hint`}
        hint={joins.sentences([joins.stopped(hint), range])}
        problem={read === null ? badList(range) : null}
      />
    </div>
  );
}

/** Names of the classic networks that a study has nothing to ask of; empty where it takes all. */
export function useLeftOut(kind: StudyKind): { readonly names: readonly string[]; readonly all: boolean } {
  const { studies, ui } = useStudyMessages();
  const { lanes } = useExperiment();
  if (studies.kinds[kind].leftOut === null) return { names: [], all: false };
  const classic = lanes.filter((lane) => lane.classic !== undefined);
  return {
    names: classic.map(({ id, label }) => ui.lanes.heading(label ?? id)),
    all: KINDS[kind].needsBlocks && classic.length === lanes.length,
  };
}

/** Which networks of the experiment a study leaves out, and why. */
export function LeftOut({ kind }: { readonly kind: StudyKind }) {
  const { leftOut, kinds } = useStudyMessages().studies;
  const { names } = useLeftOut(kind);
  const reason = kinds[kind].leftOut;
  if (names.length === 0 || reason === null) return null;
  return (
    <p className="study-small" data-testid="study-left-out">
      {leftOut.text(names, reason)}
    </p>
  );
}

/** Says that a norm of a network that the study makes sees a single value, where none at hand does. */
export function StudyNorms({ request }: { readonly request: StudyRequest }) {
  const { loneNorms: text } = useStudyMessages().notices;
  const config = useExperiment();
  if (loneNorms(config).length > 0) return null;
  const residual = { ...config, lanes: config.lanes.filter(({ classic }) => classic === undefined) };
  const { study, values } = partsOf(request);
  const [first] = (study.makes?.(residual, values) ?? []).flatMap(loneNorms);
  return first === undefined ? null : (
    <p className="study-small" data-testid="study-norms">
      {text.study(first.norm.name)}
    </p>
  );
}
