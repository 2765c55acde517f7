/** The weights that this browser keeps: opening them anew, and removing them. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useWeightsMessages } from '../../i18n/weights';
import { useExperiment } from '../page/hooks';
import { keptStore, refreshKept, removeKept } from './kept-list';
import { showKept } from './stage';

export function KeptWeightsList({ isShown }: { readonly isShown: boolean }) {
  const { kept: texts } = useWeightsMessages();
  const { lanes } = useExperiment();
  const list = useStore(keptStore, (state) => state.list);
  useEffect(() => {
    if (isShown) void refreshKept();
  }, [isShown]);
  if (list.length === 0) return null;
  return (
    <section className="weights-kept" data-testid="weights-kept" aria-labelledby="weights-kept-title">
      <h3 id="weights-kept-title">{texts.title}</h3>
      <ul>
        {list.map(({ hash, name, numbers }) => {
          const isUsed = lanes.some(({ weights }) => weights?.hash === hash);
          return (
            <li key={hash}>
              <span className="weights-kept-name" translate="no">
                {name}
              </span>
              <span className="weights-kept-size">
                {isUsed ? `${texts.size(numbers)}, ${texts.inUse}` : texts.size(numbers)}
              </span>
              <button
                type="button"
                className="button button-small"
                aria-label={texts.openIt(name)}
                onClick={() => showKept(name, hash)}
              >
                {texts.open}
              </button>
              <button
                type="button"
                className="button button-small"
                aria-label={texts.removeIt(name)}
                disabled={isUsed}
                onClick={() => void removeKept(hash)}
              >
                {texts.remove}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
