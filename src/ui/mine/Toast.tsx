/** What came of saving by the keys, among the notices of the page: with a way to another name, and to the list. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { SAVED_LIMITS } from '../../experiments/saved';
import { useMineMessages } from '../../i18n/mine';
import { Icon } from '../controls/Icon';
import { TextField } from '../controls/TextField';
import { openMine } from './door';
import { isTrouble, NewsLine } from './NewsLine';
import { mineStore, rename, tell } from './shelf';

/** Good news go by themselves after so long, in milliseconds, where nobody is about to do something with them. */
const STAYS = 10_000;

/** The region is always there: a reader hears only of changes within one it already knows. */
export function Toast({ isShown }: { readonly isShown: boolean }) {
  const texts = useMineMessages();
  const news = useStore(mineStore, (state) => state.news);
  const isLasting = useStore(mineStore, (state) => state.isLasting);
  const [isHeld, setHeld] = useState(false);
  const [renaming, setRenaming] = useState<{ readonly id: string; readonly isDone: boolean } | null>(null);
  const saved = news?.kind === 'saved' ? news.saved : null;
  const isRenaming = saved !== null && renaming?.id === saved.id && !renaming.isDone;
  const goes = isShown && news !== null && !isTrouble(news) && !isHeld && !isRenaming && isLasting;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Whoever typed the name goes on from there.
    if (renaming?.isDone === true) button.current?.focus();
  }, [renaming]);
  useEffect(() => {
    if (!goes) return undefined;
    const timer = setTimeout(() => {
      if (mineStore.getState().news === news) tell(null);
    }, STAYS);
    return () => clearTimeout(timer);
  }, [goes, news]);
  return (
    <div role="status" aria-label={texts.title} className="notices">
      {isShown && news !== null && (
        <div
          className="mine-toast"
          data-testid="mine-toast"
          data-trouble={isTrouble(news)}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <NewsLine news={news} isLasting={isLasting} />
          {isRenaming && (
            <TextField
              label={texts.list.nameOf(saved.name)}
              value={saved.name}
              most={SAVED_LIMITS.name}
              isFocused
              onCommit={(name) => {
                setRenaming({ id: saved.id, isDone: true });
                void rename(saved.id, name);
              }}
            />
          )}
          <div className="mine-toast-actions">
            {saved !== null && !isRenaming && (
              <button
                type="button"
                className="button button-small"
                data-testid="mine-rename"
                ref={button}
                onClick={() => setRenaming({ id: saved.id, isDone: false })}
              >
                {texts.save.rename}
              </button>
            )}
            <button type="button" className="button button-small" data-testid="mine-show" onClick={openMine}>
              {texts.save.all}
            </button>
            <button
              type="button"
              className="button button-small button-icon"
              data-testid="mine-dismiss"
              aria-label={texts.save.dismiss}
              title={texts.save.dismiss}
              onClick={() => tell(null)}
            >
              <Icon name="close" />
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
