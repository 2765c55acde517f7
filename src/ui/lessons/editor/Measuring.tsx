/** Measures the answer of a question on the stage: once, or for the seeds that a lesson tells of. */
import { useEffect, useRef, useState } from 'react';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useLocale } from '../../../i18n/language';
import { formatValue } from '../../../i18n/lessons';
import type { LessonStep, Question } from '../../../lessons/format';
import { choiceOf } from '../../../lessons/measure';
import { useSession } from '../../page/hooks';
import { measureStep } from './measuring';
import { setQuestion, useStep } from './use-editor';

const SEEDS = [0, 1, 2] as const;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'measuring'; readonly seed: number; readonly share: number }
  | { readonly kind: 'measured'; readonly step: LessonStep; readonly value: number }
  | { readonly kind: 'none' | 'stopped' | 'failed' };

export function Measuring({ question }: { readonly question: Question }) {
  const texts = useLessonEditorMessages();
  const { measuring } = texts;
  const locale = useLocale();
  const session = useSession();
  const step = useStep();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  /** @param seeds Empty for the step's own. */
  const measure = async (seeds: readonly number[]): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    const values: number[] = [];
    for (const seed of seeds.length === 0 ? [null] : seeds) {
      const progress = (share: number): void =>
        setState({
          kind: 'measuring',
          seed: seed ?? 0,
          share: (values.length + share) / Math.max(1, seeds.length),
        });
      progress(0);
      const outcome = await measureStep(step, seed, session, controller.signal, progress);
      if (typeof outcome !== 'number') {
        setState({ kind: outcome });
        return;
      }
      values.push(outcome);
      setState({ kind: 'measured', step, value: outcome });
    }
    if (seeds.length > 0) {
      setQuestion({ measured: values });
      setState({ kind: 'idle' });
    }
  };
  const write = (value: number): string => formatValue(value, question.measure.unit, locale);
  const choices = question.measured.map((value) => choiceOf(question, value));
  const isMeasuring = state.kind === 'measuring';
  return (
    <div className="lesson-editor-measuring" data-testid="measuring">
      <div className="lesson-editor-row">
        {isMeasuring ? (
          <button type="button" className="button button-small" onClick={() => stop.current?.abort()}>
            {measuring.stop}
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button button-small"
              data-testid="measure-now"
              onClick={() => void measure([])}
            >
              {measuring.now}
            </button>
            <button
              type="button"
              className="button button-small"
              data-testid="measure-seeds"
              onClick={() => void measure(SEEDS)}
            >
              {measuring.seeds}
            </button>
          </>
        )}
      </div>
      {isMeasuring && (
        <progress
          value={state.share}
          aria-label={measuring.progress(String(state.seed), percent(state.share))}
        />
      )}
      <p role="status" data-testid="measured-now">
        {state.kind === 'measured' ? (
          <Falls question={question} value={state.value} text={write(state.value)} />
        ) : state.kind === 'idle' || isMeasuring ? null : (
          measuring[state.kind]
        )}
      </p>
      {question.measured.length > 0 && (
        <ul className="lesson-editor-seeds">
          {question.measured.map((value, seed) => (
            <li key={seed}>
              {measuring.seed(seed.toLocaleString(locale))}{' '}
              <Falls question={question} value={value} text={write(value)} />
            </li>
          ))}
        </ul>
      )}
      {new Set(choices).size > 1 && question.doubt === null && (
        <p className="field-problem">{measuring.apart}</p>
      )}
    </div>
  );
}

const percent = (share: number): string => String(Math.floor(100 * share));

/** A value, and the choice that it falls into. */
function Falls({ question, value, text }: { question: Question; value: number; text: string }) {
  const { measuring, question: texts } = useLessonEditorMessages();
  const locale = useLocale();
  const place = choiceOf(question, value);
  const choice = question.choices[place];
  return (
    <span>
      {choice === undefined
        ? measuring.fallsNowhere(text)
        : measuring.falls(text, choice.text || texts.choice((place + 1).toLocaleString(locale)))}
    </span>
  );
}
