/** What decides the question: one reading, or two of them compared, and how the value is written. */
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import {
  MOMENTS,
  PLAN_QUANTITIES,
  RUN_QUANTITIES,
  UNITS,
  type Act,
  type Measure,
  type Question,
  type Reading,
} from '../../../lessons/format';
import { FIGURES } from '../../../studies/page/figures';
import { SelectField } from '../../controls/SelectField';
import { setQuestion, useConfigOf, useNamesIn, useStep } from './use-editor';

const WAYS = ['alone', 'ratio', 'difference'] as const;
type Way = (typeof WAYS)[number];

export function MeasurePart({ question: { act, measure } }: { readonly question: Question }) {
  const { measure: texts } = useLessonEditorMessages();
  const { experiment } = useStep();
  const { lanes } = useConfigOf(experiment);
  const { one, other, by, unit } = measure;
  const set = (part: Partial<Measure>): void => setQuestion({ measure: { ...measure, ...part } });
  const compare = (way: Way): void => {
    if (way === 'alone') set({ other: null });
    // The same of the next network, or else just before: what two readings usually differ in.
    else
      set({
        by: way,
        other:
          other ??
          counterpart(
            one,
            lanes.map(({ id }) => id),
          ),
      });
  };
  return (
    <fieldset className="lesson-editor-group">
      <legend>{texts.heading}</legend>
      <ReadingFields
        label={texts.first}
        reading={one}
        act={act}
        onCommit={(reading) => set({ one: reading })}
      />
      <SelectField
        label={texts.by}
        choices={WAYS}
        text={(way) => texts[way]}
        value={other === null ? 'alone' : by}
        onCommit={compare}
      />
      {other !== null && (
        <ReadingFields
          label={texts.other}
          reading={other}
          act={act}
          onCommit={(reading) => set({ other: reading })}
        />
      )}
      <SelectField
        label={texts.unit}
        choices={UNITS}
        text={(one) => texts.units[one]}
        value={unit}
        onCommit={(chosen) => set({ unit: chosen })}
      />
    </fieldset>
  );
}

function counterpart(reading: Reading, lanes: readonly string[]): Reading {
  const next = lanes.find((lane) => lane !== reading.lane);
  if (next !== undefined && reading.lane !== null) return { ...reading, lane: next };
  return 'at' in reading ? { ...reading, at: 'before' } : reading;
}

const QUANTITIES = [...RUN_QUANTITIES, ...PLAN_QUANTITIES] as const;
type Quantity = (typeof QUANTITIES)[number] | 'study';

interface ReadingFieldsProps {
  readonly label: string;
  readonly reading: Reading;
  readonly act: Act;
  readonly onCommit: (reading: Reading) => void;
}

function ReadingFields({ label, reading, act, onCommit }: ReadingFieldsProps) {
  const { measure: texts } = useLessonEditorMessages();
  const { experiment } = useStep();
  const config = useConfigOf(experiment);
  const nameOf = useNamesIn(config);
  const ids = config.lanes.map(({ id }) => id);
  const figures = act.kind === 'study' ? Object.keys(FIGURES[act.request.kind] ?? {}) : [];
  const hasFigures = figures.length > 0 || reading.of === 'study';
  const take = (of: Quantity): void => {
    const lane = reading.lane ?? ids[0] ?? '';
    const run = RUN_QUANTITIES.find((name) => name === of);
    const plan = PLAN_QUANTITIES.find((name) => name === of);
    if (run !== undefined) onCommit({ of: run, lane, at: 'at' in reading ? reading.at : 'after' });
    else if (plan !== undefined) onCommit({ of: plan, lane });
    else onCommit({ of: 'study', figure: figures[0] ?? '', lane });
  };
  const WHOLE = '';
  const lanes = reading.of === 'study' ? [WHOLE, ...ids] : ids;
  const lane = reading.lane ?? WHOLE;
  return (
    <div className="lesson-editor-row" role="group" aria-label={label}>
      <SelectField
        label={texts.quantity}
        choices={hasFigures ? ([...QUANTITIES, 'study'] as const) : QUANTITIES}
        text={(of) => texts.quantities[of]}
        value={reading.of}
        onCommit={take}
      />
      {reading.of === 'study' && (
        <SelectField
          label={texts.figure}
          choices={figures.includes(reading.figure) ? figures : [reading.figure, ...figures]}
          text={(figure) => texts.figures[figure] ?? figure}
          value={reading.figure}
          onCommit={(figure) => onCommit({ ...reading, figure })}
        />
      )}
      <SelectField
        label={texts.lane}
        choices={lanes.includes(lane) ? lanes : [lane, ...lanes]}
        text={(id) => (id === WHOLE ? texts.whole : nameOf(id))}
        value={lane}
        onCommit={(id) =>
          onCommit(
            reading.of === 'study'
              ? { ...reading, lane: id === WHOLE ? null : id }
              : { ...reading, lane: id },
          )
        }
      />
      {'at' in reading && (
        <SelectField
          label={texts.moment}
          choices={MOMENTS}
          text={(moment) => texts.moments[moment]}
          value={reading.at}
          onCommit={(at) => onCommit({ ...reading, at })}
        />
      )}
    </div>
  );
}
