/** The answer of a question: what the reader’s runs measured, what came of the prediction, and what we measured ourselves. */
import { useStore } from 'zustand';
import { useLocale } from '../../i18n/language';
import { formatValue } from '../../i18n/lessons';
import { useLessonTexts } from '../../i18n/lesson-texts';
import { PLAN_QUANTITIES, type Measure, type Question, type Unit } from '../../lessons/format';
import { choiceOf } from '../../lessons/measure';
import { extremes, nextSeed, note, NOTHING_DONE, type StepRecord } from '../../state/lesson';
import { seedOf } from './experiment';
import type { StepRun } from './step-run';
import { Words } from './Words';

interface AnswerProps {
  readonly name: string;
  readonly place: number;
  readonly question: Question;
  readonly record: StepRecord;
  readonly run: StepRun;
}

export function Answer(props: AnswerProps) {
  const { question, record } = props;
  const [first] = record.measured;
  return (
    <>
      <div role="status" data-testid="lesson-status">
        {first !== undefined && <Verdict question={question} guess={record.guess} value={first.value} />}
      </div>
      {first !== undefined && <Told {...props} />}
    </>
  );
}

interface VerdictProps {
  readonly question: Question;
  readonly guess: number | null;
  readonly value: number;
}

function Verdict({ question, guess, value }: VerdictProps) {
  const { answer: text } = useLessonTexts();
  const locale = useLocale();
  const right = choiceOf(question, value);
  const isRight = guess !== null && guess === right;
  return (
    <div className="lesson-verdict" data-testid="lesson-verdict" data-right={guess === null ? '' : isRight}>
      <p>
        <span className="lesson-verdict-label">{text.measured}</span>{' '}
        <strong data-testid="lesson-value" data-value={String(value)} translate="no">
          {formatValue(value, question.measure.unit, locale)}
        </strong>
      </p>
      {guess !== null && <p>{isRight ? text.asPredicted : text.notAsPredicted}</p>}
    </div>
  );
}

/** The choices as they came out, the words on them, and other seeds. */
function Told({ name, place, question, record, run }: AnswerProps) {
  const { answer: text } = useLessonTexts();
  const locale = useLocale();
  const [first] = record.measured;
  if (first === undefined) return null;
  const { measure, measured } = question;
  const write = (value: number): string => formatValue(value, measure.unit, locale);
  const parts = (value: number): string => formatValue(value, unitOfParts(measure), locale);
  const ends = extremes(question);
  const values = {
    value: write(first.value),
    one: parts(first.one),
    other: parts(first.other),
    ...(ends !== null && { low: write(ends.low), high: write(ends.high) }),
  };
  return (
    <div className="lesson-answer" data-testid="lesson-answer">
      <Outcomes question={question} guess={record.guess} value={first.value} />
      <Words text={question.answer} values={values} />
      {question.doubt !== null && (
        <div className="lesson-doubt">
          <h5>{text.doubt}</h5>
          <Words text={question.doubt} values={values} />
        </div>
      )}
      {record.measured.length > 1 ? (
        <Seeds question={question} record={record} />
      ) : (
        measured.length > 0 && <p className="lesson-ours">{text.ours(measured.map(write))}</p>
      )}
      <Again name={name} place={place} question={question} record={record} run={run} />
    </div>
  );
}

/** Readings that a ratio is made of are plain numbers, and those of a difference in points are shares. */
function unitOfParts({ by, other, unit }: Measure): Unit {
  if (other === null) return unit;
  return by === 'difference' && unit === 'points' ? 'percent' : 'number';
}

/** The choices again: which was predicted, and which it is. */
function Outcomes({ question, guess, value }: VerdictProps) {
  const { answer: text } = useLessonTexts();
  const right = choiceOf(question, value);
  return (
    <ul className="lesson-outcomes">
      {question.choices.map((choice, place) => (
        <li key={place} data-right={place === right} data-guessed={place === guess}>
          <Words text={choice.text} />
          {place === guess && <span className="lesson-tag">{text.yours}</span>}
          {place === right && <span className="lesson-tag">{text.measuredHere}</span>}
        </li>
      ))}
      {right < 0 && (
        <li data-right="true">
          <p>{text.none}</p>
        </li>
      )}
    </ul>
  );
}

/** What was measured seed by seed, beside what we measured. */
function Seeds({ question, record }: Pick<AnswerProps, 'question' | 'record'>) {
  const { answer: text } = useLessonTexts();
  const locale = useLocale();
  const { unit } = question.measure;
  return (
    <table className="lesson-seeds" data-testid="lesson-seeds">
      <caption className="visually-hidden">{text.seedLabel}</caption>
      <thead>
        <tr>
          <th scope="col">{text.seedLabel}</th>
          <th scope="col">{text.measured}</th>
          {question.measured.length > 0 && <th scope="col">{text.oursShort}</th>}
        </tr>
      </thead>
      <tbody translate="no">
        {record.measured.map(({ seed, value }) => {
          const ours = question.measured[seed];
          return (
            <tr key={seed}>
              <th scope="row">{text.seed(seed)}</th>
              <td>{formatValue(value, unit, locale)}</td>
              {question.measured.length > 0 && (
                <td>{ours === undefined ? '–' : formatValue(ours, unit, locale)}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Whether another seed may measure something else: what a plan says, it always says. */
function hangsOnSeed({ one, other }: Measure): boolean {
  const isPlan = (of: string): boolean => PLAN_QUANTITIES.some((quantity) => quantity === of);
  return !isPlan(one.of) || (other !== null && !isPlan(other.of));
}

function Again({ name, place, question, record, run }: AnswerProps) {
  const { answer: text } = useLessonTexts();
  const isBusy = useStore(
    run.store,
    ({ outcome }) => outcome?.kind === 'setting-up' || (outcome?.kind === 'acting' && !outcome.waits),
  );
  return (
    <div className="lesson-again">
      {hangsOnSeed(question.measure) && (
        <button
          type="button"
          className="button button-small"
          data-testid="lesson-seed"
          disabled={isBusy}
          onClick={() => run.tryAnother(nextSeed(record, seedOf(run.own)))}
        >
          {text.another}
        </button>
      )}
      <button
        type="button"
        className="link"
        data-testid="predict-again"
        onClick={() => {
          note(name, place, () => NOTHING_DONE);
          run.setUp();
        }}
      >
        {text.again}
      </button>
    </div>
  );
}
