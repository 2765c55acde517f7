/** What to do where a network has diverged. Once it was said to go on, only the panels say so. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../config/schema';
import { useMessages } from '../i18n/messages';
import { changeExperiment, experimentStore } from '../state/experiment';
import { runStore } from '../state/run';
import { formatNumber } from './builder/number';
import { useSession } from './hooks';

/** A tenth of a learning rate, without the last digits that division leaves. */
function tenth(rate: number): number {
  return Math.max(LIMITS.learningRate.min, Number((rate / 10).toPrecision(12)));
}

export function Divergence() {
  const { runs, ui } = useMessages();
  const text = runs.divergence;
  const session = useSession();
  const run = useStore(runStore, (state) => state.run);
  const divergences = useStore(runStore, (state) => state.divergences);
  const isPaused = useStore(runStore, ({ status, intent }) => status.kind === 'paused' && intent !== 'train');
  const optimiser = useStore(experimentStore, (state) => state.config.optimiser);
  const [passed, setPassed] = useState({ run: -1, count: 0 });
  const news = divergences.slice(passed.run === run ? passed.count : 0);
  const rate = tenth(optimiser.learningRate);
  const goOn = () => {
    setPassed({ run, count: divergences.length });
    session.train();
  };
  const lower = () => {
    const { config } = experimentStore.getState();
    changeExperiment({ ...config, optimiser: { ...config.optimiser, learningRate: rate } });
  };
  return (
    <div role="alert">
      {isPaused && news.length > 0 && (
        <div className="notice notice-failure" data-testid="divergence">
          <div>
            <p className="notice-lead">
              {text.title(news.map(({ lane }) => ui.lanes.name(lane).toLowerCase()))}
            </p>
            {news.map((one) => (
              <p key={one.lane}>{text.line(ui.lanes.name(one.lane), one)}</p>
            ))}
            <p>{text.advice}</p>
            <p className="notice-actions">
              {rate < optimiser.learningRate && (
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="lower-rate"
                  onClick={lower}
                >
                  {text.lower(formatNumber(rate))}
                </button>
              )}
              <button type="button" className="button" onClick={() => session.reset()}>
                {text.reset}
              </button>
              <button type="button" className="button" data-testid="go-on" onClick={goOn}>
                {text.goOn}
              </button>
            </p>
          </div>
        </div>
      )}
    </div>
  );
}
