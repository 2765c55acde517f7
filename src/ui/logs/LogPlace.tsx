/** The stage and what stands below it, or, in their place, the log of a training, whose code comes then. */
import { Activity, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { placeStore } from './place';

const LogView = lazyPart(
  () => import('./LogView'),
  (module) => module.LogView,
);

/** What a log hides while it is shown; that keeps what was chosen in it, and its run goes on. */
export function BehindLogs({ children }: { readonly children: ReactNode }) {
  const isOpen = useStore(placeStore, (state) => state.isOpen);
  return <Activity mode={isOpen ? 'hidden' : 'visible'}>{children}</Activity>;
}

/** A log, while one is open. */
export function LogPlace() {
  const { parts } = useMessages();
  const isOpen = useStore(placeStore, (state) => state.isOpen);
  if (!isOpen) return null;
  return (
    <Boundary name={parts.names.logs}>
      <Suspense fallback={null}>
        <LogView />
      </Suspense>
    </Boundary>
  );
}
