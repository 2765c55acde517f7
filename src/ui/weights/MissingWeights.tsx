/** In the place of a failure: the weights that the experiment lacks; its code comes when there are some. */
import { Suspense } from 'react';
import { lazyPart } from '../page/lazy-part';

const Part = lazyPart(
  () => import('./MissingNotice'),
  (module) => module.MissingNotice,
);

export function MissingWeights() {
  return (
    <Suspense fallback={null}>
      <Part />
    </Suspense>
  );
}
