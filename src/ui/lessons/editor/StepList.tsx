/** The steps of the lesson, of which one is at hand, and what can be done to it. */
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useLocale } from '../../../i18n/language';
import { LESSON_LIMITS } from '../../../lessons/read';
import { encode } from '../../../config/codec/url';
import { experimentStore } from '../../../state/experiment';
import { Action } from './fields';
import { addStep, duplicateStep, lookAt, moveStep, removeStep } from './model';
import { editor, useWriting } from './use-editor';

export function StepList() {
  const { steps: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { lesson, at } = useWriting();
  const { steps } = lesson;
  const isFull = steps.length >= LESSON_LIMITS.steps;
  return (
    <nav className="lesson-editor-steps" aria-label={texts.label}>
      <ol>
        {steps.map(({ title }, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index === at ? 'step' : undefined}
              onClick={() => editor.write((writing) => lookAt(writing, index))}
            >
              {texts.name((index + 1).toLocaleString(locale), title)}
            </button>
          </li>
        ))}
      </ol>
      <div className="lesson-editor-tools">
        <button
          type="button"
          className="button button-small"
          data-testid="add-step"
          aria-disabled={isFull}
          onClick={() => {
            const { config } = experimentStore.getState();
            if (!isFull) editor.write((writing) => addStep(writing, encode(config)));
          }}
        >
          {texts.add}
        </button>
        <Action
          icon="duplicate"
          label={texts.duplicate}
          disabled={isFull}
          onClick={() => editor.write(duplicateStep)}
        />
        <Action
          icon="earlier"
          isTurned
          label={texts.earlier}
          disabled={at === 0}
          onClick={() => editor.write((writing) => moveStep(writing, -1))}
        />
        <Action
          icon="later"
          isTurned
          label={texts.later}
          disabled={at === steps.length - 1}
          onClick={() => editor.write((writing) => moveStep(writing, 1))}
        />
        <Action
          icon="remove"
          label={texts.remove}
          disabled={steps.length === 1}
          onClick={() => editor.write(removeStep)}
        />
      </div>
      {isFull && <p className="field-hint">{texts.full(LESSON_LIMITS.steps.toLocaleString(locale))}</p>}
    </nav>
  );
}
