/** What to do where a network has diverged. Once it was said to go on, only the panels say so. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { rateAt, replaceRate } from '../../config/edit/edit';
import { LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { formatNumber } from '../controls/number';
import { useSession } from './hooks';
import { useLaneNames } from '../../state/lane-style';

/** A tenth of a learning rate, without the last digits that division leaves. */
function tenth(rate: number): number {
  return Math.max(LIMITS.learningRate.min, Number((rate / 10).toPrecision(12)));
}

export function Divergence() {
  const { runs, ui } = useMessages();
  const text = runs.divergence;
  const session = useSession();
  const nameOf = useLaneNames();
  const run = useStore(runStore, (state) => state.run);
  const divergences = useStore(runStore, (state) => state.divergences);
  const isPaused = useStore(runStore, ({ status, intent }) => status.kind === 'paused' && intent !== 'train');
  const [passed, setPassed] = useState({ run: -1, count: 0 });
  const news = divergences.slice(passed.run === run ? passed.count : 0);
  // The one that the first of them diverged at.
  const step = Math.min(...news.map((one) => one.step));
  const old = useStore(experimentStore, ({ config }) => rateAt(config, step));
  const since = useStore(
    experimentStore,
    ({ config }) => config.rates.findLast((one) => one.step <= step)?.step,
  );
  const rate = tenth(old);
  const goOn = () => {
    setPassed({ run, count: divergences.length });
    session.train();
  };
  const lower = () => changeExperiment(replaceRate(experimentStore.getState().config, step, rate));
  return (
    <div role="alert">
      {isPaused && news.length > 0 && (
        <div className="notice notice-failure" data-testid="divergence">
          <div>
            <p className="notice-lead">{text.title(news.map(({ lane }) => nameOf(lane)))}</p>
            {news.map((one) => (
              <p key={one.lane}>{text.line(ui.lanes.name(nameOf(one.lane)), one)}</p>
            ))}
            <p>{text.advice}</p>
            <p className="notice-actions">
              {rate < old && (
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="lower-rate"
                  onClick={lower}
                >
                  {text.lower(formatNumber(rate), since ?? 0)}
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
