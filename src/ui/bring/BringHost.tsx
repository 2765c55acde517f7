/** What is done with what a reader brings: where to drop it, the door that it fits, and the dialog. */
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useBringMessages } from '../../i18n/bring';
import { BringDialog } from './BringDialog';
import { bringStore } from './bring-store';
import { doorOf } from './doors';
import { filesOfDrop } from './files';
import '../controls/sheet.css';
import './bring.css';

export function BringHost() {
  const texts = useBringMessages();
  const isOver = useStore(bringStore, (state) => state.isOver);
  const isOpen = useStore(bringStore, (state) => state.isOpen);
  const dropped = useStore(bringStore, (state) => state.dropped);
  const [misfit, setMisfit] = useState<string | null>(null);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (dropped === null) return;
    bringStore.setState({ dropped: null, isOver: false });
    const open = async (): Promise<void> => {
      const files = await filesOfDrop(dropped);
      const door = await doorOf(files);
      setMisfit(door === null ? (files[0]?.name ?? '') : null);
      door?.open(files);
    };
    void open();
  }, [dropped]);
  useEffect(() => {
    // They leave the page only where they enter nothing else.
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) bringStore.setState({ isOver: false });
    };
    addEventListener('dragleave', leave);
    return () => removeEventListener('dragleave', leave);
  }, []);
  return (
    <>
      {wasOpen && <BringDialog />}
      {/* Over the dialog too, which is over all else. */}
      {isOver && (
        <p
          className="bring-drop"
          popover="manual"
          ref={(element) => {
            element?.showPopover();
          }}
        >
          {texts.dropHere}
        </p>
      )}
      <Misfit name={misfit} onDismiss={() => setMisfit(null)} />
    </>
  );
}

interface MisfitProps {
  /** Of a file that fits no door; empty where nothing could be read. */
  readonly name: string | null;
  readonly onDismiss: () => void;
}

/** Among the notices of the page. The region is always there: a reader hears only of changes within one it already knows. */
function Misfit({ name, onDismiss }: MisfitProps) {
  const texts = useBringMessages();
  const place = document.querySelector('.page-notices');
  if (place === null) return null;
  return createPortal(
    <div role="status" className="notices">
      {name !== null && (
        <div className="notice" data-testid="bring-misfit">
          <p>{texts.misfit(name)}</p>
          <button type="button" className="button" onClick={onDismiss}>
            {texts.dismiss}
          </button>
        </div>
      )}
    </div>,
    place,
  );
}
