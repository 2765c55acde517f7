/** The lessons, once they are wanted: their list, the one that is open or written, what it lights up, and what is offered when it is closed. */
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { languageStore } from '../../i18n/language';
import { useLessonTexts } from '../../i18n/lesson-texts';
import { useMessages } from '../../i18n/messages';
import { lessonStore } from '../../state/lesson';
import { keepProgress } from '../../state/lesson-progress';
import { useSession } from '../page/hooks';
import { Desk } from './Desk';
import { LessonList } from './LessonList';
import { LessonPanel } from './LessonPanel';
import { bringBack, dismissOffer, followAddress } from './open';
import { isOwn, lessonOf } from './sources';
import { Spotlight } from './Spotlight';
import { listStore } from './list-store';
import './question.css';
import './lessons.css';

export function LessonHost() {
  const [missing, setMissing] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const isListed = useStore(listStore, (state) => state.open);
  const open = useStore(lessonStore, (state) => state.open);
  useEffect(() => keepProgress(), []);
  useLanguage();
  return (
    <>
      <Following key={attempt} onMissing={setMissing} />
      {isListed && <LessonList />}
      {open !== null && <LessonPanel open={open} />}
      <Desk />
      <Spotlight />
      <Notes missing={missing} onAgain={() => setAttempt(attempt + 1)} onDismiss={() => setMissing(null)} />
    </>
  );
}

/** Opens the lessons that the address asks for; mounted anew, it asks for them again. */
function Following({ onMissing }: { readonly onMissing: (name: string | null) => void }) {
  const session = useSession();
  useEffect(() => followAddress(session, onMissing), [session, onMissing]);
  return null;
}

/** Has the lesson that is open follow the page’s language. */
function useLanguage(): void {
  const language = useStore(languageStore, (state) => state.language);
  const name = useStore(lessonStore, ({ open }) => open?.name ?? null);
  useEffect(() => {
    if (name === null || !isOwn(name) || lessonStore.getState().open?.lesson.language === language) return;
    let isLate = false;
    lessonOf(name, language).then(
      (lesson) => {
        const { open } = lessonStore.getState();
        if (!isLate && open?.name === name) lessonStore.setState({ open: { ...open, lesson } });
      },
      // It stays as it was.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [language, name]);
}

interface NotesProps {
  readonly missing: string | null;
  readonly onAgain: () => void;
  readonly onDismiss: () => void;
}

/** Among the notices of the page: a lesson that there is not, and what the reader had before one. */
function Notes({ missing, onAgain, onDismiss }: NotesProps) {
  const { panel } = useLessonTexts();
  const { ui } = useMessages();
  const session = useSession();
  const offersBack = useStore(lessonStore, (state) => state.offersBack);
  const place = document.querySelector('.page-notices');
  if (place === null) return null;
  return createPortal(
    <>
      {missing !== null && (
        <div className="ended" role="status" data-testid="lesson-missing">
          <span>{(isOwn(missing) ? panel.notArrived : panel.missing)(missing)}</span>
          {isOwn(missing) && (
            <button
              type="button"
              className="button button-small"
              data-testid="lesson-again"
              onClick={onAgain}
            >
              {ui.tryAgain}
            </button>
          )}
          <Dismiss onClick={onDismiss} />
        </div>
      )}
      {offersBack && (
        <div className="ended" data-testid="lesson-offer">
          <span>{panel.offer}</span>
          <button
            type="button"
            className="button button-small"
            data-testid="bring-back"
            onClick={() => bringBack(session)}
          >
            {panel.bringBack}
          </button>
          <Dismiss onClick={dismissOffer} />
        </div>
      )}
    </>,
    place,
  );
}

function Dismiss({ onClick }: { readonly onClick: () => void }) {
  const { panel } = useLessonTexts();
  return (
    <button
      type="button"
      className="button button-small"
      aria-label={panel.dismiss}
      title={panel.dismiss}
      onClick={onClick}
    >
      ×
    </button>
  );
}
