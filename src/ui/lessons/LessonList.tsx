/** The list of our lessons, over the page: what each is about and how far its reader has come. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { languageStore } from '../../i18n/language';
import { useLessonTexts } from '../../i18n/lesson-texts';
import type { Lesson } from '../../lessons/format';
import { LESSONS, type LessonId } from '../../lessons/own';
import { doneSteps, lessonStore, nextStep } from '../../state/lesson';
import { clearProgress } from '../../state/lesson-progress';
import { Icon } from '../controls/Icon';
import { useSession } from '../page/hooks';
import { ENTRIES } from './entries';
import { closeList } from './list-store';
import { openLesson } from './open';
import { lessonOf } from './sources';
import './list.css';

/** The lessons that have arrived, in their order; null until then. */
function useLessons(): readonly (readonly [LessonId, Lesson])[] | null {
  const language = useStore(languageStore, (state) => state.language);
  const [lessons, setLessons] = useState<readonly (readonly [LessonId, Lesson])[] | null>(null);
  useEffect(() => {
    let isLate = false;
    const load = async (id: LessonId): Promise<readonly [LessonId, Lesson][]> => {
      try {
        return [[id, await lessonOf(id, language)]];
      } catch {
        // The others are offered all the same.
        return [];
      }
    };
    void Promise.all(LESSONS.map(load)).then((found) => {
      if (!isLate) setLessons(found.flat());
    });
    return () => {
      isLate = true;
    };
  }, [language]);
  return lessons;
}

export function LessonList() {
  const texts = useLessonTexts();
  const text = texts.list;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const session = useSession();
  const lessons = useLessons();
  const progress = useStore(lessonStore, (state) => state.progress);
  const [isCleared, setCleared] = useState(false);
  useLayoutEffect(() => {
    const element = dialog.current;
    // The dialog itself is behind all that is in it: where it is hit, that is its backdrop.
    const press = ({ target }: Event): void => {
      if (target === element) closeList();
    };
    element?.showModal();
    element?.addEventListener('click', press);
    return () => {
      element?.removeEventListener('click', press);
      // Closed while it is still in the page: then the browser gives the focus back to where it came from.
      element?.close();
    };
  }, []);
  const hasProgress = Object.keys(progress).length > 0;
  return (
    <dialog
      ref={dialog}
      className="lesson-list"
      data-testid="lesson-list"
      aria-labelledby={id}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) closeList();
      }}
    >
      <div className="lesson-list-page">
        <header className="lesson-list-head">
          <h2 id={id}>{text.title}</h2>
          <p>{text.lead}</p>
          <button type="button" className="button button-icon" aria-label={text.close} onClick={closeList}>
            <Icon name="close" />
          </button>
        </header>
        {lessons === null ? (
          <p className="lesson-list-loading" aria-busy="true">
            {text.loading}
          </p>
        ) : (
          <ol className="lesson-cards">
            {lessons.map(([name, lesson]) => {
              const record = progress[name];
              return (
                <li key={name}>
                  <button
                    type="button"
                    className="lesson-card"
                    data-testid={`lesson-${name}`}
                    onClick={() => {
                      closeList();
                      openLesson(session, name, lesson, nextStep(lesson, record));
                    }}
                  >
                    <span className="lesson-card-number" aria-hidden="true">
                      {LESSONS.indexOf(name) + 1}
                    </span>
                    <strong>{lesson.title}</strong>
                    <span>{lesson.summary}</span>
                    <Progress done={doneSteps(lesson, record)} count={lesson.steps.length} />
                  </button>
                </li>
              );
            })}
          </ol>
        )}
        <footer className="lesson-list-foot">
          {ENTRIES.map(({ name, title, line, act }) => (
            <button
              key={name}
              type="button"
              className="lesson-entry"
              data-testid={`lessons-${name}`}
              onClick={() => {
                closeList();
                act();
              }}
            >
              <strong>{title(texts)}</strong>
              <span>{line(texts)}</span>
            </button>
          ))}
          {hasProgress && (
            <button
              type="button"
              className="link lesson-clear"
              data-testid="clear-progress"
              onClick={() => {
                clearProgress();
                setCleared(true);
              }}
            >
              {text.clear}
            </button>
          )}
          <p className="visually-hidden" role="status">
            {isCleared && !hasProgress ? text.cleared : ''}
          </p>
        </footer>
      </div>
    </dialog>
  );
}

/** A dot per step, filled where it is done. */
function Progress({ done, count }: { readonly done: number; readonly count: number }) {
  const text = useLessonTexts().list;
  return (
    <span className="lesson-card-progress">
      <span className="lesson-card-dots" aria-hidden="true">
        {Array.from({ length: count }, (_, place) => (
          <span key={place} data-done={place < done} />
        ))}
      </span>
      <span>{done === 0 ? text.steps(count) : done === count ? text.allDone : text.done(done, count)}</span>
    </span>
  );
}
