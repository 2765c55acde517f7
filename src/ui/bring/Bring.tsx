/** The button of what a reader can bring, and the place of all that is done with it; the code comes when it is needed. */
import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { bringStore, DOOR_IDS, openBring, takeDropped } from './bring-store';

const BringHost = lazyPart(
  () => import('./BringHost'),
  (module) => module.BringHost,
);

/** Nothing where no part of the dialog can be opened. */
export function BringButton() {
  const { ui } = useMessages();
  if (DOOR_IDS.length === 0) return null;
  return (
    <button
      type="button"
      className="button"
      data-testid="bring"
      title={ui.bringHint}
      aria-haspopup="dialog"
      onClick={() => openBring()}
    >
      <Icon name="bring" />
      <span>{ui.bring}</span>
    </button>
  );
}

/** Null until files are held over the page, or the dialog is opened. */
export function Bring() {
  const { ui } = useMessages();
  const isCalled = useStore(
    bringStore,
    ({ isOver, isOpen, dropped }) => isOver || isOpen || dropped !== null,
  );
  const [wanted, setWanted] = useState(false);
  if (isCalled && !wanted) setWanted(true);
  useEffect(takeDropped, []);
  if (!wanted) return null;
  const putOff = (): void => {
    bringStore.setState({ isOver: false, isOpen: false, dropped: null });
    setWanted(false);
  };
  return (
    <Boundary name={ui.bring} onPutOff={putOff}>
      <Suspense fallback={null}>
        <BringHost />
      </Suspense>
    </Boundary>
  );
}
