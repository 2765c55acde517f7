/** Writing a lesson, in the column beside the stage: the lesson, its steps, and the step at hand; and what becomes of it. */
import { useEffect, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { useLocale } from '../../../i18n/language';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { LESSON_LIMITS } from '../../../lessons/read';
import { lessonStore } from '../../../state/lesson';
import { SelectField } from '../../controls/SelectField';
import { useSession } from '../../page/hooks';
import { closeEditor } from '../door';
import { ExperimentPart } from './ExperimentPart';
import { Faults } from './Faults';
import { Action, LineField, WordsField } from './fields';
import { FileActions } from './FileActions';
import { FurtherPart } from './FurtherPart';
import { languagesWith, nameOfLanguage } from './languages';
import { LookPart } from './LookPart';
import { change, redo, undo } from './model';
import { QuestionPart } from './QuestionPart';
import { StepList } from './StepList';
import { tryIt } from './trying';
import { editor, setStep, useStep, useWriting, watchOtherTabs } from './use-editor';
import '../question.css';
import '../lessons.css';
import './editor.css';

export function Editor() {
  const texts = useLessonEditorMessages();
  const id = useId();
  const column = useRef<HTMLElement>(null);
  const session = useSession();
  const writing = useWriting();
  useEffect(() => watchOtherTabs(), []);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['lesson'] = '';
    // Beside the stage it is in sight, below it not yet.
    column.current?.scrollIntoView({ block: 'start' });
    column.current?.focus({ preventScroll: true });
    // Its place is that of a lesson.
    const giveWay = lessonStore.subscribe(({ open }) => {
      if (open !== null) closeEditor();
    });
    return () => {
      giveWay();
      delete dataset['lesson'];
    };
  }, []);
  return (
    <aside
      ref={column}
      className="lesson lesson-editor"
      data-testid="lesson-editor"
      aria-labelledby={id}
      tabIndex={-1}
    >
      <header className="lesson-editor-head">
        <h2 id={id}>{texts.title}</h2>
        <Action
          icon="undo"
          label={texts.undo}
          disabled={writing.past.length === 0}
          onClick={() => editor.write(undo)}
        />
        <Action
          icon="redo"
          label={texts.redo}
          disabled={writing.future.length === 0}
          onClick={() => editor.write(redo)}
        />
        <Action icon="close" label={texts.close} testId="close-editor" onClick={leave} />
      </header>
      <div className="lesson-editor-body">
        <Kept />
        <LessonFields />
        <StepList />
        {/* A step's fields hold drafts of their own: another step has others. */}
        <StepFields key={writing.at} />
      </div>
      <footer className="lesson-editor-foot">
        <Faults />
        <div className="lesson-editor-row">
          <button
            type="button"
            className="button button-primary"
            data-testid="try-lesson"
            onClick={() => tryIt(session)}
          >
            {texts.tryIt}
          </button>
          <FileActions />
        </div>
      </footer>
    </aside>
  );
}

/** Closes the editor; the focus goes to where it was opened from. */
function leave(): void {
  closeEditor();
  document.querySelector<HTMLElement>('[data-testid="lessons"]')?.focus();
}

/** Whether the browser keeps what is written, and what another tab made of it. */
function Kept() {
  const texts = useLessonEditorMessages();
  const isKept = useStore(editor.store, (state) => state.isKept);
  const elsewhere = useStore(editor.store, (state) => state.elsewhere);
  return (
    <div role="status" className="lesson-editor-kept">
      {isKept ? (
        <p key="kept" className="field-hint">
          {texts.kept}
        </p>
      ) : (
        <p key="lost" className="field-problem" data-testid="not-kept">
          {texts.notKept}
        </p>
      )}
      {elsewhere !== null && (
        <p className="field-problem">
          <span>{texts.elsewhere}</span>{' '}
          <button type="button" className="link" onClick={editor.takeOver}>
            {texts.takeOver}
          </button>
        </p>
      )}
    </div>
  );
}

function LessonFields() {
  const { lesson: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { lesson } = useWriting();
  const set = (part: Partial<typeof lesson>, about: string | null): void =>
    editor.write((writing) => change(writing, { ...writing.lesson, ...part }, about));
  return (
    <section className="lesson-editor-part" aria-label={texts.heading}>
      <LineField
        label={texts.title}
        value={lesson.title}
        most={LESSON_LIMITS.title}
        onChange={(title) => set({ title }, 'title')}
      />
      <LineField
        label={texts.summary}
        hint={texts.summaryHint}
        value={lesson.summary}
        most={LESSON_LIMITS.summary}
        onChange={(summary) => set({ summary }, 'summary')}
      />
      <SelectField
        label={texts.language}
        choices={languagesWith(lesson.language)}
        text={(tag) => nameOfLanguage(tag, locale)}
        value={lesson.language}
        onCommit={(language) => set({ language }, null)}
      />
    </section>
  );
}

function StepFields() {
  const { step: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { lesson, at } = useWriting();
  const step = useStep();
  const number = (count: number): string => count.toLocaleString(locale);
  return (
    <div className="lesson-editor-step">
      <h3>{texts.heading(number(at + 1), number(lesson.steps.length))}</h3>
      <LineField
        label={texts.title}
        value={step.title}
        most={LESSON_LIMITS.title}
        onChange={(title) => setStep({ title }, 'title')}
      />
      <WordsField
        label={texts.text}
        hint={texts.textHint}
        value={step.text}
        most={LESSON_LIMITS.text}
        onChange={(text) => setStep({ text }, 'text')}
      />
      <ExperimentPart />
      <LookPart />
      <QuestionPart />
      <FurtherPart />
    </div>
  );
}
