/** What a reader may try next, with an experiment of its own if wished. */
import { useStore } from 'zustand';
import { encode } from '../../../config/codec/url';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import type { LessonStep } from '../../../lessons/format';
import { LESSON_LIMITS } from '../../../lessons/read';
import { experimentStore } from '../../../state/experiment';
import { CheckField } from '../../controls/CheckField';
import { ExperimentLine } from './ExperimentPart';
import { Action, WordsField } from './fields';
import { setStep, useStep } from './use-editor';

type Further = NonNullable<LessonStep['further']>;

export function FurtherPart() {
  const { further: texts } = useLessonEditorMessages();
  const { further } = useStep();
  if (further === null)
    return (
      <button
        type="button"
        className="button button-small"
        data-testid="add-further"
        onClick={() => setStep({ further: { text: '', experiment: null } })}
      >
        {texts.add}
      </button>
    );
  return (
    <section className="lesson-editor-part">
      <div className="lesson-editor-part-head">
        <h4>{texts.heading}</h4>
        <Action icon="remove" label={texts.remove} onClick={() => setStep({ further: null })} />
      </div>
      <WordsField
        label={texts.text}
        value={further.text}
        most={LESSON_LIMITS.text}
        onChange={(text) => setStep({ further: { ...further, text } }, 'further')}
      />
      <Offered further={further} />
    </section>
  );
}

function Offered({ further }: { readonly further: Further }) {
  const { experiment: texts, further: own } = useLessonEditorMessages();
  const onStage = useStore(experimentStore, ({ config }) => encode(config));
  const take = (experiment: string | null): void => setStep({ further: { ...further, experiment } });
  return (
    <>
      <CheckField
        label={own.withExperiment}
        value={further.experiment !== null}
        onCommit={(isWith) => take(isWith ? onStage : null)}
      />
      {further.experiment !== null && (
        <>
          <ExperimentLine experiment={further.experiment} />
          {further.experiment !== onStage && (
            <button type="button" className="button button-small" onClick={() => take(onStage)}>
              {texts.take}
            </button>
          )}
        </>
      )}
    </>
  );
}
