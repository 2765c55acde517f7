/** The lesson that is open: a column beside the stage, on a narrow page a section below it. */
import { useEffect, useRef, useState } from 'react';
import { useLocale } from '../../i18n/language';
import { useLessonTexts } from '../../i18n/lesson-texts';
import { isDone, lessonStore, recordOf, type OpenLesson } from '../../state/lesson';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { Icon } from '../controls/Icon';
import { EditButton } from './EditButton';
import { openList } from './list-store';
import { closeLesson, goToStep } from './open';
import { Step } from './Step';
import { LessonLanguage } from './Words';

const HEADING = 'lesson-step-title';

export function LessonPanel({ open }: { readonly open: OpenLesson }) {
  const texts = useLessonTexts();
  const text = texts.panel;
  const { lesson, opening } = open;
  const panel = useRef<HTMLElement>(null);
  const locale = useLocale();
  const language = lesson.language === locale ? undefined : lesson.language;
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['lesson'] = '';
    return () => {
      delete dataset['lesson'];
    };
  }, []);
  return (
    <>
      <aside ref={panel} className="lesson" data-testid="lesson" aria-label={text.label(lesson.title)}>
        <header className="lesson-head">
          <button type="button" className="lesson-all" data-testid="all-lessons" onClick={openList}>
            <Icon name="lessons" />
            <span>{text.all}</span>
          </button>
          <button
            type="button"
            className="lesson-close"
            data-testid="close-lesson"
            aria-label={text.close}
            title={text.close}
            onClick={closeLesson}
          >
            <Icon name="close" />
          </button>
          <h2 lang={language}>{lesson.title}</h2>
          <EditButton open={open} />
          <Dots open={open} />
        </header>
        <LessonLanguage value={language}>
          <Step key={opening} open={open} headingId={HEADING} />
        </LessonLanguage>
        <Foot open={open} />
      </aside>
      <Bar open={open} panel={panel} />
    </>
  );
}

/** A dot per step, which leads to it. */
function Dots({ open: { name, lesson, step } }: { readonly open: OpenLesson }) {
  const text = useLessonTexts().panel;
  const progress = useStore(lessonStore, (state) => state.progress);
  return (
    <nav className="lesson-dots" aria-label={text.stepsLabel}>
      <ol>
        {lesson.steps.map((one, place) => {
          const done = isDone(one, recordOf(progress, name, place));
          const words = text.dot(place + 1, one.title, done);
          return (
            <li key={place}>
              <button
                type="button"
                aria-label={words}
                title={words}
                aria-current={place === step ? 'step' : undefined}
                data-done={done}
                onClick={() => goToStep(place)}
              />
            </li>
          );
        })}
      </ol>
      <span aria-hidden="true">{text.step(step + 1, lesson.steps.length)}</span>
    </nav>
  );
}

function Foot({ open: { name, lesson, step } }: { readonly open: OpenLesson }) {
  const text = useLessonTexts().panel;
  const isLast = step === lesson.steps.length - 1;
  const current = lesson.steps[step];
  const done = useStore(
    lessonStore,
    ({ progress }) =>
      current !== undefined && (current.question === null || isDone(current, recordOf(progress, name, step))),
  );
  return (
    <footer className="lesson-foot">
      {step > 0 && (
        <button type="button" className="button" data-testid="lesson-back" onClick={() => goToStep(step - 1)}>
          <span aria-hidden="true">←</span> <span>{text.back}</span>
        </button>
      )}
      <button
        type="button"
        className={done ? 'button button-primary' : 'button'}
        data-testid="lesson-next"
        onClick={() => {
          goToStep(step + 1);
          if (isLast) openList();
        }}
      >
        <span>{isLast ? text.finish : text.next}</span> <span aria-hidden="true">→</span>
      </button>
    </footer>
  );
}

interface BarProps {
  readonly open: OpenLesson;
  readonly panel: React.RefObject<HTMLElement | null>;
}

/** Where the lesson is below the stage: says the step, and leads there and back. */
function Bar({ open: { lesson, step }, panel }: BarProps) {
  const text = useLessonTexts().panel;
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => setThere(entry !== undefined && entry.isIntersecting),
      // Half of the window.
      { rootMargin: '-50% 0px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [panel]);
  const bar = (
    <button
      type="button"
      className="lesson-bar"
      data-testid="lesson-bar"
      onClick={() => {
        if (isThere) scrollTo({ top: 0 });
        else {
          panel.current?.scrollIntoView({ block: 'start' });
          document.getElementById(HEADING)?.focus({ preventScroll: true });
        }
      }}
    >
      <span className="lesson-bar-step">{text.step(step + 1, lesson.steps.length)}</span>
      <span className="lesson-bar-title">{lesson.steps[step]?.title}</span>
      <strong>
        <span>{isThere ? text.toStage : text.toLesson}</span>{' '}
        <span aria-hidden="true">{isThere ? '↑' : '↓'}</span>
      </strong>
    </button>
  );
  // In the head of the page, whose height differs with its width; a frame has none.
  const head = document.querySelector('.page-head');
  return head === null ? bar : createPortal(bar, head);
}
