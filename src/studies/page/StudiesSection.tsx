/**
 * The place of the experiments on the page. Their code comes only when the first run is prepared, so that it does not
 * compete with what is seen first. And the notice of a running experiment.
 */
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
import { useSession } from '../../ui/page/hooks';
import { lazyPart } from '../../ui/page/lazy-part';

const Experiments = lazyPart(
  () => import('./Studies'),
  (module) => module.Experiments,
);

export function ExperimentsSection() {
  const { experiments } = useMessages();
  const prepared = useStore(runStore, ({ status }) => status.kind !== 'preparing');
  const [wanted, setWanted] = useState(false);
  if (prepared && !wanted) setWanted(true);
  const waiting = (
    <p className="chart-explanation" aria-busy="true">
      {experiments.loading}
    </p>
  );
  return (
    <section className="card" aria-label={experiments.title} data-testid="experiments">
      {wanted ? (
        <Suspense fallback={waiting}>
          <Experiments />
        </Suspense>
      ) : (
        waiting
      )}
    </section>
  );
}

/** That an experiment runs and training waits for it, wherever the page is and whatever of it is shown. */
export function RunningNotice() {
  const { experiments } = useMessages();
  const session = useSession();
  const current = useStore(studyStore, (state) => state.current);
  const record = useStore(studyStore, ({ records }) => (current === null ? undefined : records[current]));
  const training = useStore(runStore, ({ status }) => status.kind === 'running');
  if (current === null || record === undefined) return null;
  return (
    <div
      role="group"
      className="study-toast"
      aria-label={experiments.progress(experiments.studies[current].tab)}
    >
      <p>
        <strong>{experiments.studies[current].tab}</strong>{' '}
        <span>{experiments.progressText(Math.floor(100 * record.fraction), record.secondsLeft)}</span>
        <br />
        <span>{training ? experiments.waits.training : experiments.waits.paused}</span>
      </p>
      <button type="button" className="button" onClick={() => session.cancelStudy()}>
        {experiments.cancel}
      </button>
    </div>
  );
}
