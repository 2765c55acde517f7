/** Files of lessons on the page: a hint where to drop one, and what came of the one that was opened last. */
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useLocale } from '../../../i18n/language';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { refusalText, repairText, useLessonNotices } from '../../../i18n/lesson-notices';
import { useMessages } from '../../../i18n/messages';
import { useSession } from '../../page/hooks';
import { deskStore } from '../door';
import { dropStore } from '../dropping';
import type { Opened } from './files';
import { openDropped } from './opening';
import './files.css';

export function Files() {
  const { dropHere } = useLessonEditorMessages();
  const session = useSession();
  const isOver = useStore(dropStore, (state) => state.isOver);
  const dropped = useStore(dropStore, (state) => state.dropped);
  const opened = useStore(deskStore, (state) => state.opened);
  useEffect(() => {
    if (dropped === null) return;
    // It may have been dropped before this code was there.
    dropStore.setState({ dropped: null, isOver: false });
    void openDropped(dropped, session);
  }, [dropped, session]);
  useEffect(() => {
    const over = ({ type, relatedTarget }: DragEvent): void => {
      // It leaves the page only where it enters nothing else.
      if (type === 'drop' || relatedTarget === null) dropStore.setState({ isOver: false });
    };
    addEventListener('dragleave', over);
    addEventListener('drop', over);
    return () => {
      removeEventListener('dragleave', over);
      removeEventListener('drop', over);
    };
  }, []);
  return (
    <>
      {isOver && <p className="lesson-drop">{dropHere}</p>}
      <Notice opened={opened} />
    </>
  );
}

/** Among the notices of the page. The region is always there: a reader hears only of changes within one it already knows. */
function Notice({ opened }: { readonly opened: Opened | null }) {
  const { label } = useLessonNotices();
  const place = document.querySelector('.page-notices');
  if (place === null) return null;
  return createPortal(
    <div role="status" aria-label={label} className="notices">
      {opened !== null && <FileNotice opened={opened} />}
    </div>,
    place,
  );
}

function FileNotice({ opened }: { readonly opened: Opened }) {
  const texts = useLessonNotices();
  const { notices } = useMessages();
  const locale = useLocale();
  const isRefused = opened.kind === 'refused';
  const lines = isRefused
    ? [refusalText(opened.refusal, texts, locale)]
    : opened.repairs.map((repair) => repairText(repair, texts, notices, locale));
  if (lines.length === 0) return null;
  return (
    <div className="notice" data-testid="lesson-notice">
      <div>
        <p className="notice-lead">
          {isRefused ? texts.refused.lead(opened.name) : texts.heading(opened.name)}
        </p>
        <ul>
          {lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      </div>
      <button type="button" className="button" onClick={() => deskStore.setState({ opened: null })}>
        {texts.dismiss}
      </button>
    </div>
  );
}
