/** What is done where saved experiments are asked for: saving by the keys, files that were dropped, and the list. */
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { experimentStore } from '../../state/experiment';
import { useSession } from '../page/hooks';
import { mineDoor } from './door';
import { importFile } from './files';
import { MineDialog } from './MineDialog';
import { useDefaultName } from './name';
import { runAtHand } from './run-at-hand';
import { save } from './shelf';
import { Toast } from './Toast';
import '../controls/sheet.css';
import './mine.css';
import './list.css';

/** So often saving was done: what was asked for while the code was on its way is done too. */
let done = 0;

export function MineHost() {
  const nameOf = useDefaultName();
  const session = useSession();
  const isOpen = useStore(mineDoor, (state) => state.isOpen);
  const asked = useStore(mineDoor, (state) => state.asked);
  const dropped = useStore(mineDoor, (state) => state.dropped);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (asked === done) return;
    done = asked;
    const { config } = experimentStore.getState();
    void save(config, nameOf(config), () => runAtHand(session));
  }, [asked, nameOf, session]);
  useEffect(() => {
    if (dropped === null) return;
    mineDoor.setState({ dropped: null, isOpen: true });
    void importFile(dropped, ({ config }) => nameOf(config));
  }, [dropped, nameOf]);
  const place = document.querySelector('.page-notices');
  return (
    <>
      {wasOpen && <MineDialog />}
      {place !== null && createPortal(<Toast isShown={!isOpen} />, place)}
    </>
  );
}
