/**
 * The place of the questions on the page. Their code comes only when the first run is prepared, so that it does not
 * compete with what is seen first. And the notice of a question that is being answered.
 */
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { currentRecord, studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
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

const Notice = lazyPart(
  () => import('./RunningNotice'),
  (module) => module.RunningNotice,
);

/** That a question is being answered, wherever the page is and whatever of it is shown. */
export function RunningNotice() {
  const record = useStore(studyStore, currentRecord);
  if (record === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Notice record={record} />
    </Suspense>
  );
}
