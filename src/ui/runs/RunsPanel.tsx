/** Panel: the runs that the user keeps, to be drawn beside the run at hand, compared with it, and opened again. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { presetOf } from '../../config/presets';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { metricsStore } from '../../state/metrics';
import { isOf, pinnedOf } from '../../state/pinned-run';
import { letterOf, pins, pinStore } from '../../state/pins';
import { recordingStore } from '../../state/recording';
import { runStore } from '../../state/run';
import { Section } from '../page/Section';
import { useExperiment } from '../page/hooks';
import { Differences } from './Differences';
import { PinnedItem } from './PinnedItem';
import './runs.css';

/** Keeps the pinned runs as the browser has them, for all panels that show them. */
export function usePins(): void {
  useEffect(() => {
    pins.load();
    // Another tab has pinned or removed one.
    const onStorage = ({ key }: StorageEvent) => pins.sync(key);
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, []);
}

export function RunsPanel() {
  const texts = useMessages();
  const text = texts.runs.pins;
  const config = useExperiment();
  const { runs, unkept, unreadable, removed } = useStore(pinStore);
  const measured = useStore(
    runStore,
    ({ status, stepCount }) => status.kind !== 'preparing' || stepCount > 0,
  );

  const pin = () => {
    const facts = runStore.getState();
    const now = Date.now();
    const preset = presetOf(config);
    const name = text.defaultName(
      preset === null ? text.custom : texts.ui.preset.presets[preset.id].name,
      facts.stepCount,
    );
    const run = pinnedOf(experimentStore.getState().config, facts, metricsStore, {
      id: `${now.toString(36)}-${facts.run}`,
      name,
      now,
      replaysTo: recordingStore.getState().end,
    });
    if (run !== null) pins.keep(run);
  };

  const lost = runs.filter((run) => unkept.includes(run.id)).map(({ name }) => name);
  return (
    <Section title={text.title} explanation={text.explanation} className="runs" testId="runs-panel">
      <div className="runs-actions">
        <button type="button" className="button" data-testid="pin" disabled={!measured} onClick={pin}>
          {text.pin}
        </button>
        <span className="chart-note">{measured ? runs.length === 0 && text.none : text.nothingYet}</span>
      </div>
      <div role="status">
        {removed !== null && (
          <p className="runs-notice">
            <span>{text.removed(removed.name)}</span>{' '}
            <button type="button" className="button" onClick={pins.restore}>
              {text.undo}
            </button>
          </p>
        )}
        {lost.length > 0 && <p className="runs-notice">{text.unkept(lost)}</p>}
        {unreadable > 0 && <p className="runs-notice">{text.unreadable(unreadable)}</p>}
      </div>
      {runs.length > 0 && (
        <>
          <ul className="runs-list" aria-label={text.list}>
            {runs.map((run, place) => (
              <PinnedItem
                key={run.id}
                run={run}
                letter={letterOf(place)}
                dash={runs.slice(0, place).filter(({ shown }) => shown).length}
                isOpen={isOf(run, config)}
                loss={config.loss}
              />
            ))}
          </ul>
          <p className="chart-note">{text.stretched}</p>
          <Differences runs={runs} config={config} />
        </>
      )}
    </Section>
  );
}
