/** A step of a lesson: its text, what to look at, its question, and something to try next. */
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useLessonTexts } from '../../i18n/lesson-texts';
import { useStudyMessages } from '../../i18n/studies';
import type { LessonStep } from '../../lessons/format';
import type { Spot } from '../../lessons/spots';
import { changeExperiment } from '../../state/experiment';
import { useLaneNames } from '../../i18n/lane-names';
import { answer, isDone, lessonStore, note, recordOf, type OpenLesson } from '../../state/lesson';
import { QUESTIONS } from '../../studies/kinds';
import { useSession } from '../page/hooks';
import { PANELS } from '../page/panels';
import { experimentOf } from './experiment';
import { setsUp } from './open';
import { bringOut, partsOfSpot, scrollToSpot } from './places';
import { QuestionCard } from './QuestionCard';
import { lightUp, pointAt } from './spotlight-store';
import { StepRun } from './step-run';
import { LessonLanguage, Words } from './Words';

interface StepProps {
  readonly open: OpenLesson;
  readonly headingId: string;
}

/** Narrower pages have no room beside the stage; the style sheet says the same. */
const BESIDE = typeof matchMedia === 'undefined' ? null : matchMedia('screen and (min-width: 72em)');

/** Mounted anew for each step that is entered; another language is another text of the same. */
export function Step({ open, headingId }: StepProps) {
  const { name, lesson, step: place, entered } = open;
  const session = useSession();
  const step = lesson.steps[place];
  const [run] = useState(() =>
    step === undefined
      ? null
      : new StepRun(step, session, (measured) => note(name, place, (record) => answer(record, measured))),
  );
  useEffect(() => {
    if (run === null) return;
    run.enter(setsUp(entered));
    return run.follow();
  }, [run, entered]);
  useLook(step?.look);
  const heading = useRef<HTMLHeadingElement>(null);
  const language = useContext(LessonLanguage);
  useLayoutEffect(() => {
    if (entered !== 'page') return;
    const panel = heading.current?.closest('.lesson');
    panel?.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
    if (BESIDE?.matches === false) panel?.scrollIntoView({ block: 'start' });
  }, [entered]);
  if (step === undefined || run === null) return null;
  return (
    <div className="lesson-step" data-testid="lesson-step">
      <h3 ref={heading} id={headingId} tabIndex={-1} lang={language}>
        {step.title}
      </h3>
      <Words text={step.text} />
      <Look spots={step.look} />
      {step.question === null ? null : (
        <QuestionCard name={name} place={place} question={step.question} run={run} />
      )}
      <Further name={name} place={place} step={step} />
    </div>
  );
}

/** Opens and lights up what a step looks at. */
function useLook(look: readonly Spot[] | undefined): void {
  const spots = look?.join(' ') ?? '';
  useEffect(() => {
    const wanted = spots === '' ? [] : (spots.split(' ') as Spot[]);
    for (const spot of wanted) bringOut(spot);
    lightUp(wanted);
    return () => lightUp([]);
  }, [spots]);
}

/** The places by their names, each of which is shown alone, and gone to, when it is asked for. */
function Look({ spots }: { readonly spots: readonly Spot[] }) {
  const { look } = useLessonTexts();
  const nameOf = useSpotName();
  if (spots.length === 0) return null;
  return (
    <div className="lesson-look" role="group" aria-label={look.label}>
      <span aria-hidden="true">{look.label}</span>
      {spots.map((spot) => (
        <button
          key={spot}
          type="button"
          className="lesson-place"
          data-spot={spot}
          onPointerEnter={() => pointAt(spot)}
          onPointerLeave={() => pointAt(null)}
          onFocus={() => pointAt(spot)}
          onBlur={() => pointAt(null)}
          onClick={() => {
            bringOut(spot);
            scrollToSpot(spot);
          }}
        >
          {nameOf(spot)}
        </button>
      ))}
    </div>
  );
}

function useSpotName(): (spot: Spot) => string {
  const { look } = useLessonTexts();
  const messages = useStudyMessages();
  const nameOf = useLaneNames();
  return (spot) => {
    const parts = partsOfSpot(spot);
    switch (parts.kind) {
      case 'page':
        return look.places[parts.spot];
      case 'lane': {
        const { lane } = parts;
        return look.place(look.places[parts.spot], lane === null ? null : nameOf(lane));
      }
      case 'panel':
        return PANELS.find(({ name }) => name === parts.name)?.title(messages) ?? parts.name;
      case 'study': {
        const kind = QUESTIONS.find((one) => one === parts.name);
        return kind === undefined ? parts.name : messages.studies.kinds[kind].question;
      }
    }
    return parts satisfies never;
  };
}

interface FurtherProps {
  readonly name: string;
  readonly place: number;
  readonly step: LessonStep;
}

/** Once the question is answered, or there is none. */
function Further({ name, place, step }: FurtherProps) {
  const { further: text } = useLessonTexts();
  const done = useStore(
    lessonStore,
    ({ progress }) => step.question === null || isDone(step, recordOf(progress, name, place)),
  );
  const { further } = step;
  if (further === null || !done) return null;
  const { experiment } = further;
  return (
    <section className="lesson-further">
      <h4>{text.title}</h4>
      <Words text={further.text} />
      {experiment !== null && (
        <button
          type="button"
          className="button button-small"
          data-testid="lesson-further"
          onClick={() => changeExperiment(experimentOf(experiment))}
        >
          {text.setUp}
        </button>
      )}
    </section>
  );
}
