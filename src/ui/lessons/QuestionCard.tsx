/** The question of a step: what to expect, the button that finds out, how far that is, and the answer. */
import { useId, useLayoutEffect, useRef, type FocusEvent } from 'react';
import { useStore } from 'zustand';
import { useLessonTexts } from '../../i18n/lesson-texts';
import { useStudyMessages } from '../../i18n/studies';
import type { Act, Question } from '../../lessons/format';
import { useLaneNames } from '../../i18n/lane-names';
import { lessonStore, note, predict, recordOf } from '../../state/lesson';
import { Icon } from '../controls/Icon';
import { Answer } from './Answer';
import type { Outcome } from './outcome';
import { undim } from './spotlight-store';
import type { StepRun } from './step-run';
import { Words } from './Words';

interface QuestionCardProps {
  readonly name: string;
  readonly place: number;
  readonly question: Question;
  readonly run: StepRun;
}

export function QuestionCard({ name, place, question, run }: QuestionCardProps) {
  const { act: text } = useLessonTexts();
  const id = useId();
  const record = useStore(lessonStore, ({ progress }) => recordOf(progress, name, place));
  const outcome = useStore(run.store, (state) => state.outcome);
  const isAnswered = record.measured.length > 0;
  const focus = useKeptFocus(`${outcome?.kind} ${isAnswered}`);
  return (
    <section
      {...focus}
      className="lesson-question"
      tabIndex={-1}
      aria-labelledby={id}
      data-testid="lesson-question"
    >
      <h4 id={id}>{isAnswered ? text.answered : text.question}</h4>
      <Words text={question.text} />
      {!isAnswered && (
        <Choices
          question={question}
          guess={record.guess}
          onGuess={(guess) => note(name, place, (before) => predict(before, guess))}
        />
      )}
      <Doing
        act={question.act}
        outcome={outcome}
        run={run}
        isAnswered={isAnswered}
        asks={record.guess === null}
      />
      {/* Always there: a reader hears only of changes within a region it already knows. */}
      <Answer name={name} place={place} question={question} record={record} run={run} />
    </section>
  );
}

/** A button that was pressed gives way to another: the focus stays where it was, in the section around them. */
function useKeptFocus(state: string) {
  const ref = useRef<HTMLElement>(null);
  const isWithin = useRef(false);
  const last = useRef(state);
  useLayoutEffect(() => {
    if (last.current === state) return;
    last.current = state;
    if (isWithin.current && document.activeElement === document.body)
      ref.current?.focus({ preventScroll: true });
  }, [state]);
  return {
    ref,
    onFocus: () => {
      isWithin.current = true;
    },
    // What is taken off the page leaves the focus to nobody.
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) isWithin.current = false;
    },
  };
}

interface ChoicesProps {
  readonly question: Question;
  readonly guess: number | null;
  readonly onGuess: (guess: number) => void;
}

function Choices({ question: { choices }, guess, onGuess }: ChoicesProps) {
  const { act: text } = useLessonTexts();
  const name = useId();
  return (
    <fieldset className="lesson-choices">
      <legend className="visually-hidden">{text.question}</legend>
      {choices.map((choice, place) => (
        <label key={place} className="lesson-choice">
          <input
            type="radio"
            name={name}
            checked={guess === place}
            data-testid={`choice-${place}`}
            onChange={() => onGuess(place)}
          />
          <div>
            <Words text={choice.text} />
          </div>
        </label>
      ))}
    </fieldset>
  );
}

interface DoingProps {
  readonly act: Act;
  readonly outcome: Outcome | null;
  readonly run: StepRun;
  readonly isAnswered: boolean;
  /** Whether nothing is predicted yet. */
  readonly asks: boolean;
}

/** What can be done now, or how far it is. */
function Doing({ act, outcome, run, isAnswered, asks }: DoingProps) {
  const { act: text } = useLessonTexts();
  const label = useActLabel(act);
  if (outcome === null || outcome.kind === 'measured') return null;
  switch (outcome.kind) {
    case 'edited':
    case 'failed':
    case 'unmeasured':
      return (
        <div className="lesson-note" data-testid={`lesson-${outcome.kind}`}>
          <p>{text[outcome.kind]}</p>
          <button
            type="button"
            className="button button-small"
            data-testid="set-up"
            onClick={() => run.setUp()}
          >
            {text.setUp}
          </button>
        </div>
      );
    case 'setting-up':
      return isAnswered ? null : (
        <p className="lesson-hint" data-testid="setting-up">
          {text.settingUp}
        </p>
      );
    case 'ready':
      return isAnswered ? null : (
        <div className="lesson-act">
          <button
            type="button"
            className="button button-primary"
            data-testid="lesson-act"
            onClick={() => {
              undim();
              run.act();
            }}
          >
            {act.kind !== 'look' && <Icon name="train" />}
            <span>{label}</span>
          </button>
          {asks && <p className="lesson-hint">{text.predictFirst}</p>}
        </div>
      );
    case 'acting':
      return outcome.waits ? (
        <div className="lesson-act">
          <button
            type="button"
            className="button button-primary"
            data-testid="lesson-go-on"
            onClick={() => run.act()}
          >
            <Icon name="train" />
            <span>{text.goOn(outcome.stepsLeft ?? 0)}</span>
          </button>
        </div>
      ) : (
        <Working outcome={outcome} run={run} />
      );
  }
  return outcome satisfies never;
}

interface WorkingProps {
  readonly outcome: Extract<Outcome, { kind: 'acting' }>;
  readonly run: StepRun;
}

function Working({ outcome: { fraction, stepsLeft, secondsLeft }, run }: WorkingProps) {
  const { act: text } = useLessonTexts();
  const seconds = secondsLeft === null ? null : text.seconds(Math.max(1, Math.round(secondsLeft)));
  const percent = Math.floor(100 * fraction);
  const words = stepsLeft === null ? text.found(percent, seconds) : text.stepsLeft(stepsLeft, seconds);
  return (
    <div className="lesson-working">
      <div
        className="progress"
        role="progressbar"
        aria-label={text.working}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={words}
        data-testid="lesson-progress"
      >
        <span className="progress-text" translate="no">
          {words}
        </span>
        <span className="progress-track">
          <span style={{ width: `${percent}%` }} />
        </span>
      </div>
      <button
        type="button"
        className="button button-small"
        data-testid="lesson-stop"
        onClick={() => run.stop()}
      >
        {text.stop}
      </button>
    </div>
  );
}

/** What the button does, in words. */
function useActLabel(act: Act): string {
  const { act: text } = useLessonTexts();
  const { studies } = useStudyMessages();
  const nameOf = useLaneNames();
  switch (act.kind) {
    case 'look':
      return text.look;
    case 'train':
      return text.train(act.steps);
    case 'switch': {
      const { lane, block, gain, steps } = act;
      return text.switch({ lane: nameOf(lane), block, on: gain > 0, steps });
    }
    case 'study':
      return text.study(studies.kinds[act.request.kind].question);
  }
  return act satisfies never;
}
