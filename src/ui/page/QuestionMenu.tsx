/** The question that the experiment asks: the presets by their questions, and what differs where it is near to one. */
import './question-menu.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { nearestPreset } from '../../config/nearest-preset';
import { presetOf, PRESETS, type Regime } from '../../config/presets';
import { useMessages } from '../../i18n/messages';
import { experimentStore, openExperiment } from '../../state/experiment';
import { lessonStore } from '../../state/lesson';
import { useExperiment } from './hooks';

const REGIMES = [...new Set(PRESETS.map((preset) => preset.regime))];

export function QuestionMenu() {
  const { differences, ui } = useMessages();
  const id = useStore(experimentStore, (state) => presetOf(state.config)?.id ?? null);
  const config = useExperiment();
  // What is nearest would name another question than the one that the lesson asks.
  const inLesson = useStore(lessonStore, ({ open }) => open !== null);
  const text = useMemo(() => {
    if (inLesson) return ui.preset.ofLesson;
    const near = nearestPreset(config);
    if (near === null) return ui.preset.custom;
    const said = differences.between(near.config, config).map(({ change }) => change);
    return ui.preset.changed(ui.preset.presets[near.id].name, differences.list(said));
  }, [config, differences, inLesson, ui]);
  const choose = (chosen: string) => {
    const preset = PRESETS.find((one) => one.id === chosen);
    if (preset !== undefined) openExperiment(preset.config);
  };
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
