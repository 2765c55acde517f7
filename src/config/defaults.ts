/** What an omitted field means, as a config. What a bare address opens is another question, answered in `presets.ts`. */
import { power } from './arithmetic';
import { LIMITS } from './limits';
import type { ExperimentConfig, NetworkConfig } from './schema';
import { partOf } from './parts';
import { isScalar, NETWORK_ENTRIES, SETTINGS, type Part, type PartName } from './settings';

/** Depth 56 as the papers count it: three stages of nine basic blocks. */
const BLOCKS = 9;

function defaultsOf<Name extends PartName>(part: Name): Part<Name> {
  return partOf(part, (_, setting) => setting.default);
}

function defaultNetwork(): NetworkConfig {
  const strides = defaultStrides(3);
  const stages = defaultWidths(SETTINGS.width.default).map((width, index) => ({
    blocks: BLOCKS,
    width,
    stride: strides[index] ?? 1,
  }));
  const values = NETWORK_ENTRIES.flatMap(([, setting]): [string, unknown][] => {
    if (isScalar(setting)) return [[setting.name, setting.default]];
    // Of all that stages have, behind the last.
    return setting.kind === 'overrides' ? Object.entries({ stages, overrides: [] }) : [];
  });
  return Object.fromEntries(values) as unknown as NetworkConfig;
}

export const DEFAULTS: ExperimentConfig = {
  data: defaultsOf('data'),
  network: defaultNetwork(),
  lanes: [
    { id: 'residual', gains: Array.from({ length: 3 * BLOCKS }, () => 1) },
    { id: 'plain', gains: Array.from({ length: 3 * BLOCKS }, () => 0) },
  ],
  optimiser: defaultsOf('optimiser'),
  schedule: defaultsOf('schedule'),
  loss: defaultsOf('loss'),
  augmentation: defaultsOf('augmentation'),
  ...defaultsOf(''),
  seeds: defaultsOf('seeds'),
  timeline: [],
  rates: [],
};

/** Gain of every skip connection of a lane of which nothing else is said. */
export function defaultGain(lane: string): number {
  return lane === 'plain' ? 0 : 1;
}

/** Widths of stages of which nothing else is said: each twice the one before, as in the papers. */
export function defaultWidths(stemWidth: number, stages: number = LIMITS.stages.min): number[] {
  return Array.from({ length: stages }, (_, index) =>
    Math.min(stemWidth * power(2, index), SETTINGS.widths.max),
  );
}

/** Strides of stages of which nothing else is said: all but the first halve the image. */
export function defaultStrides(stages: number): number[] {
  return Array.from({ length: stages }, (_, index) => (index === 0 ? 1 : 2));
}
