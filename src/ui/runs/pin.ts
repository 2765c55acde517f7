/** Keeps the run at hand. */
import { presetOf } from '../../config/presets';
import type { Messages } from '../../i18n/messages';
import { experimentStore, recordingStore } from '../../state/experiment';
import { metricsStore } from '../../state/metrics';
import { pinnedOf } from '../../state/pinned-run';
import { letterOf, pins, pinStore } from '../../state/pins';
import { runStore } from '../../state/run';

/** Keeps the run at hand as it stands, by a name of its preset and its steps. Returns its letter; null before the first gradient. */
export function pinRun({ runs, ui }: Messages): string | null {
  const { config } = experimentStore.getState();
  const facts = runStore.getState();
  const now = Date.now();
  const preset = presetOf(config);
  const run = pinnedOf(config, facts, metricsStore, {
    id: `${now.toString(36)}-${facts.run}`,
    name: runs.pins.defaultName(
      preset === null ? runs.pins.custom : ui.preset.presets[preset.id].about,
      facts.stepCount,
    ),
    now,
    replaysTo: recordingStore.getState().end,
  });
  if (run === null) return null;
  pins.keep(run);
  return letterOf(pinStore.getState().runs.findIndex(({ id }) => id === run.id));
}
