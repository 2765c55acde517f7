/** The mark of a network that starts from weights: their name, how much of them it has taken, and going back to the seed. */
import { useStore } from 'zustand';
import { startLane } from '../../config/edit/lanes';
import { useWeightsMessages } from '../../i18n/weights';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { Icon } from '../controls/Icon';
import { useMissingWeights } from './missing';
import './start-mark.css';

export function StartMark({ id, name }: { readonly id: string; readonly name: string }) {
  const { lane: texts } = useWeightsMessages();
  const started = useStore(runStore, (state) => state.started.find(({ lane }) => lane === id));
  const isMissing = useMissingWeights() !== null;
  const rest = started?.rest ?? [];
  return (
    <div className="lane-start" data-testid={`start-${id}`}>
      <Icon name="bring" />
      <span>{texts.from}</span>
      <strong translate="no">{name}</strong>
      {isMissing && <span className="lane-start-fit">{texts.absent}</span>}
      {started !== undefined && rest.length === 0 && (
        <span className="lane-start-fit">{texts.whole(started.fits)}</span>
      )}
      {started !== undefined && rest.length > 0 && (
        <details>
          <summary>{texts.part(started.fits, started.fits + rest.length)}</summary>
          <p>{texts.rest(rest.length)}</p>
          <ul translate="no">
            {rest.map((tensor) => (
              <li key={tensor}>{tensor}</li>
            ))}
          </ul>
        </details>
      )}
      <button
        type="button"
        className="button button-icon button-small"
        data-testid={`start-remove-${id}`}
        aria-label={texts.remove(name)}
        title={texts.remove(name)}
        onClick={() => changeExperiment(startLane(experimentStore.getState().config, id, null))}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
