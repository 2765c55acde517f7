/** Where lessons are written, and their files opened; the code of either comes when it is needed. */
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { lazyPart } from '../page/lazy-part';
import { deskStore } from './door';

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
  const hasFile = useStore(deskStore, ({ dropped, opened }) => dropped !== null || opened !== null);
  return (
    <Suspense fallback={null}>
      {isOpen && <Editor />}
      {hasFile && <Files />}
    </Suspense>
  );
}
