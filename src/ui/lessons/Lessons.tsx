/** The button of the lessons, and their place on the page; their code comes when it is first needed. */
import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { deskStore } from './door';
import { closeList, listStore, openList } from './list-store';

const LessonHost = lazyPart(
  () => import('./LessonHost'),
  (module) => module.LessonHost,
);

export function LessonsButton() {
  const { ui } = useMessages();
  const isNew = useStore(listStore, (state) => state.isNew);
  return (
    <button
      type="button"
      className="button lessons-button"
      data-testid="lessons"
      data-new={isNew}
      title={ui.lessonsHint}
      aria-haspopup="dialog"
      onClick={openList}
    >
      <Icon name="lessons" />
      <span>{ui.lessons}</span>
    </button>
  );
}

const isAsked = (): boolean => new URLSearchParams(location.search).has('lesson');

/** Beside the stage of a wide page, and below it on a narrow one: null until there is a lesson, or the list. */
export function Lessons() {
  const { ui } = useMessages();
  const open = useStore(listStore, (state) => state.open);
  const isDropped = useStore(deskStore, ({ dropped }) => dropped !== null);
  const [wanted, setWanted] = useState(isAsked);
  if ((open || isDropped) && !wanted) setWanted(true);
  useEffect(() => {
    // Back and forward may lead to a lesson.
    const look = (): void => setWanted((was) => was || isAsked());
    addEventListener('popstate', look);
    return () => removeEventListener('popstate', look);
  }, []);
  if (!wanted) return null;
  const putOff = (): void => {
    closeList();
    deskStore.setState({ dropped: null });
    setWanted(false);
  };
  return (
    <Boundary name={ui.lessons} onPutOff={putOff}>
      <Suspense fallback={null}>
        <LessonHost />
      </Suspense>
    </Boundary>
  );
}
