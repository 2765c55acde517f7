/** What of the lesson would keep a reader from following it; each leads to its step. */
import { decode } from '../../../config/codec/url';
import { useLessonEditorMessages, type LessonEditorMessages } from '../../../i18n/lesson-editor';
import { useLocale } from '../../../i18n/language';
import { formatFigure } from '../../../i18n/lessons';
import { faultsOf, lookAt, type Fault } from './model';
import { editor, useWriting } from './use-editor';

const lanesIn = (experiment: string): readonly string[] =>
  decode(experiment).config.lanes.map(({ id }) => id);

export function Faults() {
  const texts = useLessonEditorMessages();
  const locale = useLocale();
  const { lesson } = useWriting();
  const faults = faultsOf(lesson, lanesIn);
  if (faults.length === 0) return <p className="field-hint">{texts.faults.none}</p>;
  return (
    <details className="lesson-editor-faults">
      <summary>{texts.faults.heading(faults.length.toLocaleString(locale))}</summary>
      <ul>
        {faults.map((fault, index) => (
          <li key={index}>
            {'step' in fault ? (
              <button
                type="button"
                className="link"
                onClick={() => editor.write((writing) => lookAt(writing, fault.step))}
              >
                {texts.faults.at((fault.step + 1).toLocaleString(locale), faultText(fault, texts, locale))}
              </button>
            ) : (
              texts.faults.title
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function faultText(
  fault: Exclude<Fault, { kind: 'no-title' }>,
  texts: LessonEditorMessages,
  locale: string,
): string {
  const { faults, range } = texts;
  switch (fault.kind) {
    case 'no-step-title':
      return faults.stepTitle;
    case 'no-text':
      return faults.text;
    case 'no-question':
      return faults.question;
    case 'no-choice':
      return faults.choice;
    case 'not-measured':
      return faults.measured;
    case 'no-lane':
      return faults.lane(fault.lane);
    case 'gap':
    case 'overlap': {
      const bound = (value: number | null): string | null =>
        value === null ? null : formatFigure(value, locale);
      return faults[fault.kind](range(bound(fault.from), bound(fault.below)));
    }
  }
  return fault satisfies never;
}
