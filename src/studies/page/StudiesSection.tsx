/**
 * The place of the questions on the page. Their code comes only when the first run is prepared, so that it does not
 * compete with what is seen first. And the notice of a question that is being answered.
 */
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { currentRecord, studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
import { useSession } from '../../ui/page/hooks';
import { lazyPart } from '../../ui/page/lazy-part';

const Studies = lazyPart(
  () => import('./Studies'),
  (module) => module.Studies,
);

export function StudiesSection() {
  const { studies } = useMessages();
  const prepared = useStore(runStore, ({ status }) => status.kind !== 'preparing');
  const [wanted, setWanted] = useState(false);
  if (prepared && !wanted) setWanted(true);
  const waiting = (
    <p className="chart-explanation" aria-busy="true">
      {studies.loading}
    </p>
  );
  return (
    <section className="card" aria-label={studies.title} data-testid="experiments">
      {wanted ? (
        <Suspense fallback={waiting}>
          <Studies />
        </Suspense>
      ) : (
        waiting
      )}
    </section>
  );
}

/** That a question is being answered and training waits for it, wherever the page is and whatever of it is shown. */
export function RunningNotice() {
  const { studies } = useMessages();
  const session = useSession();
  const record = useStore(studyStore, currentRecord);
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  if (record === undefined) return null;
  const { question } = studies.kinds[record.request.kind];
  return (
    <div role="group" className="study-toast" aria-label={studies.progress(question)}>
      <p>
        <strong>{question}</strong>{' '}
        <span>{studies.progressText(Math.floor(100 * record.fraction), record.secondsLeft)}</span>
        <br />
        <span>{training ? studies.waits.training : studies.waits.paused}</span>
      </p>
      <button type="button" className="button" onClick={() => session.cancelStudy()}>
        {studies.cancel}
      </button>
    </div>
  );
}
