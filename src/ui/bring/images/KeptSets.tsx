/** The sets that this browser keeps: training on one, removing it, and the room they take. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useBringMessages } from '../../../i18n/bring';
import { bytesOfSet } from '../../../images/kept';
import { useSession } from '../../page/hooks';
import { closeBring } from '../bring-store';
import {
  keptStore,
  persist,
  refreshKept,
  remove,
  removeForGood,
  undoRemoval,
  type KeptSet,
} from './kept-sets';
import { Specimens, useSpecimens } from './Specimens';
import { putIntoExperiment, useHashInUse } from './use-set';

/** Classes of which the picture of a set has an image. */
const PICTURED = 6;

export function KeptSets({ isShown }: { readonly isShown: boolean }) {
  const { kept: texts } = useBringMessages().images;
  const { sets, removed, room, isPersistent } = useStore(keptStore);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    if (!isShown) return undefined;
    void refreshKept();
    return removeForGood;
  }, [isShown]);
  useEffect(() => {
    addEventListener('pagehide', removeForGood);
    return () => removeEventListener('pagehide', removeForGood);
  }, []);
  const shown = sets?.filter(({ hash }) => hash !== removed?.hash) ?? [];
  if (shown.length === 0 && removed === null) return null;
  return (
    <section className="kept-sets" data-testid="kept-sets" aria-label={texts.title}>
      <h3>{texts.title}</h3>
      <ul>
        {shown.map((kept) => (
          <Row key={kept.hash} kept={kept} />
        ))}
      </ul>
      <p role="status" className="kept-removed">
        {removed !== null && (
          <>
            <span>{texts.removed(removed.set.name)}</span>{' '}
            <button type="button" className="button button-small" data-testid="keep-it" onClick={undoRemoval}>
              {texts.undo}
            </button>
          </>
        )}
      </p>
      <p className="kept-room field-hint">
        {room !== null && <span>{texts.room(room.used, room.left)}</span>}
        {isPersistent === true && <span>{texts.persisted}</span>}
        {isPersistent === false && (
          <>
            <span>{isRefused ? texts.refused : texts.mayGo}</span>
            {!isRefused && (
              <button
                type="button"
                className="link"
                onClick={() => void persist().then((isKept) => setRefused(!isKept))}
              >
                {texts.persist}
              </button>
            )}
          </>
        )}
      </p>
    </section>
  );
}

function Row({ kept }: { readonly kept: KeptSet }) {
  const { hash, set } = kept;
  const { kept: texts } = useBringMessages().images;
  const session = useSession();
  const inUse = useHashInUse() === hash;
  const specimens = useSpecimens(hash, set, PICTURED, 1);
  return (
    <li data-testid="kept-set">
      {specimens !== null && <Specimens set={set} images={specimens.images} text={texts.picture(set.name)} />}
      <div className="kept-text">
        <p className="kept-name">{set.name}</p>
        <p>{texts.facts(set.classes.length, set.train, set.test)}</p>
        <p>{texts.shape(set.side, set.channels, bytesOfSet(set))}</p>
      </div>
      {inUse ? (
        <span className="kept-in-use">{texts.inUse}</span>
      ) : (
        <button
          type="button"
          className="button"
          data-testid="use-set"
          title={texts.trainOnHint(set.name)}
          aria-label={texts.trainOnHint(set.name)}
          onClick={() => {
            putIntoExperiment(hash, set);
            session.train();
            closeBring();
          }}
        >
          {texts.use}
        </button>
      )}
      <button
        type="button"
        className="button"
        data-testid="remove-set"
        title={texts.removeHint(set.name)}
        aria-label={texts.removeHint(set.name)}
        onClick={() => remove(kept)}
      >
        {texts.remove}
      </button>
    </li>
  );
}
