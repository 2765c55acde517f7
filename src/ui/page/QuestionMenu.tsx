/** The question that the experiment asks: the presets by their questions, and what differs where it is near to one. */
import { useStore } from 'zustand';
import { presetButForSkips, presetOf, PRESETS, type Regime } from '../../config/presets';
import { useMessages } from '../../i18n/messages';
import { experimentStore, openExperiment } from '../../state/experiment';

const REGIMES = [...new Set(PRESETS.map((preset) => preset.regime))];

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
