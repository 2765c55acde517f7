/** Which preset an experiment is near to. */
import { saidDifferences } from './codec/url';
import { presetButForSkips, PRESETS, type Preset } from './presets';
import type { ExperimentConfig } from './schema';

/** Most settings that may differ where an experiment still asks the question of a preset. */
const NEAR = 3;

/** The preset that an experiment differs from the least, null where it differs from each in more than three settings. */
export function nearestPreset(config: ExperimentConfig): Preset | null {
  const like = presetButForSkips(config);
  if (like !== null) return like;
  const far = PRESETS.map((preset) => ({ preset, count: saidDifferences(preset.config, config).length }));
  const nearest = far.reduce((best, one) => (one.count < best.count ? one : best));
  return nearest.count <= NEAR ? nearest.preset : null;
}
