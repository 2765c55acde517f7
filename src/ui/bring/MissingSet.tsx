/** In the place of a failure: the set of images that the experiment lacks; its code comes when there is one. */
import { Suspense } from 'react';
import { lazyPart } from '../page/lazy-part';

const Part = lazyPart(
  () => import('./images/MissingSet'),
  (module) => module.MissingSet,
);

export function MissingSet() {
  return (
    <Suspense fallback={null}>
      <Part />
    </Suspense>
  );
}
