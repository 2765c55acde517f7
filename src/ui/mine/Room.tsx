/** How much room is used, by what, and freeing it. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMineMessages } from '../../i18n/mine';
import { Icon } from '../controls/Icon';
import { useDefaultName } from './name';
import { readRoom, readThings, type Room as RoomFacts, type Thing } from './room';
import { attempt, mineStore, noteRemoved } from './shelf';

export function Room({ isShown }: { readonly isShown: boolean }) {
  const { room: texts } = useMineMessages();
  const nameOf = useDefaultName();
  const all = useStore(mineStore, (state) => state.all);
  const removed = useStore(mineStore, (state) => state.removed);
  const [isOpen, setOpen] = useState(false);
  const [room, setRoom] = useState<RoomFacts | null>(null);
  const [things, setThings] = useState<readonly Thing[] | null>(null);
  useEffect(() => {
    if (!isShown || all === null) return undefined;
    let isLate = false;
    void attempt(async () => {
      const [facts, found] = await Promise.all([readRoom(), isOpen ? readThings(all, nameOf) : null]);
      if (isLate) return;
      setRoom(facts);
      setThings(found);
    });
    return () => {
      isLate = true;
    };
  }, [isShown, isOpen, all, nameOf]);
  const shown = things?.filter(({ key }) => !removed.some((one) => one.key === key)) ?? [];
  return (
    <details
      className="mine-room"
      data-testid="mine-room"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {texts.title}
        {room !== null && (
          <>
            <span data-testid="mine-used">{texts.used(room.used)}</span>
            <span>{texts.left(room.left)}</span>
          </>
        )}
      </summary>
      {things !== null && shown.length === 0 && <p>{texts.none}</p>}
      <ul>
        {shown.map((thing) => (
          <Row key={thing.key} thing={thing} />
        ))}
      </ul>
    </details>
  );
}

function Row({ thing }: { readonly thing: Thing }) {
  const { room: texts } = useMineMessages();
  const { kind, name, bytes, step, neededBy } = thing;
  return (
    <li data-testid="mine-thing" data-kind={kind}>
      <span className="mine-thing-kind">{texts.kinds[kind]}</span>
      <span className="mine-thing-name">{name}</span>
      {step !== null && <span className="mine-thing-note">{texts.atStep(step)}</span>}
      {neededBy > 0 && <span className="mine-thing-note">{texts.neededBy(neededBy)}</span>}
      <span className="mine-thing-size">{texts.size(bytes)}</span>
      <button
        type="button"
        className="button button-small button-icon"
        data-testid="mine-free"
        aria-label={texts.remove(name)}
        title={texts.remove(name)}
        onClick={() => noteRemoved(thing)}
      >
        <Icon name="remove" />
      </button>
    </li>
  );
}
