/** Files of lessons on the page: opens what is dropped, and tells what came of it. */
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useLocale } from '../../../i18n/language';
import { refusalText, repairText, useLessonNotices } from '../../../i18n/lesson-notices';
import { useMessages } from '../../../i18n/messages';
import { useSession } from '../../page/hooks';
import { deskStore } from '../door';
import type { Opened } from './files';
import { openDropped } from './opening';

export function Files() {
  const session = useSession();
  const dropped = useStore(deskStore, (state) => state.dropped);
  const opened = useStore(deskStore, (state) => state.opened);
  useEffect(() => {
    if (dropped === null) return;
    deskStore.setState({ dropped: null });
    void openDropped(dropped, session);
  }, [dropped, session]);
  return <Notice opened={opened} />;
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
