/** That the page works offline, at its foot; and that there is a new version of it, in one line, until it is put off. */
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useOfflineMessages } from '../../i18n/offline';
import { askForNewDeploy, deployStore } from '../../state/deploy';
import { runStore } from '../../state/run';
import { Icon } from '../controls/Icon';
import { attendServiceWorker, keptStore, reloadPage } from './keep';
import './offline.css';

export function OfflineNotes() {
  const text = useOfflineMessages();
  const isKept = useStore(keptStore, (state) => state.isKept);
  const isReplaced = useStore(deployStore, (state) => state.isReplaced);
  const [isPutOff, setPutOff] = useState(false);
  // The article has none.
  const [foot] = useState(() => document.querySelector('.footer'));
  useEffect(attendServiceWorker, []);
  useEffect(watchForGoneFiles, []);
  const news = (
    <>
      <span>{text.newVersion}</span>
      <button type="button" className="button button-small" data-testid="reload" onClick={reloadPage}>
        {text.reload}
      </button>
    </>
  );
  return (
    <>
      {/* The region is always there: a reader hears only of changes within one it already knows. */}
      <div role="status">
        {isReplaced && !isPutOff && (
          <div className="ended new-version" data-testid="new-version">
            {news}
            <button
              type="button"
              className="button button-small"
              aria-label={text.later}
              title={text.later}
              onClick={() => setPutOff(true)}
            >
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
      {foot !== null &&
        (isReplaced
          ? isPutOff && createPortal(<p className="offline-note put-off">{news}</p>, foot)
          : isKept &&
            createPortal(
              <p className="offline-note" data-testid="works-offline">
                {text.works}
              </p>,
              foot,
            ))}
    </>
  );
}

/** What does not arrive may be of an old deploy. Parts of the page ask by themselves; workers and what else is imported do not. */
function watchForGoneFiles(): () => void {
  const ask = () => void askForNewDeploy();
  window.addEventListener('vite:preloadError', ask);
  const unsubscribe = runStore.subscribe(({ status }, before) => {
    if (status.kind === 'failed' && before.status.kind !== 'failed') ask();
  });
  return () => {
    window.removeEventListener('vite:preloadError', ask);
    unsubscribe();
  };
}
