/** The choice of a preset, what was measured in it, and the run that it ended. */
import { useStore } from 'zustand';
import { equal } from '../../config/equal';
import { withoutLooks } from '../../config/edit/lanes';
import { PRESETS, presetOf, type Preset, type Regime } from '../../config/presets';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentStore, openExperiment } from '../../state/experiment';
import { EndedRun } from './EndedRun';

const REGIMES = [...new Set(PRESETS.map((preset) => preset.regime))];

/** Switching a skip at step 0 leaves the preset, but not what its sentence is about: the text stays, and so does the page. */
function presetButForSkips(config: ExperimentConfig): Preset | null {
  const withoutSkips = (one: ExperimentConfig): ExperimentConfig => ({
    ...withoutLooks(one),
    lanes: withoutLooks(one).lanes.map((lane) => ({ ...lane, gains: [] })),
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
