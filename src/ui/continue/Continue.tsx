/** Where a run that was interrupted is offered; the code of it comes when there is one. */
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { offerStore } from '../../state/offer';
import { lazyPart } from '../page/lazy-part';

const ContinueNotice = lazyPart(
  () => import('./ContinueNotice'),
  (module) => module.ContinueNotice,
);

export function Continue() {
  const isAny = useStore(offerStore, ({ offer, trouble }) => offer !== null || trouble !== null);
  return (
    // The region is always there: a reader hears only of changes within one it already knows.
    <div role="status" className="notices">
      <Suspense fallback={null}>{isAny && <ContinueNotice />}</Suspense>
    </div>
  );
}
