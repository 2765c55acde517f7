/** The experiment of a step: taken over from the stage, with its step if wished, and told in words. */
import { useStore } from 'zustand';
import { decode, encode } from '../../../config/codec/url';
import { LIMITS } from '../../../config/limits';
import { useLocale } from '../../../i18n/language';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useMessages } from '../../../i18n/messages';
import { experimentStore, openExperiment } from '../../../state/experiment';
import { runStore } from '../../../state/run';
import { NumberField } from '../../controls/NumberField';
import { changeExperiment } from './model';
import { editor, useConfigOf, useNamesIn, useStep } from './use-editor';

export function ExperimentPart() {
  const { experiment: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { experiment, until } = useStep();
  const onStage = useStore(experimentStore, ({ config }) => encode(config));
  const stepCount = useStore(runStore, (run) => run.stepCount);
  const isOnStage = onStage === experiment;
  const set = (link: string, step: number): void =>
    editor.write((writing) => changeExperiment(writing, link, step));
  return (
    <section className="lesson-editor-part">
      <h4>{texts.heading}</h4>
      <ExperimentLine experiment={experiment} />
      <div className="lesson-editor-row">
        {isOnStage ? (
          <p className="field-hint">{texts.taken}</p>
        ) : (
          <>
            <button
              type="button"
              className="button button-small"
              data-testid="take-experiment"
              onClick={() => set(onStage, until)}
            >
              {texts.take}
            </button>
            <button
              type="button"
              className="button button-small"
              onClick={() => openExperiment(decode(experiment).config)}
            >
              {texts.show}
            </button>
          </>
        )}
      </div>
      <div className="lesson-editor-row">
        <NumberField
          label={texts.until}
          value={until}
          bounds={LIMITS.openingStep}
          integer
          onCommit={(step) => set(experiment, step)}
        />
        {isOnStage && stepCount > 0 && stepCount !== until && stepCount <= LIMITS.openingStep.max && (
          <button
            type="button"
            className="button button-small"
            data-testid="take-step"
            onClick={() => set(experiment, stepCount)}
          >
            {texts.takeStep(stepCount.toLocaleString(locale))}
          </button>
        )}
      </div>
    </section>
  );
}

/** An experiment in a line of words: its networks, and what they have in common. */
export function ExperimentLine({ experiment }: { readonly experiment: string }) {
  const { experiment: texts } = useLessonEditorMessages();
  const { essentials } = useMessages();
  const config = useConfigOf(experiment);
  const nameOf = useNamesIn(config);
  return (
    <p className="lesson-editor-experiment">
      <strong>{texts.networks(config.lanes.map(({ id }) => nameOf(id)))}</strong>{' '}
      <span>{essentials(config)}</span>
    </p>
  );
}
