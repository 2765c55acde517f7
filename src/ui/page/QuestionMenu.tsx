/** The question that the experiment asks: the presets by their questions, and what differs where it is near to one. */
import { useStore } from 'zustand';
import { equal } from '../../config/equal';
import { withoutLaneStyle } from '../../config/edit/lanes';
import { presetOf, PRESETS, type Preset, type Regime } from '../../config/presets';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentStore, openExperiment } from '../../state/experiment';

const REGIMES = [...new Set(PRESETS.map((preset) => preset.regime))];

/** Switching a skip leaves the preset, but not what its question is about. */
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

export function QuestionMenu() {
  const { ui } = useMessages();
  const id = useStore(experimentStore, (state) => presetOf(state.config)?.id ?? null);
  const like = useStore(experimentStore, (state) => presetButForSkips(state.config)?.id ?? null);
  const choose = (chosen: string) => {
    const preset = PRESETS.find((one) => one.id === chosen);
    if (preset !== undefined) openExperiment(preset.config);
  };
  const text = like === null ? ui.preset.custom : ui.preset.changed(ui.preset.presets[like].name);
  return (
    <label className="question">
      <span className="visually-hidden">{ui.preset.label}</span>
      <select data-testid="preset" value={id ?? 'custom'} onChange={(event) => choose(event.target.value)}>
        {id === null && <option value="custom">{text}</option>}
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
  );
}
