/** What is done to find the answer: nothing, training, switching skips, or a study. */
import { numbersOf } from '../../controls/SettingField';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useLocale } from '../../../i18n/language';
import { useStudyMessages } from '../../../i18n/studies';
import type { Act, Question } from '../../../lessons/format';
import { MOST_STEPS } from '../../../lessons/read-question';
import { firstRequest, QUESTIONS, type StudyRequest } from '../../../studies/kinds';
import { StudyFields } from '../../../studies/page/StudyFields';
import { ChoiceField } from '../../controls/ChoiceField';
import { NumberField } from '../../controls/NumberField';
import { SelectField } from '../../controls/SelectField';
import { actOfKind } from './model';
import { setQuestion, useConfigOf, useNamesIn, useStep } from './use-editor';

const KINDS = ['look', 'train', 'switch', 'study'] as const;
const USUAL_STEPS = 50;

export function ActPart({ question: { act } }: { readonly question: Question }) {
  const { act: texts } = useLessonEditorMessages();
  const { experiment } = useStep();
  const { lanes } = useConfigOf(experiment);
  const begin = (kind: Act['kind']): Act =>
    kind === 'study'
      ? { kind, request: firstRequest('lesion') }
      : actOfKind(kind, lanes[0]?.id ?? '', 'steps' in act ? act.steps : USUAL_STEPS);
  return (
    <fieldset className="lesson-editor-group">
      <legend>{texts.heading}</legend>
      <ChoiceField
        label={texts.heading}
        hideLabel
        choices={KINDS}
        text={(kind) => texts.kinds[kind]}
        value={act.kind}
        onCommit={(kind) => setQuestion({ act: begin(kind) })}
      />
      {act.kind === 'switch' && <Switched act={act} />}
      {(act.kind === 'train' || act.kind === 'switch') && (
        <NumberField
          label={texts.steps}
          value={act.steps}
          bounds={{ min: act.kind === 'train' ? 1 : 0, max: MOST_STEPS }}
          integer
          onCommit={(steps) => setQuestion({ act: { ...act, steps } })}
        />
      )}
      {act.kind === 'study' && <Study request={act.request} />}
    </fieldset>
  );
}

function Switched({ act }: { readonly act: Extract<Act, { kind: 'switch' }> }) {
  const { act: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const { experiment } = useStep();
  const config = useConfigOf(experiment);
  const nameOf = useNamesIn(config);
  const ids = config.lanes.map(({ id }) => id);
  const blocks = config.lanes.find(({ id }) => id === act.lane)?.gains.length ?? 0;
  const places = blocks === 0 ? [] : numbersOf({ min: 0, max: blocks - 1 });
  return (
    <div className="lesson-editor-row">
      <SelectField
        label={texts.lane}
        choices={ids.includes(act.lane) ? ids : [act.lane, ...ids]}
        text={nameOf}
        value={act.lane}
        onCommit={(lane) => setQuestion({ act: { ...act, lane, block: 'all' } })}
      />
      <SelectField
        label={texts.block}
        choices={['all', ...places] as const}
        text={(block) => (block === 'all' ? texts.all : (block + 1).toLocaleString(locale))}
        value={act.block}
        onCommit={(block) => setQuestion({ act: { ...act, block } })}
      />
      <NumberField
        label={texts.gain}
        hint={texts.gainHint}
        value={act.gain}
        bounds={{ min: 0, max: 1 }}
        onCommit={(gain) => setQuestion({ act: { ...act, gain } })}
      />
    </div>
  );
}

function Study({ request }: { readonly request: StudyRequest }) {
  const { act: texts } = useLessonEditorMessages();
  const { studies } = useStudyMessages();
  return (
    <>
      <SelectField
        label={texts.study}
        choices={QUESTIONS}
        text={(kind) => studies.kinds[kind].question}
        value={request.kind}
        onCommit={(kind) => setQuestion({ act: { kind: 'study', request: firstRequest(kind) } })}
      />
      <StudyFields
        request={request}
        onChange={(field, value) =>
          setQuestion({ act: { kind: 'study', request: { ...request, [field]: value } as StudyRequest } })
        }
      />
    </>
  );
}
