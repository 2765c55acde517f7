/** Has the worker measure what open panels show, and no more. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { lookedLayerStore } from '../../state/looked-layer';
import { instrumentsFor, panelStore } from '../../state/panels';
import { quantityStore } from '../../state/quantity';
import { useSession } from '../page/hooks';

/** @param shown Whether the live instruments stand on the page; the streams in the diagrams do in any case. */
export function useWatch(shown: boolean): void {
  const session = useSession();
  const open = useStore(panelStore, (state) => state.open);
  // Charts show what else is measured of layers, if they are asked to.
  const layers = useStore(quantityStore, ({ quantity }) => quantity !== 'gradient');
  const looked = useStore(lookedLayerStore, ({ layer }) => layer);
  useEffect(() => {
    const seen = shown ? open : open.filter((name) => name === 'flow');
    session.watch(instrumentsFor(seen, layers, looked));
  }, [session, open, layers, looked, shown]);
}
