/** What an experiment is called before its reader says so: by its question, or by its networks. */
import { useCallback } from 'react';
import { presetOf } from '../../config/presets';
import { depthOf, type ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { useMineMessages } from '../../i18n/mine';

export function useDefaultName(): (config: ExperimentConfig) => string {
  const { settings, ui } = useMessages();
  const { save } = useMineMessages();
  return useCallback(
    (config) => {
      const { network, optimiser } = config;
      const preset = presetOf(config);
      return preset === null
        ? save.unnamed(depthOf(network), settings.act.choices[network.activation], optimiser.learningRate)
        : ui.preset.presets[preset.id].name;
    },
    [save, settings, ui],
  );
}
