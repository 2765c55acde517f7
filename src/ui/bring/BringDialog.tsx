/** The dialog with which a reader brings something: a part for each kind of it. What was begun in one stays when it is closed. */
import { Suspense, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useBringMessages } from '../../i18n/bring';
import { ChoiceField } from '../controls/ChoiceField';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { bringStore, closeBring, DOOR_IDS, type DoorId } from './bring-store';
import { PARTS } from './parts';

const NONE: readonly File[] = [];

export function BringDialog() {
  const texts = useBringMessages();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useStore(bringStore, (state) => state.isOpen);
  const door = useStore(bringStore, (state) => state.door);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    // What is beside the dialog belongs to its element too.
    const leave = ({ target }: MouseEvent) => {
      if (target === element) closeBring();
    };
    element.addEventListener('click', leave);
    return () => element.removeEventListener('click', leave);
  }, []);
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && element?.open === false) element.showModal();
    if (!isOpen) element?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      className="sheet bring-dialog"
      data-testid="bring-dialog"
      aria-labelledby={id}
      onClose={({ currentTarget, target }) => {
        if (target === currentTarget) closeBring();
      }}
    >
      <div className="sheet-body">
        <header className="sheet-head bring-head">
          <h2 id={id}>{texts.title}</h2>
          {DOOR_IDS.length > 1 && (
            <ChoiceField
              label={texts.door}
              choices={DOOR_IDS}
              text={(one) => texts.doors[one]}
              value={door}
              onCommit={(one) => bringStore.setState({ door: one })}
            />
          )}
          <button
            type="button"
            className="button button-icon"
            data-testid="bring-close"
            aria-label={texts.close}
            title={texts.close}
            onClick={closeBring}
          >
            <Icon name="close" />
          </button>
        </header>
        {DOOR_IDS.map((one) => (
          <Part key={one} door={one} isShown={isOpen && one === door} isChosen={one === door} />
        ))}
      </div>
    </dialog>
  );
}

interface PartProps {
  readonly door: DoorId;
  readonly isShown: boolean;
  readonly isChosen: boolean;
}

/** Its code comes when it is first shown. */
function Part({ door, isShown, isChosen }: PartProps) {
  const texts = useBringMessages();
  const files = useStore(bringStore, ({ brought }) => brought[door] ?? NONE);
  const [wasShown, setWasShown] = useState(isShown);
  if (isShown && !wasShown) setWasShown(true);
  const Content = PARTS[door];
  if (!wasShown || Content === undefined) return null;
  return (
    <section hidden={!isChosen} aria-label={texts.doors[door]} data-testid={`bring-${door}`}>
      <Boundary name={texts.doors[door]}>
        <Suspense fallback={null}>
          <Content isShown={isShown} files={files} />
        </Suspense>
      </Boundary>
    </section>
  );
}
