/** Where lessons are written, and their files opened; the code of either comes when it is needed. */
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { lazyPart } from '../page/lazy-part';
import { deskStore } from './door';
import { dropStore } from './dropping';

const Editor = lazyPart(
  () => import('./editor/Editor'),
  (module) => module.Editor,
);
const Files = lazyPart(
  () => import('./files/Files'),
  (module) => module.Files,
);

export function Desk() {
  const isOpen = useStore(deskStore, (state) => state.isOpen);
  const isOpened = useStore(deskStore, ({ opened }) => opened !== null);
  const isDropped = useStore(dropStore, ({ isOver, dropped }) => isOver || dropped !== null);
  return (
    <Suspense fallback={null}>
      {isOpen && <Editor />}
      {(isOpened || isDropped) && <Files />}
    </Suspense>
  );
}
