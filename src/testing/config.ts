/** Experiments that are quick to train. Used by tests only. */
import { DEFAULTS } from '../config/defaults';
import { blockCount, type ExperimentConfig, type NetworkConfig, type StageConfig } from '../config/schema';

interface Rest extends Partial<Omit<ExperimentConfig, 'network' | 'lanes'>> {
  readonly network?: Partial<NetworkConfig>;
}

/** A residual lane and its plain twin on drawn shapes of 14×14, with a stem of four channels; never tested on other images. */
export function pairOf(stages: readonly StageConfig[], { network, ...rest }: Rest = {}): ExperimentConfig {
  const whole = { ...DEFAULTS.network, stemWidth: 4, stages, ...network };
  const gains = (gain: number): number[] => Array.from({ length: blockCount(whole) }, () => gain);
  return {
    ...DEFAULTS,
    data: { set: 'shapes', inputSize: 14 },
    lanes: [
      { id: 'residual', gains: gains(1) },
      { id: 'plain', gains: gains(0) },
    ],
    batchSize: 8,
    testInterval: 0,
    ...rest,
    network: whole,
  };
}
