import { describe, expect, it } from 'vitest';
import { nearestPreset } from './nearest-preset';
import { PRESETS } from './presets';
import type { ExperimentConfig } from './schema';

const preset = (id: string): ExperimentConfig => {
  const found = PRESETS.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found.config;
};

describe('the preset that an experiment is near to', () => {
  it('is the preset itself', () => {
    for (const { id, config } of PRESETS) expect(nearestPreset(config)?.id).toBe(id);
  });

  it('stays the same when skips are switched, or a rate or two are changed', () => {
    const config = preset('exploding-56');
    const [residual, plain] = config.lanes;
    if (residual === undefined || plain === undefined) throw new Error('two networks');
    const switched = { ...config, lanes: [residual, { ...plain, gains: residual.gains }] };
    expect(nearestPreset(switched)?.id).toBe('exploding-56');
    const faster = { ...config, batchSize: 64, optimiser: { ...config.optimiser, learningRate: 0.2 } };
    expect(nearestPreset(faster)?.id).toBe('exploding-56');
  });

  it('is none where more than three settings differ from each', () => {
    const config = preset('exploding-56');
    const other: ExperimentConfig = {
      ...config,
      batchSize: 17,
      data: { ...config.data, inputSize: 12 },
      optimiser: { ...config.optimiser, learningRate: 0.123, momentum: 0.5, weightDecay: 0.003 },
    };
    expect(nearestPreset(other)).toBeNull();
  });
});
