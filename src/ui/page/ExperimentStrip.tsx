/** The choice of a preset, what was measured in it, and the run that it ended. */
import { useStore } from 'zustand';
import { equal } from '../../config/equal';
import { withoutLaneStyle } from '../../config/edit/lanes';
import { presetOf, PRESETS, type Preset, type Regime } from '../../config/presets';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentStore, openExperiment } from '../../state/experiment';
import { endedRuns } from '../../state/ended-run';
import { GHOST_MARK } from '../../state/pins';
import { runStore } from '../../state/run';
import { useSession } from './hooks';

const REGIMES = [...new Set(PRESETS.map((preset) => preset.regime))];

/** Switching a skip at step 0 leaves the preset, but not what its sentence is about: the text stays, and so does the page. */
function presetButForSkips(config: ExperimentConfig): Preset | null {
  const withoutSkips = (one: ExperimentConfig): ExperimentConfig => ({
    ...withoutLaneStyle(one),
    lanes: withoutLaneStyle(one).lanes.map((lane) => ({ ...lane, gains: [] })),
    timeline: [],
    rates: [],
  });
  const built = withoutSkips(config);
  return PRESETS.find((preset) => equal(withoutSkips(preset.config), built)) ?? null;
}

export function ExperimentStrip() {
  const { ui } = useMessages();
  const id = useStore(experimentStore, (state) => presetOf(state.config)?.id ?? null);
  const like = useStore(experimentStore, (state) => presetButForSkips(state.config)?.id ?? null);
  const text = like === null ? null : ui.preset.presets[like];
  const choose = (chosen: string) => {
    const preset = PRESETS.find((one) => one.id === chosen);
    if (preset !== undefined) openExperiment(preset.config);
  };
  return (
    <section className="strip" aria-label={ui.preset.label}>
      <label className="strip-choice">
        <span>{ui.preset.label}</span>
        <select data-testid="preset" value={id ?? 'custom'} onChange={(event) => choose(event.target.value)}>
          {id === null && <option value="custom">{ui.preset.custom}</option>}
          {REGIMES.map((regime: Regime) => (
            <optgroup key={regime} label={ui.preset.regimes[regime]}>
              {PRESETS.filter((preset) => preset.regime === regime).map((preset) => (
                <option key={preset.id} value={preset.id}>
                  {ui.preset.presets[preset.id].name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p className="strip-text">
        <span>{text === null ? ui.preset.customSentence : text.sentence}</span>
        {text?.measured === true && <small>{` ${ui.preset.measuredNote(id !== null)}`}</small>}
      </p>
      <EndedRun />
    </section>
  );
}

/** Tells that a run ended when another began, and brings it back; while it is brought back, how to stop on the way. */
function EndedRun() {
  const { ui } = useMessages();
  const session = useSession();
  const step = useStore(endedRuns.store, ({ ended }) => ended?.step ?? null);
  const replays = useStore(
    runStore,
    ({ status }) => status.kind === 'preparing' && status.phase === 'replaying',
  );
  const text = ui.ended;
  if (replays) {
    return (
      <div className="ended">
        <button
          type="button"
          className="button button-small"
          data-testid="stop-replay"
          onClick={() => session.stopReplay()}
        >
          {text.stop}
        </button>
      </div>
    );
  }
  if (step === null) return null;
  return (
    <div className="ended" data-testid="ended">
      <span translate="no">{text.text(GHOST_MARK, step)}</span>
      <button
        type="button"
        className="button button-small"
        data-testid="restore"
        title={text.restoreHint}
        onClick={() => session.restore()}
      >
        {text.restore}
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={text.forget}
        title={text.forget}
        onClick={() => void endedRuns.take()}
      >
        ×
      </button>
    </div>
  );
}
