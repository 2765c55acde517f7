/** The question of a step: what is asked, its choices, what is done and measured, and what is said then. */
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useLocale } from '../../../i18n/language';
import type { Question } from '../../../lessons/format';
import { LESSON_LIMITS } from '../../../lessons/read';
import { CheckField } from '../../controls/CheckField';
import { ActPart } from './ActPart';
import { Action, BoundField, LineField, WordsField } from './fields';
import { MeasurePart } from './MeasurePart';
import { Measuring } from './Measuring';
import { emptyQuestion, withChoice, withoutChoice } from './model';
import { setQuestion, setStep, useConfigOf, useStep } from './use-editor';

export function QuestionPart() {
  const { question: texts } = useLessonEditorMessages();
  const { experiment, question } = useStep();
  const { lanes } = useConfigOf(experiment);
  const first = lanes[0]?.id ?? '';
  if (question === null)
    return (
      <button
        type="button"
        className="button button-small"
        data-testid="add-question"
        onClick={() => setStep({ question: emptyQuestion(first) })}
      >
        {texts.add}
      </button>
    );
  return (
    <section className="lesson-editor-part" data-testid="question-part">
      <div className="lesson-editor-part-head">
        <h4>{texts.heading}</h4>
        <Action icon="remove" label={texts.remove} onClick={() => setStep({ question: null })} />
      </div>
      <WordsField
        label={texts.text}
        value={question.text}
        most={LESSON_LIMITS.text}
        onChange={(text) => setQuestion({ text }, 'text')}
      />
      <ActPart question={question} />
      <MeasurePart question={question} />
      <Choices question={question} />
      <Measuring question={question} />
      <WordsField
        label={texts.answer}
        hint={texts.answerHint}
        value={question.answer}
        most={LESSON_LIMITS.text}
        onChange={(answer) => setQuestion({ answer }, 'answer')}
      />
      <CheckField
        label={texts.doubtful}
        value={question.doubt !== null}
        onCommit={(isDoubtful) => setQuestion({ doubt: isDoubtful ? '' : null })}
      />
      {question.doubt !== null && (
        <WordsField
          label={texts.doubt}
          hint={texts.doubtHint}
          value={question.doubt}
          most={LESSON_LIMITS.text}
          onChange={(doubt) => setQuestion({ doubt }, 'doubt')}
        />
      )}
    </section>
  );
}

function Choices({ question: { choices } }: { readonly question: Question }) {
  const { question: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { min, max } = LESSON_LIMITS.choices;
  return (
    <fieldset className="lesson-editor-group">
      <legend>{texts.choices}</legend>
      <ol className="lesson-editor-choices">
        {choices.map((choice, index) => {
          const number = (index + 1).toLocaleString(locale);
          const set = (part: Partial<typeof choice>, about: string | null): void =>
            setQuestion({ choices: choices.with(index, { ...choice, ...part }) }, about);
          return (
            <li key={index}>
              <div role="group" aria-label={texts.choice(number)}>
                <LineField
                  label={texts.choice(number)}
                  value={choice.text}
                  most={LESSON_LIMITS.choice}
                  onChange={(text) => set({ text }, `choice.${index}`)}
                />
                <BoundField
                  label={texts.from}
                  value={choice.from}
                  onCommit={(from) => set({ from }, `from.${index}`)}
                />
                <BoundField
                  label={texts.below}
                  value={choice.below}
                  onCommit={(below) => set({ below }, `below.${index}`)}
                />
                <Action
                  icon="remove"
                  label={texts.removeChoice(number)}
                  disabled={choices.length <= min}
                  onClick={() => setQuestion({ choices: withoutChoice(choices, index) })}
                />
              </div>
            </li>
          );
        })}
      </ol>
      {choices.length < max && (
        <button
          type="button"
          className="button button-small"
          onClick={() => setQuestion({ choices: withChoice(choices) })}
        >
          {texts.addChoice}
        </button>
      )}
    </fieldset>
  );
}
