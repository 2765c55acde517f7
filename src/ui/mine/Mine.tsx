/** The button of the saved experiments, and the place of their list; the code comes when it is needed. */
import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { mineDoor, openMine, watchKeys } from './door';

const MineHost = lazyPart(
  () => import('./MineHost'),
  (module) => module.MineHost,
);

export function MineButton() {
  const { ui } = useMessages();
  return (
    <button
      type="button"
      className="button button-icon"
      data-testid="mine"
      aria-label={ui.mine}
      title={`${ui.mine} (Ctrl+S)`}
      aria-haspopup="dialog"
      onClick={openMine}
    >
      <Icon name="mine" />
    </button>
  );
}

/** Null until something is saved, or the list is opened. */
export function Mine() {
  const { ui } = useMessages();
  const [putOffAt, setPutOffAt] = useState(0);
  const isCalled = useStore(
    mineDoor,
    ({ isOpen, asked, dropped }) => isOpen || asked > putOffAt || dropped !== null,
  );
  const [wanted, setWanted] = useState(false);
  if (isCalled && !wanted) setWanted(true);
  useEffect(watchKeys, []);
  if (!wanted) return null;
  const putOff = (): void => {
    mineDoor.setState({ isOpen: false, dropped: null });
    setPutOffAt(mineDoor.getState().asked);
    setWanted(false);
  };
  return (
    <Boundary name={ui.mine} onPutOff={putOff}>
      <Suspense fallback={null}>
        <MineHost />
      </Suspense>
    </Boundary>
  );
}
