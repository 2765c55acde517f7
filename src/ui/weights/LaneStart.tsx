/** At a network that starts from weights of the reader's: which they are; its code comes when there is such a network. */
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { experimentStore } from '../../state/experiment';
import { lazyPart } from '../page/lazy-part';

const Part = lazyPart(
  () => import('./StartMark'),
  (module) => module.StartMark,
);

export function LaneStart({ id }: { readonly id: string }) {
  const weights = useStore(
    experimentStore,
    ({ config }) => config.lanes.find((lane) => lane.id === id)?.weights,
  );
  if (weights === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Part id={id} name={weights.name} />
    </Suspense>
  );
}
