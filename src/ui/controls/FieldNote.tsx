/** What stands below a field: its hint, or what is wrong with what is typed in it, which is said as well. */
interface FieldNoteProps {
  readonly id: string;
  readonly hint: string;
  readonly problem: string | null;
}

export function FieldNote({ id, hint, problem }: FieldNoteProps) {
  if (problem === null)
    return (
      <p key="hint" id={id} className="field-hint">
        {hint}
      </p>
    );
  // A new element, which is heard as it comes.
  return (
    <p key="problem" id={id} className="field-problem" role="alert">
      {problem}
    </p>
  );
}
